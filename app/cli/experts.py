"""`flask experts assign` and `replay`: what was computed, computed again by anybody."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter

import click

from app.cli.refused import Family
from workflows.engine.text import Text

_NOT_PROVED = Text(
    "未能在限度内证明最优，不给出结果；请放宽规则或缩小案例",
    "not proved optimal within the limit, so no result; relax rules or shrink the case",
)

_NO_DRAW = Text("没有这次抽取，或尚未抽取", "there is no such draw, or it has not been made")

experts_cli = Family("experts", help="Draw and assign experts; repeatable by anybody.")


@experts_cli.command("assign")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reasons", "with_reasons", is_flag=True, help="Say why each pair was chosen.")
def assign_case(case: Path, with_reasons: bool) -> None:
    """Print the assignment of CASE (.json or .npz) as JSON; `seconds` are those of solving."""
    from app.experts.assignment.case import CaseFault
    from app.experts.assignment.reading import read_case
    from app.experts.assignment.reasons import reasons
    from app.experts.assignment.solve import assign

    try:
        read = read_case(case)
        began = perf_counter()
        answer = assign(read)
        seconds = round(perf_counter() - began, 3)
    except CaseFault as fault:
        raise click.ClickException(_both(fault.what, fault.where)) from fault
    except ArithmeticError as given_up:
        raise click.ClickException(_both(_NOT_PROVED)) from given_up
    printed = answer.as_json(read) | {"seconds": seconds}
    if with_reasons:
        printed["pairs"] = [reason.as_json(read) for reason in reasons(read, answer.pairs)]
    click.echo(json.dumps(printed, ensure_ascii=False))


@experts_cli.command("replay")
@click.argument("draw", type=click.IntRange(1, 2**31 - 1))
def replay_draw(draw: int) -> None:
    """Repeat the draw of the group with the id DRAW; fails where the tables do not agree with it.

    What the pool looks like today does not matter: the draw is repeated from its own snapshot.
    """
    from flask import current_app

    from app.models import ReviewGroup
    from app.services.review.replaying import replayed

    with current_app.extensions["database"].session(writing=False) as session:
        group = session.get(ReviewGroup, draw)
        found = replayed(session, group) if group else None
        if group is None or found is None:
            raise click.ClickException(_both(_NO_DRAW))
        printed = {
            "group": group.id,
            "name": group.name,
            "commitment": group.seed_commitment,
            "seed": group.seed,
            "snapshot_sha256": found.snapshot,
            "members": list(found.panel),
            "substitutes": list(found.substitutes),
            "changed_in_the_pool_since": list(found.moved_on),
            "agrees": found.agrees,
            "altered": [{"zh": text.zh, "en": text.en} for text in found.altered],
        }
    click.echo(json.dumps(printed, ensure_ascii=False))
    if not found.agrees:
        raise SystemExit(1)


def _both(said: Text, where: str = "") -> str:
    """One line in both languages, the place before each."""
    if not where:
        return f"{said.zh} / {said.en}"
    return f"{where}：{said.zh} / {where}: {said.en}"

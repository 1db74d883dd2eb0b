"""`flask race allocate` and `simulate`: a pool shared to the 分, and the rules compared."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.race_case import read_case
from app.cli.refused import Family, Refused
from workflows.race.allocation import AllocationFault, Rule, allocate
from workflows.race.explaining import lines
from workflows.race.formulas import FORMULAS
from workflows.race.noise import inside_noise
from workflows.race.planted import Planted, Verdict, compare

race_cli = Family("race", help="The money of a race; no database needed.")


@race_cli.command("allocate")
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--english", is_flag=True, help="The lines in English.")
def allocate_case(case: Path, english: bool) -> None:
    """Share the budget of CASE among its teams; print the amounts in 分, and why."""
    budget, contenders, rule = read_case(case)
    try:
        done = allocate(budget, contenders, rule)
    except AllocationFault as fault:
        raise Refused(fault.reason) from fault
    said = [*lines(done), *(close.reason for close in inside_noise(contenders))]
    printed = {
        "allocation": done.amounts,
        "reserve": done.reserve,
        "lines": [text.en if english else text.zh for text in said],
    }
    click.echo(json.dumps(printed, ensure_ascii=False, indent=1))


@race_cli.command("simulate")
@click.option("--seed", default=1, show_default=True)
@click.option("--runs", type=click.IntRange(1, 100_000), default=400, show_default=True)
@click.option("--teams", type=click.IntRange(2, 12), default=4, show_default=True)
@click.option("--stages", type=click.IntRange(1, 8), default=3, show_default=True)
def simulate(seed: int, runs: int, teams: int, stages: int) -> None:
    """Compare the rules where the best team is known: a table, and JSON on the standard output."""
    world = Planted(seed=seed, runs=runs, teams=teams, stages=stages)
    verdicts = compare(world, {name: Rule(name) for name in FORMULAS})
    click.echo(_table(verdicts), err=True)
    printed = asdict(world) | {"rules": {name: _rounded(v) for name, v in verdicts.items()}}
    click.echo(json.dumps(printed, ensure_ascii=False, indent=1))


def _table(verdicts: dict[str, Verdict]) -> str:
    heads = ("rule", "best wins", "±", "on winner", "on best", "uncommitted")
    rows = [heads, *((name, *map(_percent, asdict(v).values())) for name, v in verdicts.items())]
    return "\n".join("".join(f"{cell:>19}" for cell in row) for row in rows)


def _rounded(verdict: Verdict) -> dict[str, float]:
    return {key: round(value, 4) for key, value in asdict(verdict).items()}


def _percent(part: float) -> str:
    return f"{100 * part:.1f} %"

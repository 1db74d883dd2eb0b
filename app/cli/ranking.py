"""`flask ranking calibrate`, `ratings`, `line` and `lottery`: from a file to JSON, without a
database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeGuard

import click

from app.cli.refused import Family, Refused
from app.ranking.calibrate import Calibrated, calibrate
from app.ranking.calibrate.case import read_case
from app.ranking.fault import BadCase
from app.ranking.line import Item, LineRule, draw_line
from app.ranking.lottery import commitment, draw_lots
from app.ranking.ratings import line_after, ranked, read_ratings
from workflows.engine.text import Text

ranking_cli = Family("ranking", help="Calibrated ranking, funding line and lottery.")
_case = click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@ranking_cli.command("calibrate")
@_case
def calibrate_case(case: Path) -> None:
    """Effects, expected ranks, and what the scores cannot separate."""
    try:
        table = read_case(_read(case))
    except BadCase as bad:
        raise Refused(bad.reason) from bad
    _print(_as_json(calibrate(table)))


@ranking_cli.command("ratings")
@_case
@click.option("--places", type=click.IntRange(min=0), help="Draw the line after so many.")
def rank_ratings(case: Path, places: int | None) -> None:
    """Rank a public CSV file of ratings (forum_id, ratings as 6;8;8), reviewers unnamed."""
    try:
        with case.open(encoding="utf-8-sig", newline="") as lines:
            rated = read_ratings(lines)
    except UnicodeDecodeError as bad:
        raise Refused(Text("文件不是 UTF-8 文本", "the file is not UTF-8 text")) from bad
    except BadCase as bad:
        raise Refused(bad.reason) from bad
    found: dict[str, Any] = {"proposals": [asdict(place) for place in ranked(rated)]}
    if places is not None:
        line = line_after(rated, places)
        found["line"] = {"funded": line.funded, "tied": line.tied}
    _print(found)


@ranking_cli.command("line")
@_case
def line_case(case: Path) -> None:
    """The funding line by each of the three rules."""
    given = _object(_read(case, exact=True))
    items = given.get("items")
    if not isinstance(items, list):
        raise Refused(Text("缺少 items", "the list of items is missing"))
    budget = _whole(given.get("budget"), "budget")
    try:
        lines = {rule: draw_line([_item(one) for one in items], budget, rule) for rule in LineRule}
    except BadCase as bad:
        raise Refused(bad.reason) from bad
    _print(
        {rule.value: {**asdict(line), "total": float(line.total)} for rule, line in lines.items()}
    )


@ranking_cli.command("lottery")
@_case
def lottery_case(case: Path) -> None:
    """Draw the lots; the same file gives the same draw."""
    given = _object(_read(case))
    group, seed = given.get("group"), given.get("seed")
    if not isinstance(group, list) or not all(_is_id(id) for id in group):
        raise Refused(Text("group 应为编号的列表", "group is a list of ids"))
    places = _whole(given.get("places"), "places")
    if not _is_id(seed):
        raise Refused(Text("seed 应为文字或整数", "the seed is text or a whole number"))
    try:
        drawn = draw_lots(group, places, str(seed).encode())
    except BadCase as bad:
        raise Refused(bad.reason) from bad
    _print(
        {
            "funded": drawn.funded,
            "not_funded": drawn.not_funded,
            "tickets": [{"id": id, "ticket": ticket} for id, ticket in drawn.tickets],
            "commitment": commitment(str(seed).encode()),
        }
    )


def _as_json(done: Calibrated) -> dict[str, Any]:
    found = asdict(done)
    for proposal in found["proposals"]:
        if done.line is None:
            del proposal["p_funded"]
    found["moves"] = [
        {"proposal": m.proposal, "from": m.raw, "to": m.calibrated, **asdict(m.reason)}
        for m in done.moves
    ]
    if done.line is None:
        del found["line"]
    return found


def _item(given: object) -> Item:
    one = _object(given)
    id, score = one.get("id"), one.get("score")
    if not _is_id(id):
        raise Refused(Text("编号应为文字或整数", "an id is text or a whole number"))
    if isinstance(score, bool) or not isinstance(score, int | Decimal):
        raise Refused(Text(f"{id}：分数应为数", "the score is a number"))
    return Item(id, Fraction(score), _whole(one.get("cost"), f"{id} cost"))


def _whole(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(Text(f"{name} 应为整数", f"{name} is a whole number"))
    return value


def _is_id(value: object) -> TypeGuard[str | int]:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Refused(Text("应为一个 JSON 对象", "a JSON object is expected"))
    return value


def _read(path: Path, *, exact: bool = False) -> object:
    """`exact` keeps decimals as they are written. NaN and Infinity are not JSON."""
    try:
        return json.loads(
            path.read_text("utf-8"),
            parse_float=Decimal if exact else float,
            parse_constant=_no_number,
        )
    except (ValueError, InvalidOperation, RecursionError) as bad:
        raise Refused(Text("文件不是有效的 JSON", f"the file is not JSON: {bad}")) from bad


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is not a number")


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))

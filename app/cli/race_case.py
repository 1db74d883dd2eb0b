"""Reads a case of `flask race allocate`. Strict: what is wrong is named with its place."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from app.cli.refused import Refused
from app.experts.assignment.case import CaseFault
from app.experts.assignment.expected import identity, items, record, whole
from app.money import MOST
from workflows.engine.text import Text
from workflows.race.allocation import Contender, Rule, Standing

_MOST_POINTS = 100
_FINEST = -6
"""Decimals of a score: enough for any mean, few enough to reckon with."""


def read_case(path: Path) -> tuple[int, list[Contender], Rule]:
    """`{"budget": 分, "teams": [{"id", "score", "status", "sd"?, "cap"?, "floor"?, "spent"?}],
    "rule"?: {"name", parameter: whole number, …}}`; keys of a team beyond these are not looked at.
    Raises Refused; OSError: the file cannot be read."""
    try:
        top = record(_json(path), path.name)
        budget = _money(top.get("budget"), "budget")
        teams = [
            _contender(record(team, f"teams[{number}]"), f"teams[{number}]")
            for number, team in enumerate(items(top.get("teams"), "teams"))
        ]
        return budget, teams, _rule(top.get("rule"))
    except CaseFault as fault:
        where, what = fault.where, fault.what
        raise Refused(Text(f"{where}：{what.zh}", f"{where}: {what.en}")) from fault


def _json(path: Path) -> object:
    try:
        return json.loads(
            path.read_text("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, InvalidOperation, RecursionError) as error:
        if isinstance(error, CaseFault):
            raise
        what = Text("不是有效的 JSON：{error}", "not JSON: {error}")
        raise CaseFault(path.name, what.format(error=error)) from error


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CaseFault(key, Text("同一对象中写了两次", "stands twice in one object"))
        found[key] = value
    return found


def _contender(team: dict[str, Any], where: str) -> Contender:
    spread = team.get("sd")
    return Contender(
        id=identity(team.get("id"), f"{where}.id"),
        score=_points(team.get("score"), f"{where}.score"),
        standing=_standing(team.get("status"), f"{where}.status"),
        sd=None if spread is None else _points(spread, f"{where}.sd"),
        cap=None if team.get("cap") is None else _money(team["cap"], f"{where}.cap"),
        floor=_money(team.get("floor") or 0, f"{where}.floor"),
        spent=_money(team.get("spent") or 0, f"{where}.spent"),
    )


def _standing(value: object, where: str) -> Standing:
    names = [standing.value for standing in Standing]
    if not isinstance(value, str) or value not in names:
        what = Text("应为以下之一：{names}", "must be one of: {names}")
        raise CaseFault(where, what.format(names=", ".join(names)))
    return Standing(value)


def _points(value: object, where: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise CaseFault(where, Text("应为数", "must be a number"))
    if not 0 <= value <= _MOST_POINTS:
        what = Text("应在 0 至 {most} 之间", "must lie within 0 to {most}")
        raise CaseFault(where, what.format(most=_MOST_POINTS))
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    if not isinstance(exponent, int) or exponent < _FINEST:
        what = Text("最多 {count} 位小数", "has at most {count} decimals")
        raise CaseFault(where, what.format(count=-_FINEST))
    return Fraction(value)


def _money(value: object, where: str) -> int:
    amount = whole(value, where)
    if not 0 <= amount <= MOST:
        what = Text("应为 0 至 {most} 分", "must lie within 0 to {most} 分")
        raise CaseFault(where, what.format(most=MOST))
    return amount


def _rule(value: object) -> Rule:
    if value is None:
        return Rule()
    given = dict(record(value, "rule"))
    name = given.pop("name", None)
    if not isinstance(name, str):
        raise CaseFault("rule.name", Text("应为规则名", "must be the name of a rule"))
    numbers = {key: whole(number, f"rule.{key}") for key, number in given.items()}
    return Rule(name, numbers, numbers.pop("round_to", 1))

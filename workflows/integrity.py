"""The ladder of sanctions (domain §3.10): which term goes with which gravity of a breach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workflows.engine.text import Text

GRADES: dict[str, Text] = {
    "heavier": Text("情节较重", "Fairly serious"),
    "serious": Text("情节严重", "Serious"),
    "gravest": Text("情节特别严重", "Particularly serious"),
}


def term_problems(
    grade: str, starts_on: date, ends_on: date | None, parameters: Mapping[str, int]
) -> tuple[Text, ...]:
    """What speaks against this term; no end stands for a permanent bar."""
    least, most = _bounds(grade, parameters)
    if ends_on is None:
        return () if most is None else (_NOT_PERMANENT,)
    if ends_on <= starts_on:
        return (BACKWARDS,)
    if most is not None and ends_on >= years_after(starts_on, most):
        return (
            Text(
                f"{GRADES[grade].zh}的惩戒期不超过 {most} 年",
                f"{GRADES[grade].en}: at most {most} years",
            ),
        )
    if least and ends_on < _last_day(starts_on, least):
        return (
            Text(
                f"{GRADES[grade].zh}的惩戒期不少于 {least} 年",
                f"{GRADES[grade].en}: at least {least} years",
            ),
        )
    return ()


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def half_served(starts_on: date, ends_on: date, percent: int) -> date:
    """The first day on which that share of the term has been served."""
    days = (ends_on - starts_on).days + 1
    return date.fromordinal(starts_on.toordinal() + -(-days * percent // 100))


def _last_day(starts_on: date, years: int) -> date:
    return date.fromordinal(years_after(starts_on, years).toordinal() - 1)


def _bounds(grade: str, parameters: Mapping[str, int]) -> tuple[int, int | None]:
    """Least and most years; None has no upper end."""
    heavier = parameters["sanction_heavier_years_most"]
    serious = parameters["sanction_serious_years_most"]
    bounds: dict[str, tuple[int, int | None]] = {
        "heavier": (0, heavier),
        "serious": (heavier, serious),
        "gravest": (serious, None),
    }
    return bounds[grade]


_NOT_PERMANENT = Text(
    "只有情节特别严重的才可长期惩戒，请填写期满日",
    "only a particularly serious breach can be sanctioned permanently; enter the last day",
)
BACKWARDS = Text("期满日须晚于生效日", "the last day must be after the effective date")

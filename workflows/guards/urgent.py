"""Rules of what is paused at once and ratified by the executive meeting afterwards: C13, J10."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts.urgent import UrgentFacts
from workflows.guards.examples import LATER, LONG_AGO
from workflows.guards.shapes import forbids, has_come, requires
from workflows.hands import CLOCK, DECIDES, NOBODY

F = TypeVar("F", bound=UrgentFacts)


@dataclass(frozen=True, slots=True)
class UrgentRules(Generic[F]):
    """What lapsed once for want of minutes is not done at once again."""

    lacks_minutes: Guard[F]
    is_in_time: Guard[F]
    was_not_ratified: Guard[F]
    has_not_lapsed: Guard[F]


def urgent_rules(of: F, whose: str) -> UrgentRules[F]:
    return UrgentRules(
        lacks_minutes=requires(
            "lacks_minutes",
            of=of,
            key=f"{whose}_lacks_minutes",
            reason=Text(
                "暂停已登记会议纪要，无须追认。",
                "The pause already has minutes, so it does not need to be ratified.",
            ),
            supplied_by=NOBODY,
            marks_path=True,
        ),
        is_in_time=Guard(
            key=f"{whose}_is_ratified_in_time",
            reason=Text(
                "追认期已满，紧急暂停自行恢复；仍须暂停的，恢复后由厅务会另行议定。",
                "The time to ratify has passed and the urgent pause ends automatically. If a "
                "pause is still needed, the executive meeting decides on a new one after that.",
            ),
            supplied_by=DECIDES,
            holds=lambda f: f.ratify_until is None or f.now < f.ratify_until,
            passing=replace(of, ratify_until=LATER),
            failing=replace(of, ratify_until=LONG_AGO),
        ),
        was_not_ratified=has_come(
            "ratify_until",
            of=of,
            key=f"{whose}_was_not_ratified",
            reason=Text(
                "追认期未满，或无须追认。",
                "The time to ratify has not passed, or there is nothing to ratify.",
            ),
            supplied_by=CLOCK,
        ),
        has_not_lapsed=forbids(
            "has_lapsed",
            of=of,
            key=f"{whose}_has_not_lapsed",
            reason=Text(
                "上一次紧急暂停未获追认，再次暂停须由厅务会议定。",
                "The last urgent pause was not ratified, so another pause must be decided by the "
                "executive meeting.",
            ),
            supplied_by=DECIDES,
        ),
    )

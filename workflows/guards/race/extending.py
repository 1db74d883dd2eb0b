"""How long a race may be extended, of what was typed with the move."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import RACE
from workflows.guards.race.race import RaceGuard
from workflows.hands import DECIDES, OFFICER
from workflows.roles import Role


def _days_within(parameter: str, by: frozenset[Role]) -> RaceGuard:
    """Nothing typed yet is no breach: the form asks for it."""

    def holds(facts: RaceFacts) -> bool:
        return facts.days is None or 1 <= facts.days <= facts.parameters[parameter]

    return RaceGuard(
        key=f"{parameter}_kept",
        reason=Text(
            "延长天数须为 1 至 {missing} 的整数。",
            "The extension is a whole number of days from 1 to {missing}.",
        ),
        supplied_by=by,
        holds=holds,
        passing=replace(RACE, days=30),
        failing=replace(RACE, days=999),
        missing=lambda facts: (str(facts.parameters[parameter]),),
    )


joint_days_are_allowed = _days_within("race_extension_days", OFFICER)
long_days_are_allowed = _days_within("race_long_extension_days", OFFICER)
final_days_are_allowed = _days_within("race_final_extension_days", DECIDES)

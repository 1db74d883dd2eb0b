"""Whether a race may be extended, and how long, of what was typed with the move."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import RACE
from workflows.guards.race.race import RaceGuard
from workflows.guards.shapes import below, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, PI
from workflows.roles import Role

_DIGITS = 4


def _days_within(parameter: str, by: frozenset[Role]) -> RaceGuard:
    """Nothing typed yet is no breach: the form asks for it."""

    def holds(facts: RaceFacts) -> bool:
        typed = facts.given.get("days", "").strip()
        is_number = typed.isdecimal() and len(typed) <= _DIGITS
        return not typed or (is_number and 1 <= int(typed) <= facts.parameters[parameter])

    return RaceGuard(
        key=f"{parameter}_kept",
        reason=Text(
            "延长天数须为 1 至 {missing} 的整数。",
            "The extension must be a whole number of days from 1 to {missing}.",
        ),
        supplied_by=by,
        holds=holds,
        passing=replace(RACE, given={"days": "30"}),
        failing=replace(RACE, given={"days": "999"}),
        missing=lambda facts: (str(facts.parameters[parameter]),),
    )


somebody_asks = requires(
    "asked",
    of=RACE,
    key="race_extension_asked",
    reason=Text("没有团队申请联合延期。", "No team has asked for a joint extension."),
    supplied_by=PI,
)
everybody_asks = nothing_in(
    "not_asked",
    of=RACE,
    key="race_not_asked",
    reason=Text(
        "联合延期须全体在赛团队申请，尚未申请：{missing}。",
        "A joint extension needs a request from every team still racing. Not yet asked: {missing}.",
    ),
    supplied_by=PI,
)
everybody_asked_in_time = nothing_in(
    "never_asked",
    of=RACE,
    key="race_never_asked",
    reason=Text(
        "联合延期须全体在赛团队在佐证截止前申请；截止前未申请的有：{missing}，本节点不再延期。",
        "A joint extension needs a request from every team before the evidence deadline. These "
        "did not ask in time: {missing}. This stage cannot be extended any more.",
    ),
    supplied_by=NOBODY,
)
extension_is_left = below(
    "extensions",
    "race_extensions_most",
    of=RACE,
    key="race_extension_is_left",
    reason=Text("联合延期次数已用完。", "No joint extensions are left."),
    supplied_by=DECIDES,
)
evidence_is_due = requires(
    "evidence_is_due",
    of=RACE,
    key="race_evidence_is_due",
    reason=Text(
        "本节点佐证已截止，不能再延期。",
        "The evidence for this stage is closed, so the stage can no longer be extended.",
    ),
    supplied_by=CLOCK,
)
joint_days_are_allowed = _days_within("race_extension_days", OFFICER)
long_days_are_allowed = _days_within("race_long_extension_days", OFFICER)
final_days_are_allowed = _days_within("race_final_extension_days", DECIDES)

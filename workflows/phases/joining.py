"""A unit joins a running project by its own word: §1, §3.9."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ChangeFacts
from workflows.guards import change as rule
from workflows.guards.threshold import change_keeps_posting
from workflows.hands import OFFICER, PARTNER, RECOMMENDER, TEAM, UNIT
from workflows.parts.asks import REASON

STANDING = (
    rule.not_fixed_by_the_race,
    rule.no_milestone_is_open,
    rule.project_is_running,
    rule.not_in_the_last_months,
    rule.extension_allowed,
    rule.new_party_eligible,
    rule.units_as_drafted,
    rule.shares_are_covered,
    rule.budget_adds_up,
    rule.total_is_covered,
    change_keeps_posting,
)
"""What holds at every step of a change on its way up."""

ABOVE_THE_UNIT = (
    (rule.is_for_the_office, "office_review", OFFICER),
    (rule.is_for_the_meeting, "recommender_review", RECOMMENDER),
)
"""Where a change goes from the unit, by its chain, and who is told."""

JOINING: tuple[Transition[ChangeFacts], ...] = (
    Transition(
        name="forward",
        label=Text("单位同意上报", "Agree and send on"),
        source=("unit_review",),
        target="joining_review",
        roles=UNIT,
        guards=(rule.unit_joins, *STANDING),
        effects=(Apply("ask_to_join"), Notify("change_to_join", PARTNER)),
        clause=Text(
            "§3.9 · 增加参加单位的，先由该单位同意",
            "§3.9 · a unit to be added as partner must agree first",
        ),
    ),
    *(
        Transition(
            name="agree_to_join",
            label=Text("同意加入", "Agree to join"),
            source=("joining_review",),
            target=target,
            roles=PARTNER,
            guards=(guard,),
            effects=(Notify("change_submitted", told), Notify("joining_agreed", TEAM)),
            signature=True,
            clause=Text(
                "§1, §3.9 · 参加项目须由本单位确认",
                "§1, §3.9 · a unit must confirm its own participation",
            ),
        )
        for guard, target, told in ABOVE_THE_UNIT
    ),
    Transition(
        name="decline_to_join",
        label=Text("不同意加入", "Decline to join"),
        source=("joining_review",),
        target="drafted",
        roles=PARTNER,
        asks=(REASON,),
        effects=(Notify("joining_declined", TEAM),),
        clause=Text(
            "§1, §3.9 · 参加项目须由本单位确认",
            "§1, §3.9 · a unit must confirm its own participation",
        ),
    ),
)

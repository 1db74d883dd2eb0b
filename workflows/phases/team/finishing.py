"""The end of the race for a team: R20-R22."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import elimination
from workflows.guards.race import team as rule
from workflows.hands import CLOCK, TEAM
from workflows.phases.team.common import IN_RACE

FINISHING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="finish",
        label=Text("冲线（胜出）", "Finish (winner)"),
        source=("at_checkpoint",),
        target="finished",
        roles=CLOCK,
        guards=(rule.crossed_first,),
        effects=(
            Cascade("project", "pass_with_team"),
            SendLetter("crossing_certificate"),
            Notify("race_ended", TEAM),
        ),
        clause=Text("R20 · 首个有效通过", "R20 · the first valid pass"),
    ),
    Transition(
        name="come_second",
        label=Text("完成未胜出", "Complete, not the winner"),
        source=("at_checkpoint",),
        target="runner_up",
        roles=CLOCK,
        guards=(rule.crossed_later,),
        effects=(
            Cascade("project", "pass_with_team"),
            SendLetter("crossing_certificate"),
            Notify("race_ended", TEAM),
        ),
        clause=Text("R20 · 随后通过", "R20 · passed later"),
    ),
    Transition(
        name="fall_short",
        label=Text("未冲线", "Did not finish"),
        source=("entered", "reserve", *IN_RACE),
        target="not_finished",
        roles=CLOCK,
        guards=(rule.has_not_crossed,),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            Cascade("project", "fall_short_with_team"),
            Cascade("project", "leave_with_team"),
            Notify("race_ended", TEAM),
        ),
        clause=Text("R21 · 未冲线", "R21 · did not finish"),
    ),
    *(
        Transition(
            name="race_on",
            label=Text("继续比赛", "Continue racing"),
            source=("at_checkpoint", "elim_pending"),
            target=target,
            roles=CLOCK,
            guards=(rule.has_not_crossed, elimination.elimination_is_not_decided, card),
            clause=Text(
                "R16 R18 R21 · 延期或救援之后", "R16 R18 R21 · after an extension or a rescue"
            ),
        )
        for target, card in rule.BACK_IN_THE_RACE
    ),
)

"""Withdrawn, suspended, disqualified, revived: R15, R17."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import elimination
from workflows.guards.race import team as rule
from workflows.hands import OFFICER, PI, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, REASON
from workflows.phases.team.common import BREAKS, IN_RACE, PROJECT_ENDS, RUNNING
from workflows.roles import Role

LEAVING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="withdraw",
        label=Text("退赛", "Withdraw from the race"),
        source=(*RUNNING, "at_checkpoint", "elim_pending"),
        target="withdrawn",
        roles=PI,
        approvals=(Role.UNIT_ADMIN,),
        guards=(elimination.elimination_is_not_proposed, elimination.elimination_is_not_decided),
        asks=(REASON,),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            PROJECT_ENDS,
            BREAKS,
            Notify("team_left", OFFICER),
        ),
        clause=Text(
            "R15 · 余款退回；下限或可行性破坏则同时进入保底救援",
            "R15 · the balance is returned; if the floor or feasibility breaks, the race enters "
            "rescue at the same time",
        ),
    ),
    Transition(
        name="suspend",
        label=Text("暂停团队", "Suspend the team"),
        source=RUNNING,
        target="suspended",
        roles=SUPERVISOR,
        asks=(EVIDENCE,),
        effects=(
            Cascade("project", "suspend"),
            BREAKS,
            Notify("team_left", TEAM | OFFICER),
        ),
        clause=Text("R15、J10 · 暂停", "R15, J10 · suspended"),
    ),
    *(
        Transition(
            name="resume",
            label=Text("恢复团队", "Resume the team"),
            source=("suspended",),
            target=target,
            roles=SUPERVISOR,
            guards=(rule.no_checkpoint_is_open, card),
            asks=(REASON,),
            effects=(Cascade("project", "resume"),),
            clause=Text("J10 · 恢复", "J10 · resumed"),
        )
        for target, card in rule.BACK_IN_THE_RACE
    ),
    Transition(
        name="disqualify",
        label=Text("取消资格", "Disqualify"),
        source=("entered", "reserve", *IN_RACE),
        target="disqualified",
        roles=SUPERVISOR,
        asks=(EVIDENCE,),
        effects=(
            Apply("file_offence_clue"),
            Cascade("payment", "void"),
            Apply("settle_team"),
            PROJECT_ENDS,
            Cascade("project", "leave_with_team"),
            BREAKS,
            Notify("team_left", TEAM | OFFICER),
        ),
        clause=Text("R15、P20 · 取消资格", "R15, P20 · disqualified"),
    ),
)

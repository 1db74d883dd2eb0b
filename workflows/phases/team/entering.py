"""From selection to the start: R2-R3."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import joining as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, REASON
from workflows.phases.team.common import PROJECT_ENDS
from workflows.roles import Role

_SHARES = (Apply("share_with_newcomer"), Cascade("fund", "hold_with_race"))
"""Paid as the others are, and no sooner (I8)."""

ENTERING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="hold_in_reserve",
        label=Text("列为候补", "List as a reserve"),
        source=("entered",),
        target="reserve",
        roles=CLOCK,
        guards=(rule.is_reserve,),
        clause=Text("R2 · 候补不少于 1 个", "R2 · at least one reserve"),
    ),
    Transition(
        name="start",
        label=Text("起跑", "Start"),
        source=("entered",),
        target="racing",
        roles=CLOCK,
        guards=(rule.has_signed,),
        effects=(Notify("race_started", TEAM),),
        clause=Text("R3 · 同一起跑线", "R3 · all teams start level"),
    ),
    Transition(
        name="join",
        label=Text("补入参赛", "Join the race"),
        source=("entered", "reserve"),
        target="racing",
        roles=OFFICER,
        guards=(rule.race_needs_rescue, *rule.HAS_ITS_AWARD, rule.newcomer_has_signed),
        effects=(*_SHARES, Notify("race_started", TEAM)),
        moves_money=True,
        clause=Text(
            "R17 · 启用候补或补充征集", "R17 · a reserve or a team from a supplementary entry round"
        ),
    ),
    Transition(
        name="revive",
        label=Text("复活", "Revive"),
        source=("eliminated",),
        target="racing",
        roles=DECIDES,
        approvals=(Role.APPLICANT,),
        guards=(rule.race_needs_rescue, rule.leads_no_other, rule.leader_may_race_again),
        asks=(*MINUTES, REASON),
        effects=(
            Cascade("project", "race_again"),
            *_SHARES,
            SendLetter("revival_notice"),
            Notify("race_started", TEAM),
        ),
        moves_money=True,
        clause=Text(
            "R17 · 最近一节点淘汰的团队，本人同意",
            "R17 · a team eliminated at the latest stage, with its consent",
        ),
    ),
    Transition(
        name="leave",
        label=Text("放弃入围", "Give up the place"),
        source=("entered", "reserve"),
        target="withdrawn",
        roles=CLOCK,
        clause=Text("J2 · 逾期未签或放弃", "J2 · not signed in time, or given up"),
    ),
    Transition(
        name="call_off",
        label=Text("随赛题撤销", "End with the race"),
        source=("entered", "reserve"),
        target="withdrawn",
        roles=CLOCK,
        effects=(
            Apply("settle_team"),
            PROJECT_ENDS,
            Cascade("project", "leave_with_team"),
            Notify("race_called_off", TEAM),
        ),
        clause=Text(
            "R3、C13 · 起跑前撤销，项目终止，不记诚信",
            "R3, C13 · called off before the start: the project ends, with no integrity mark",
        ),
    ),
)

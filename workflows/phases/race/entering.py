"""From the posted target to the start of the teams: R1-R3."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import race as rule
from workflows.hands import CLOCK, DECIDES, OFFICER
from workflows.parts.asks import MINUTES, PUBLIC_REASON

_ENDS = (
    Cascade("stage", "end"),
    Cascade("route", "end"),
    Apply("return_pool"),
)


def _following(
    name: str, zh: str, en: str, source: str, target: str, clause: Text
) -> Transition[RaceFacts]:
    """A step that the call makes."""
    return Transition(
        name=name,
        label=Text(zh, en),
        source=(source,),
        target=target,
        roles=CLOCK,
        clause=clause,
    )


ENTERING: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="post",
        label=Text("发布赛题", "Post the race"),
        source=("draft",),
        target="posted",
        roles=CLOCK,
        guards=(rule.plan_is_published,),
        effects=(SendLetter("race_notice"),),
        clause=Text(
            "R1 · 目标、冲线标准、节点、名额、经费、分配规则事先公布",
            "R1 · target, finish standard, stages, quotas, money and allocation rules are "
            "published in advance",
        ),
    ),
    _following(
        "close_entries",
        "报名截止",
        "Close entries",
        "posted",
        "entry_closed",
        Text("C6 · 随指南截止", "C6 · with the call"),
    ),
    _following(
        "review_entries",
        "开始入围评审",
        "Start the entry review",
        "entry_closed",
        "entry_review",
        Text("C8 · 随形式审查结束", "C8 · when the formal check ends"),
    ),
    Transition(
        name="check_selection",
        label=Text("核对拟入围名单", "Check the proposed teams"),
        source=("entry_review",),
        target="entry_review",
        roles=CLOCK,
        guards=(rule.teams_may_enter,),
        clause=Text(
            "R2 · 厅务会议定时核对：2-5 个团队、不少于 2 条路线，候补不少于 1 个",
            "R2 · checked when the executive meeting decides: 2-5 teams, at least 2 routes, at "
            "least 1 reserve",
        ),
    ),
    Transition(
        name="select_teams",
        label=Text("确定入围团队", "Confirm the selected teams"),
        source=("entry_review",),
        target="notice",
        roles=CLOCK,
        effects=(Apply("enter_teams"), Cascade("team", "hold_in_reserve")),
        clause=Text(
            "R2 · 随公示公布；议定后离开的不在其内",
            "R2 · announced with the public notice; excludes teams that left after the decision",
        ),
    ),
    Transition(
        name="start",
        label=Text("起跑", "Start the race"),
        source=("notice",),
        target="running",
        roles=OFFICER,
        guards=(rule.everybody_is_at_the_start,),
        effects=(
            Apply("begin_first_stage"),
            Cascade("team", "start"),
            Apply("share_equally"),
            Cascade("stage", "open"),
        ),
        moves_money=True,
        clause=Text(
            "R3 · 各团队任务书、军令状指标一致；首节点经费均分",
            "R3 · contracts and pledges have the same metrics; stage 1 money is shared equally",
        ),
    ),
    Transition(
        name="cancel",
        label=Text("撤销赛题", "Cancel the race"),
        source=("draft", "posted", "entry_closed", "entry_review", "notice"),
        target="cancelled",
        roles=CLOCK,
        effects=(Cascade("team", "leave"), *_ENDS),
        clause=Text(
            "C9、C13 · 随赛题公告撤销或流标",
            "C9, C13 · the call is cancelled or closed without an award",
        ),
    ),
    Transition(
        name="call_off",
        label=Text("起跑前撤销赛题", "Call off the race before the start"),
        source=("notice",),
        target="cancelled",
        roles=DECIDES,
        guards=(rule.awards_are_issued,),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            Cascade("team", "call_off"),
            Cascade("proposal", "release_reserve"),
            *_ENDS,
            SendLetter("race_cancellation_notice"),
            Notify("race_called_off", OFFICER),
        ),
        signature=True,
        moves_money=True,
        clause=Text(
            "R3、C13 · 厅务会议定并公告，各队项目一并终止，经费交回财政；起跑之后不得撤销",
            "R3, C13 · decided by the executive meeting and announced; the teams' projects end "
            "and the money goes back to the treasury; not possible after the start",
        ),
    ),
)

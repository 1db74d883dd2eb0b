"""From accepted to scored: P8-P12."""

from __future__ import annotations

from workflows.engine.effects import Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import proposal as rule
from workflows.hands import CHAIR, CLOCK, DECIDES, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, REASON

REVIEWING: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="start_online",
        label=Text("开始网络评审", "Start the online review"),
        source=("accepted",),
        target="online_review",
        roles=CLOCK,
        guards=(rule.panel_ready,),
        clause=Text("P8 · 专家组有效、无回避", "P8 · a valid panel without conflicts"),
    ),
    Transition(
        name="lock_scores",
        label=Text("锁定评分", "Lock the scores"),
        source=("online_review",),
        target="scored",
        roles=CLOCK,
        guards=(rule.group_is_locked, rule.has_no_defence),
        clause=Text("P11 · 随评审组锁定", "P11 · with the panel's lock"),
    ),
    Transition(
        name="shortlist",
        label=Text("入围答辩", "Shortlist"),
        source=("online_review",),
        target="shortlisted",
        roles=OFFICER,
        guards=(rule.group_is_locked, rule.has_defence),
        effects=(Notify("shortlisted", TEAM),),
        clause=Text("P9 · 按规定倍数入围", "P9 · within the published multiple"),
    ),
    Transition(
        name="not_shortlist",
        label=Text("未入围", "Do not shortlist"),
        source=("online_review",),
        target="not_selected",
        roles=OFFICER,
        guards=(rule.group_is_locked, rule.has_defence),
        asks=(REASON,),
        effects=(SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
        clause=Text("P9 · 未入围", "P9 · not shortlisted"),
    ),
    Transition(
        name="defend",
        label=Text("进入答辩", "Defend"),
        source=("shortlisted",),
        target="defence",
        roles=OFFICER,
        guards=(rule.defence_panel_ready,),
        clause=Text(
            "P10 · 答辩专家组不少于规定人数且为单数",
            "P10 · a defence panel of the required, odd size",
        ),
    ),
    Transition(
        name="miss_defence",
        label=Text("未到场答辩", "Did not appear"),
        source=("shortlisted", "defence"),
        target="withdrawn",
        roles=OFFICER,
        asks=(REASON,),
        effects=(Notify("withdrawn", TEAM),),
        clause=Text("P10 · 无故缺席视为撤回", "P10 · absence without cause counts as withdrawal"),
    ),
    Transition(
        name="lock_scores",
        label=Text("锁定评分", "Lock the scores"),
        source=("defence", "re_review"),
        target="scored",
        roles=CHAIR | CLOCK,
        guards=(rule.group_is_locked,),
        clause=Text("P11 · 组长锁定评分", "P11 · the chair locks the scores"),
    ),
    Transition(
        name="order_re_review",
        label=Text("决定复评", "Order a re-review"),
        source=("scored",),
        target="re_review",
        roles=SUPERVISOR | DECIDES,
        guards=(rule.re_reviewed_at_most_once,),
        asks=(EVIDENCE,),
        clause=Text(
            "P12 · 程序瑕疵查实，另组专家，只一次",
            "P12 · a proven procedural fault: another panel, once",
        ),
    ),
)

"""From accepted to scored: P8-P12."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import defence, re_review
from workflows.guards import proposal as rule
from workflows.hands import CHAIR, CLOCK, DECIDES, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, MINUTES, REASON
from workflows.parts.states import waiting

NEW_DEFENCE_AT = Ask("new_defence_at", Text("新的答辩时间", "New date"), AskKind.MOMENT)
ABSENCE = Ask(
    "evidence",
    Text("缺席事由与证明", "Cause of the absence, and its proof"),
    AskKind.PARAGRAPH,
    hint=Text(
        "写明不能到场的事由、申请日期和所附证明（如医院证明、交通中断证明），原件留存备查。",
        "Why nobody could come, when the team asked, and what proves it, such as a hospital's "
        "note; the original is kept on file.",
    ),
)

RE_REVIEW_ORDERS = ("order_re_review", "decide_re_review")
"""Supervision orders one by its own finding, the office meeting by a decision with minutes."""

RE_REVIEW = waiting(
    "re_review",
    "复评",
    "Re-review",
    CHAIR,
    After("review_days"),
    first=(re_review.re_review_panel_formed,),
)

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
        guards=(rule.group_is_locked, defence.has_no_defence),
        clause=Text("P11 · 随评审组锁定", "P11 · with the panel's lock"),
    ),
    Transition(
        name="shortlist",
        label=Text("入围答辩", "Shortlist"),
        source=("online_review",),
        target="shortlisted",
        roles=OFFICER,
        guards=(rule.group_is_locked, defence.has_defence, defence.within_multiple),
        effects=(Notify("shortlisted", TEAM),),
        clause=Text("P9 · 按规定倍数入围", "P9 · within the published multiple"),
    ),
    Transition(
        name="not_shortlist",
        label=Text("未入围", "Do not shortlist"),
        source=("online_review",),
        target="not_selected",
        roles=OFFICER,
        guards=(rule.group_is_locked, defence.has_defence),
        asks=(REASON,),
        effects=(Notify("left_out", TEAM),),
        clause=Text(
            "P9、C12 · 未入围；公示期满后发不予立项通知书",
            "P9, C12 · not shortlisted; the letter of non-award follows the public notice",
        ),
    ),
    Transition(
        name="summon",
        label=Text("答辩通知", "Notice of the defence"),
        source=("shortlisted", "defence"),
        target="shortlisted",
        roles=CLOCK,
        effects=(SendLetter("defence_notice"), Notify("defence_notice", TEAM)),
        clause=Text("P9 · 随答辩组发出通知", "P9 · with the panel's notice"),
    ),
    Transition(
        name="await_new_date",
        label=Text("答辩改期", "Await a new date"),
        source=("defence",),
        target="shortlisted",
        roles=CLOCK,
        effects=(Notify("defence_postponed", TEAM),),
        clause=Text("§3.1 · 专家不足改期", "§3.1 · postponed for want of members"),
    ),
    Transition(
        name="defend",
        label=Text("进入答辩", "Defend"),
        source=("shortlisted",),
        target="defence",
        roles=CLOCK,
        guards=(defence.defence_panel_ready,),
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
        guards=(defence.defence_time_has_come, defence.was_not_seen),
        asks=(REASON,),
        effects=(Cascade("review", "fall_away"), Notify("defence_missed", TEAM)),
        clause=Text("P10 · 无故缺席视为撤回", "P10 · absence without cause counts as withdrawal"),
    ),
    Transition(
        name="excuse_absence",
        label=Text("因正当理由缺席，另定答辩时间", "Absent with good cause: give a new date"),
        source=("defence",),
        target="defence",
        roles=OFFICER,
        guards=(
            defence.new_date_is_left,
            defence.defence_time_has_come,
            defence.was_not_seen,
            defence.new_date_fits,
            defence.new_date_is_free,
        ),
        asks=(NEW_DEFENCE_AT, ABSENCE),
        effects=(
            Apply("move_slot"),
            Cascade("review", "await_new_date"),
            SendLetter("defence_notice"),
            Notify("defence_moved", TEAM | SUPERVISOR),
        ),
        clause=Text(
            "P10 · 有正当理由并有证明的，由同一专家组另定一次时间听取答辩",
            "P10 · with good cause and proof of it, the same panel hears the team on one more date",
        ),
    ),
    Transition(
        name="lock_scores",
        label=Text("锁定评分", "Lock the scores"),
        source=("defence", "re_review"),
        target="scored",
        roles=CLOCK,
        guards=(rule.group_is_locked,),
        clause=Text("P11 · 组长锁定评分", "P11 · the chair locks the scores"),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("scored",),
            target="re_review",
            roles=roles,
            guards=(re_review.re_reviewed_at_most_once,),
            asks=asks,
            effects=(Apply("void_result"), Notify("re_review_ordered", OFFICER)),
            clause=Text(
                "P12 · 程序瑕疵查实，另组专家，只一次",
                "P12 · a proven procedural fault: another panel, once",
            ),
        )
        for name, (label, roles, asks) in zip(
            RE_REVIEW_ORDERS,
            (
                (Text("决定复评", "Order a re-review"), SUPERVISOR, (EVIDENCE,)),
                (Text("议定复评", "Decide on a re-review"), DECIDES, (*MINUTES, EVIDENCE)),
            ),
            strict=True,
        )
    ),
    *(
        Transition(
            name="resolve",
            label=label,
            source=("scored",),
            target=target,
            roles=DECIDES,
            guards=guards,
            asks=MINUTES,
            effects=effects,
            moves_money=target == "awaiting_notice",
            clause=Text(
                "P12、P17 · 名单议定后复评的，按复评结果另行议定",
                "P12, P17 · re-reviewed after the list: resolved by the new result",
            ),
        )
        for label, target, guards, effects in (
            (
                Text("复评后拟立项", "Propose after the re-review"),
                "awaiting_notice",
                (
                    rule.call_stands_not_still,
                    re_review.re_reviewed_after_list,
                    re_review.re_review_supports,
                    rule.not_barred,
                ),
                (),
            ),
            (
                Text("复评后不予立项", "Drop after the re-review"),
                "not_selected",
                (
                    rule.call_stands_not_still,
                    re_review.re_reviewed_after_list,
                    re_review.re_review_does_not_support,
                ),
                (SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
            ),
        )
    ),
)

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

NEW_DEFENCE_AT = Ask("new_defence_at", Text("新的答辩时间", "New defence time"), AskKind.MOMENT)
ABSENCE = Ask(
    "evidence",
    Text("缺席事由与证明", "Reason for the absence and proof"),
    AskKind.PARAGRAPH,
    hint=Text(
        "写明不能到场的事由、申请日期和所附证明（如医院证明、交通中断证明），原件留存备查。",
        "State why the team could not attend, the date of its request and the proof attached "
        "(such as a hospital or transport certificate). Keep the originals on file.",
    ),
)

RE_REVIEW_ORDERS = ("order_re_review", "decide_re_review")
"""Supervision orders one by its own finding, the executive meeting by a decision with minutes."""

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
        clause=Text("P8 · 专家组有效、无回避", "P8 · the panel is valid and free of conflicts"),
    ),
    Transition(
        name="lock_scores",
        label=Text("锁定评分", "Lock the scores"),
        source=("online_review",),
        target="scored",
        roles=CLOCK,
        guards=(rule.group_is_locked, defence.has_no_defence),
        clause=Text("P11 · 随评审组锁定", "P11 · locked with the panel"),
    ),
    Transition(
        name="shortlist",
        label=Text("入围答辩", "Shortlist for the defence"),
        source=("online_review",),
        target="shortlisted",
        roles=OFFICER,
        guards=(rule.group_is_locked, defence.has_defence, defence.within_multiple),
        effects=(Notify("shortlisted", TEAM),),
        clause=Text("P9 · 按规定倍数入围", "P9 · shortlisted within the set multiple"),
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
            "P9, C12 · not shortlisted; a rejection letter follows when the public notice ends",
        ),
    ),
    Transition(
        name="summon",
        label=Text("答辩通知", "Give notice of the defence"),
        source=("shortlisted", "defence"),
        target="shortlisted",
        roles=CLOCK,
        effects=(SendLetter("defence_notice"), Notify("defence_notice", TEAM)),
        clause=Text("P9 · 随答辩组发出通知", "P9 · notice given with the defence panel"),
    ),
    Transition(
        name="await_new_date",
        label=Text("答辩改期", "Postpone the defence"),
        source=("defence",),
        target="shortlisted",
        roles=CLOCK,
        effects=(Notify("defence_postponed", TEAM),),
        clause=Text("§3.1 · 专家不足改期", "§3.1 · postponed because there are too few experts"),
    ),
    Transition(
        name="defend",
        label=Text("进入答辩", "Start the defence"),
        source=("shortlisted",),
        target="defence",
        roles=CLOCK,
        guards=(defence.defence_panel_ready,),
        clause=Text(
            "P10 · 答辩专家组不少于规定人数且为单数",
            "P10 · a defence panel of at least the required size, with an odd number",
        ),
    ),
    Transition(
        name="miss_defence",
        label=Text("未到场答辩", "Absent from the defence"),
        source=("shortlisted", "defence"),
        target="withdrawn",
        roles=OFFICER,
        guards=(defence.defence_time_has_come, defence.was_not_seen),
        asks=(REASON,),
        effects=(Cascade("review", "fall_away"), Notify("defence_missed", TEAM)),
        clause=Text(
            "P10 · 无故缺席视为撤回", "P10 · absence without good cause counts as withdrawal"
        ),
    ),
    Transition(
        name="excuse_absence",
        label=Text(
            "因正当理由缺席，另定答辩时间", "Absent with good cause: set a new defence time"
        ),
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
            "P10 · with good cause and proof, the same panel hears the team once at another time",
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
                "P12 · procedural fault proven: a new panel, once only",
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
                "P12, P17 · re-reviewed after the list was decided: decided again from the new "
                "result",
            ),
        )
        for label, target, guards, effects in (
            (
                Text("复评后拟立项", "Propose an award after the re-review"),
                "awaiting_notice",
                (
                    rule.call_stands_not_still,
                    re_review.re_reviewed_after_list,
                    re_review.re_review_scores_suffice,
                    re_review.re_review_supports,
                    rule.not_barred,
                ),
                (),
            ),
            (
                Text("复评后不予立项", "Do not award after the re-review"),
                "not_selected",
                (
                    rule.call_stands_not_still,
                    re_review.re_reviewed_after_list,
                    re_review.re_review_scores_suffice,
                    re_review.re_review_does_not_support,
                ),
                (SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
            ),
        )
    ),
)

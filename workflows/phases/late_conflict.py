"""A conflict of interest that comes to light when the list has been decided: the score is void, and
supervision finds whether the award depended on it (§3.2, P12)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import deciding, late_conflict
from workflows.guards import proposal as usual
from workflows.hands import CLOCK, OFFICER, SUPERVISOR
from workflows.parts.asks import EVIDENCE

LATE_CONFLICT: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="order_re_review",
        label=Text("决定复评", "Order a re-review"),
        source=("notice",),
        target="re_review",
        roles=SUPERVISOR,
        guards=(late_conflict.some_score_fell_since, deciding.no_open_objection),
        asks=(EVIDENCE,),
        effects=(Apply("void_result"), Notify("re_review_ordered", OFFICER)),
        clause=Text(
            "§3.2、P12 · 名单议定后查出回避情形的，由监督诚信处决定复评，另组专家组",
            "§3.2, P12 · conflict of interest found after the list was decided: the supervision "
            "and integrity division orders a re-review by a new panel",
        ),
    ),
    Transition(
        name="keep_award",
        label=Text("核查评分作废情形，维持议定结果", "Confirm the award without the void scores"),
        source=("notice",),
        target="notice",
        roles=SUPERVISOR,
        guards=(
            late_conflict.some_score_fell_since,
            late_conflict.award_did_not_depend_on_it,
        ),
        asks=(EVIDENCE,),
        effects=(Notify("award_kept", OFFICER),),
        clause=Text(
            "§3.2 · 评分作废后仍符合立项条件的，维持议定结果",
            "§3.2 · if the award stands without the void scores, it is confirmed",
        ),
    ),
    Transition(
        name="leave_to_supervision",
        label=Text(
            "公示期满，转监督诚信处处理",
            "Public notice ended: refer to the supervision and integrity division",
        ),
        source=("notice",),
        target="notice",
        roles=CLOCK,
        guards=(
            deciding.not_left_to_supervision,
            usual.call_stands_not_still,
            deciding.stands_on_notice,
            deciding.notice_is_over,
            deciding.no_open_objection,
            deciding.award_not_barred,
            late_conflict.some_score_fell_since,
        ),
        effects=(Notify("award_awaits_examination", SUPERVISOR | OFFICER),),
        due=At("notice_ends_at"),
        clause=Text(
            "§3.2 · 评分作废未经核查的暂不立项",
            "§3.2 · no award is made before void scores have been examined",
        ),
    ),
)

"""A panel (评审组) and each expert's opinion (评审意见); domain P8, P11, §3.1-3.3."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts
from workflows.guards import meeting, voting
from workflows.guards import review as rule
from workflows.hands import CHAIR, CLOCK, EXPERT, MANAGER, OFFICER, SUPERVISOR
from workflows.parts.asks import OPINION, REASON
from workflows.parts.states import REVIEW_TERM
from workflows.phases.panel_meeting import DISCUSSING, MEETING, REVISING
from workflows.phases.recusing import RECUSING
from workflows.phases.voting import VOTING
from workflows.roles import Role

REVIEW_GROUP = Workflow(
    key="review_group",
    version=5,
    label=Text("评审组", "Panel"),
    facts=ReviewGroupFacts,
    drafting=Text("组建评审组", "forming the panel"),
    clause=Text("domain §3.1", "domain §3.1"),
    states=(
        State(
            "forming",
            Text("组建中", "Forming"),
            Kind.START,
            MANAGER,
            After("draw_days", since="evidence_closes_at"),
            first=(rule.stage_is_closed, rule.stage_is_tested),
        ),
        State(
            "drawn",
            Text("已抽取专家", "Experts drawn"),
            waits_on=OFFICER,
            due=After("draw_days", since="meeting_at"),
        ),
        *(
            State(
                key,
                label,
                waits_on=CHAIR,
                due=REVIEW_TERM,
                first=(rule.every_review_signed,),
            )
            for key, label in (
                ("reviewing", Text("评审中", "In review")),
                ("discussing", Text("讨论中", "In discussion")),
            )
        ),
        State("postponed", Text("答辩改期", "Postponed"), waits_on=OFFICER, due=After("draw_days")),
        State("locked", Text("已锁定签名", "Locked and signed"), Kind.FINAL),
        State("dissolved", Text("已解散", "Dissolved"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="draw",
            label=Text("随机抽取专家", "Draw the experts at random"),
            source=("forming",),
            target="drawn",
            roles=MANAGER,
            approvals=(Role.DISCIPLINE,),
            guards=(
                rule.has_proposals,
                rule.stage_is_closed,
                rule.stage_is_tested,
                rule.draw_is_feasible,
            ),
            effects=(Apply("draw_panel"), SendLetter("review_notice")),
            separation=("draft",),
            clause=Text(
                "§3.1、R6 · 随机抽取，须有见证；赛马节点待佐证截止、检测齐备",
                "§3.1, R6 · drawn at random, in front of a witness; for a stage of a race once "
                "all evidence and tests are in",
            ),
        ),
        Transition(
            name="fix_pool",
            label=Text("重新固定候选名单", "Fix the candidate list again"),
            source=("forming",),
            target="forming",
            roles=MANAGER,
            guards=(rule.has_proposals,),
            effects=(Apply("fix_pool"),),
            clause=Text(
                "§3.1 · 先承诺后抽取；名单有变须重新承诺",
                "§3.1 · commitment before the draw; renewed if the list changes",
            ),
        ),
        Transition(
            name="start",
            label=Text("开始评审", "Start the review"),
            source=("drawn",),
            target="reviewing",
            roles=OFFICER,
            guards=(
                rule.panel_complete,
                rule.has_chair,
                rule.invitations_answered,
                rule.reading_is_assigned,
                meeting.panel_is_odd,
                meeting.meeting_has_begun,
            ),
            effects=(
                Apply("assign_reviews"),
                Cascade("invitation", "serve"),
                Cascade("proposal", "start_online"),
                Cascade("proposal", "defend"),
            ),
            clause=Text("P8、P10 · 网络评审或答辩", "P8, P10 · online review or defence"),
        ),
        Transition(
            name="lock",
            label=Text("锁定并签名", "Lock and sign"),
            source=("reviewing", "discussing"),
            target="locked",
            roles=CHAIR,
            guards=(
                rule.every_review_signed,
                rule.enough_valid_reviews,
                rule.users_are_under_a_third,
                rule.outliers_explained,
                rule.no_signed_score_in_conflict,
                rule.opinions_written,
                voting.no_vote_is_open,
                meeting.attendance_taken,
            ),
            asks=(OPINION,),
            signature=True,
            effects=(
                Apply("record_ranking"),
                Cascade("review", "close"),
                Cascade("proposal", "lock_scores"),
                SendLetter("panel_opinion"),
                Notify("group_locked", OFFICER),
            ),
            clause=Text("P11 · 组长锁定评分", "P11 · the chair locks the scores"),
        ),
        Transition(
            name="dissolve",
            label=Text("解散重组", "Dissolve and re-form"),
            source=("forming", "drawn", "reviewing", "discussing", "postponed"),
            target="dissolved",
            roles=SUPERVISOR | CLOCK,
            asks=(REASON,),
            effects=(Cascade("review", "void"), Cascade("invitation", "cancel")),
            clause=Text(
                "§3.1 · 整组重抽须经监督诚信处",
                "§3.1 · redrawing a whole panel needs the supervision and integrity division",
            ),
        ),
        *DISCUSSING,
        *VOTING,
        *MEETING,
    ),
)

_SCORED_BY = After("score_days", since="new_date_given_at")

REVIEW = Workflow(
    key="review",
    version=4,
    label=Text("评审意见", "Review"),
    facts=ReviewFacts,
    clause=Text("domain §3.2-3.3", "domain §3.2-3.3"),
    states=(
        State("assigned", Text("待确认", "To be confirmed"), Kind.START, EXPERT, _SCORED_BY),
        State("reading", Text("评审中", "In review"), waits_on=EXPERT, due=_SCORED_BY),
        State(
            "signed",
            Text("已签名", "Signed"),
            waits_on=CHAIR,
            due=REVIEW_TERM,
            first=(rule.deviation_is_explained,),
        ),
        State("revising", Text("修改中", "Being revised"), waits_on=EXPERT, due=REVIEW_TERM),
        State("closed", Text("已锁定", "Locked"), Kind.FINAL),
        State("recused", Text("已回避", "Stood aside"), Kind.FINAL),
        State("declined", Text("已谢绝", "Declined"), Kind.FINAL),
        State("replaced", Text("已更换", "Replaced"), Kind.FINAL),
        State("void", Text("已作废", "Void"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="declare_no_conflict",
            label=Text("无回避情形，签署承诺书", "No conflict of interest: sign the pledge"),
            source=("assigned",),
            target="reading",
            roles=EXPERT,
            guards=(rule.review_is_running, rule.expert_not_barred, rule.no_conflict_detected),
            effects=(Apply("record_no_conflict"), Apply("register_pledge")),
            signature=True,
            clause=Text(
                "§3.2 · 回避声明与专家承诺书", "§3.2 · declaration of conflicts and expert's pledge"
            ),
        ),
        Transition(
            name="declare_conflict",
            label=Text("有回避情形", "Declare a conflict of interest"),
            source=("assigned", "reading"),
            target="recused",
            roles=EXPERT,
            asks=(REASON,),
            effects=(
                Apply("record_conflict"),
                Apply("call_substitute"),
                Cascade("review", "recuse_too"),
                Apply("find_outliers"),
            ),
            clause=Text("§3.2 · 回避", "§3.2 · standing aside"),
        ),
        Transition(
            name="decline",
            label=Text("谢绝评审", "Decline to review"),
            source=("assigned", "reading"),
            target="declined",
            roles=EXPERT,
            asks=(REASON,),
            effects=(
                Apply("record_withdrawal"),
                Apply("call_substitute"),
                Apply("find_outliers"),
            ),
            clause=Text(
                "§3.1 · 谢绝后由候补专家替补",
                "§3.1 · a substitute takes the seat",
            ),
        ),
        Transition(
            name="submit_scores",
            label=Text("提交评分并签名", "Submit and sign the scores"),
            source=("reading",),
            target="signed",
            roles=EXPERT,
            guards=(
                rule.review_is_running,
                rule.expert_not_barred,
                rule.no_conflict_detected,
                rule.team_was_heard,
                rule.every_criterion_scored,
                rule.every_score_justified,
                rule.overall_opinion_written,
                rule.vote_given,
            ),
            effects=(Apply("sign_review"), Apply("find_outliers")),
            signature=True,
            clause=Text("P11 · 逐项评分并写明理由", "P11 · score each criterion, with a reason"),
        ),
        Transition(
            name="explain_deviation",
            label=Text("说明评分偏离", "Explain the deviation"),
            source=("signed",),
            target="signed",
            roles=EXPERT,
            guards=(rule.review_is_running, rule.score_is_far_off),
            asks=(REASON,),
            effects=(Apply("record_deviation"),),
            clause=Text(
                "§3.3 · 偏离中位数须书面说明",
                "§3.3 · deviation from the median needs a written reason",
            ),
        ),
        Transition(
            name="replace",
            label=Text("逾期更换", "Replace for delay"),
            source=("assigned", "reading"),
            target="replaced",
            roles=CLOCK,
            guards=(rule.review_is_running,),
            effects=(
                Apply("record_late"),
                Apply("call_substitute"),
                Notify("review_replaced", EXPERT),
                Apply("find_outliers"),
            ),
            due=_SCORED_BY,
            clause=Text(
                "P8 · 逾期由候补专家替补", "P8 · a substitute takes over when the deadline passes"
            ),
        ),
        Transition(
            name="close",
            label=Text("随组锁定", "Lock with the panel"),
            source=("signed",),
            target="closed",
            roles=CLOCK,
            clause=Text(
                "P11 · 组长锁定后不得更改", "P11 · cannot be changed after the chair locks"
            ),
        ),
        *RECUSING,
        *REVISING,
    ),
)

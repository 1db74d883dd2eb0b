"""The call (指南/榜单/赛题公告): domain §2.0, C1-C13."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, At, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards import annual_pool as pool
from workflows.guards import awarding
from workflows.guards import call as rule
from workflows.guards.call import UNPUBLISHED
from workflows.guards.rehearsing import rehearsed_first
from workflows.hands import CLOCK, DECIDES, OFFICER, PI
from workflows.parts.asks import MINUTES, PLAN_MATCH, PUBLIC_REASON
from workflows.phases.awarding import AWARDING
from workflows.phases.late_money import AFTER_A_CALL, returning_budget
from workflows.phases.stopping import stopping
from workflows.roles import Role

STATES = (
    State("draft", Text("草拟", "Draft"), Kind.START, OFFICER, After("draw_days")),
    State(
        "consulting",
        Text("征求意见", "In consultation"),
        waits_on=DECIDES,
        due=After("approve_days", since="consulted_until"),
    ),
    State("approved", Text("已批准", "Approved"), waits_on=OFFICER, due=At("open_at")),
    State("published", Text("已发布", "Published"), waits_on=CLOCK, due=At("open_at")),
    State("open", Text("申报中", "Open"), waits_on=CLOCK, due=At("close_at")),
    State(
        "recommending", Text("推荐审核", "Recommending"), waits_on=CLOCK, due=At("recommend_until")
    ),
    State(
        "formal",
        Text("形式审查", "Formal check"),
        waits_on=OFFICER,
        due=After("formal_working_days", Unit.WORKING_DAYS),
    ),
    State("review", Text("评审", "Review"), waits_on=OFFICER, due=After("review_days")),
    State(
        "deliberation",
        Text("厅务会审议", "Deliberation"),
        waits_on=DECIDES,
        due=After("deliberate_days"),
        first=(awarding.decision_drafted,),
        in_confidence=True,
    ),
    State(
        "notice",
        Text("公示", "On public notice"),
        waits_on=CLOCK,
        due=At("notice_until"),
        first=(awarding.not_left_to_the_meeting, awarding.notice_drafted),
    ),
    State("decided", Text("已下达", "Awards issued"), Kind.FINAL),
    State("paused", Text("暂停", "Paused"), waits_on=DECIDES, due=At("pause_until")),
    State("cancelled", Text("撤销", "Cancelled"), Kind.FINAL),
    State("no_award", Text("无立项", "No award"), Kind.FINAL),
)

_UNPUBLISHED = UNPUBLISHED[1:]
_PUBLISHED = tuple(
    s.key for s in STATES if not s.is_final and s.key not in {*UNPUBLISHED, "paused"}
)

_NEW_CLOSING = Ask(
    "new_close_at", Text("新的截止时间", "New closing time"), AskKind.MOMENT, required=False
)

_NEW_WINDOW = (
    Ask("new_open_at", Text("新的申报开始时间", "New opening time"), AskKind.MOMENT),
    Ask("new_close_at", Text("新的申报截止时间", "New closing time"), AskKind.MOMENT),
)

CALL = Workflow(
    key="call",
    version=15,
    label=Text("指南", "Call"),
    facts=CallFacts,
    clause=Text("domain §2.0", "domain §2.0"),
    states=STATES,
    transitions=(
        Transition(
            name="submit_for_consult",
            label=Text("提交征求意见", "Send out for consultation"),
            source=("draft",),
            target="consulting",
            roles=OFFICER,
            guards=(
                rule.guide_complete,
                rule.weights_sum_to_100,
                rule.budget_set,
                rule.payment_parts_within_award,
            ),
            effects=(
                SendLetter("consultation_letter"),
                Notify("consultation_opened", DECIDES | {Role.PLANNING_OFFICER, Role.SUPERVISOR}),
            ),
            clause=Text("C1 · 发函征求意见", "C1 · a consultation letter is sent"),
        ),
        Transition(
            name="approve",
            label=Text("批准", "Approve"),
            source=("consulting",),
            target="approved",
            roles=DECIDES,
            guards=(
                rule.consultation_over,
                rule.comments_answered,
                pool.pool_confirmed,
                pool.budget_within_pool,
                rule.serves_the_plan,
            ),
            asks=(*MINUTES, PLAN_MATCH),
            signature=True,
            effects=(
                Apply("lock_rules"),
                Apply("record_plan_match"),
                Apply("book_budget"),
                Notify("call_approved", OFFICER),
            ),
            separation=("draft", "submit_for_consult"),
            clause=Text(
                "C2 · 厅务会批准，起草人不得自批；与规划任务内容对标",
                "C2 · approved by the executive meeting, never by the drafter; checked against "
                "the plan tasks",
            ),
        ),
        Transition(
            name="return_to_draft",
            label=Text("退回修改", "Return to draft"),
            source=("consulting",),
            target="draft",
            roles=DECIDES | OFFICER,
            asks=(PUBLIC_REASON,),
            effects=(Notify("call_returned", DECIDES | OFFICER),),
            clause=Text(
                "C1 · 按意见修改后再次征求意见",
                "C1 · revised after comments, then consulted on again",
            ),
        ),
        Transition(
            name="publish",
            label=Text("发布", "Publish"),
            source=("approved",),
            target="published",
            roles=OFFICER,
            guards=(
                rule.guide_complete,
                rule.window_long_enough,
                rule.opening_not_passed,
                rehearsed_first,
            ),
            effects=(SendLetter("call_notice"),),
            clause=Text("C3 · 发布申报通知", "C3 · the call for proposals is published"),
        ),
        Transition(
            name="set_window",
            label=Text("改定申报时间", "Reset the application window"),
            source=("approved",),
            target="approved",
            roles=OFFICER,
            guards=(
                rule.new_window_ahead,
                rule.new_window_long_enough,
                rule.new_close_before_first_stage,
            ),
            asks=_NEW_WINDOW,
            effects=(Apply("set_window"), Notify("window_set", DECIDES)),
            clause=Text(
                "C3 · 发布前可改定申报时间，申报期不得短于规定；赛马须早于第 1 节点截止",
                "C3 · can be reset before publication, but not below the minimum window; for a "
                "race, it must close before the stage 1 deadline",
            ),
        ),
        Transition(
            name="open",
            label=Text("开放申报", "Open"),
            source=("published",),
            target="open",
            roles=CLOCK,
            guards=(rule.opening_reached,),
            due=At("open_at"),
            clause=Text("C4 · 到时开放", "C4 · opens automatically"),
        ),
        Transition(
            name="amend",
            label=Text("更正或延期", "Correct or extend"),
            source=("open",),
            target="open",
            roles=OFFICER,
            approvals=(Role.DECISION_MAKER,),
            guards=(
                rule.before_closing,
                rule.extends_long_enough,
                rule.new_close_before_first_stage,
            ),
            asks=(*MINUTES, PUBLIC_REASON, _NEW_CLOSING),
            effects=(
                Apply("move_closing"),
                SendLetter("call_amendment_notice"),
                Notify("call_amended", PI),
            ),
            clause=Text(
                "C5 · 只可更正文字或对所有人延期；赛马须早于第 1 节点截止",
                "C5 · only wording corrections, or an extension for everyone; for a race, before "
                "the stage 1 deadline",
            ),
        ),
        Transition(
            name="close",
            label=Text("申报截止", "Close applications"),
            source=("open",),
            target="recommending",
            roles=CLOCK,
            guards=(rule.closing_reached,),
            due=At("close_at"),
            clause=Text("C6 · 服务器时间到点截止", "C6 · closes by the server's clock"),
        ),
        Transition(
            name="end_recommend",
            label=Text("推荐截止", "Close recommendations"),
            source=("recommending",),
            target="formal",
            roles=CLOCK,
            guards=(rule.recommending_over,),
            effects=(SendLetter("recommendation_letter"),),
            due=At("recommend_until"),
            clause=Text("C7 · 推荐期满", "C7 · the recommendation period has ended"),
        ),
        Transition(
            name="finish_formal",
            label=Text("形式审查结束", "End the formal check"),
            source=("formal",),
            target="review",
            roles=OFFICER,
            guards=(rule.formal_check_finished, rule.enough_valid),
            effects=(SendLetter("admission_list"),),
            clause=Text(
                "C8 · 形式审查结束，公告受理情况",
                "C8 · the formal check ends and accepted proposals are announced",
            ),
        ),
        Transition(
            name="no_qualified",
            label=Text("流标", "Close without an award"),
            source=("formal",),
            target="no_award",
            roles=OFFICER,
            guards=(rule.formal_check_finished, rule.too_few_valid),
            asks=(PUBLIC_REASON,),
            effects=(
                Apply("return_budget"),
                Cascade("proposal", "end_with_call"),
                SendLetter("call_no_award_notice"),
            ),
            clause=Text("C9 · 有效申报不足", "C9 · too few valid proposals"),
        ),
        *AWARDING,
        *stopping(_UNPUBLISHED, _PUBLISHED),
        *returning_budget(AFTER_A_CALL),
    ),
)

"""The list (榜单): a call of 揭榜挂帅; its items diverge after the posting; domain §2.0, B1-B3."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards import annual_pool as pool
from workflows.guards import call as usual
from workflows.guards import posting as rule
from workflows.guards.rehearsing import rehearsed_first
from workflows.hands import CLOCK, DECIDES, OFFICER
from workflows.parts.asks import MINUTES, PLAN_MATCH, PUBLIC_REASON
from workflows.parts.call import CALL
from workflows.phases.late_money import AFTER_A_LIST, returning_budget
from workflows.phases.stopping import pausing, resuming
from workflows.phases.urgent import ratifying

_named = {t.name: t for t in CALL.transitions}

STATES = (
    State("draft", Text("草拟", "Draft"), Kind.START, OFFICER, After("draw_days")),
    State(
        "collecting", Text("需求征集", "Collecting needs"), waits_on=CLOCK, due=At("needs_until")
    ),
    State(
        "arguing",
        Text("遴选论证", "Screening and appraisal"),
        waits_on=OFFICER,
        due=After("argue_days"),
    ),
    State(
        "consulting",
        Text("征求意见", "In consultation"),
        waits_on=DECIDES,
        due=After("approve_days", since="consulted_until"),
    ),
    State(
        "posted",
        Text("已张榜", "Posted"),
        waits_on=CLOCK,
        undated=Text("每道榜题各有期限", "each item has its own deadlines"),
    ),
    State("paused", Text("暂停", "Paused"), waits_on=DECIDES, due=At("pause_until")),
    State("concluded", Text("已结榜", "Completed"), Kind.FINAL),
    State("cancelled", Text("撤销", "Cancelled"), Kind.FINAL),
)

_RUNNING = ("collecting", "arguing", "consulting", "posted")

_PAUSE: Transition[CallFacts] = Transition(
    name="pause",
    label=Text("暂停", "Pause"),
    source=_RUNNING,
    target="paused",
    roles=DECIDES,
    asks=(*MINUTES, PUBLIC_REASON),
    effects=(
        Apply("remember_pause"),
        Cascade("item", "stand_still"),
        SendLetter("list_pause_notice"),
        Notify("call_stopped", OFFICER),
    ),
    clause=Text(
        "C13 · 暂停；张榜中的榜题停止计时，密封件不动，已截止的榜题照常办理",
        "C13 · paused; the clock stops for posted items, sealed bids stay sealed, and items "
        "already closed continue",
    ),
)


def _resume(state: str) -> Transition[CallFacts]:
    return Transition(
        name="resume",
        label=Text("恢复", "Resume"),
        source=("paused",),
        target=state,
        roles=DECIDES,
        guards=(usual.paused_from(state),),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            Cascade("item", "run_again"),
            SendLetter("list_resumption_notice"),
            Notify("call_stopped", OFFICER),
            Cascade("call", "conclude"),
        ),
        clause=Text(
            "C13 · 恢复到暂停前的环节，张榜期按停止天数顺延",
            "C13 · returns to the stage before the pause; the posting period is extended by the "
            "days paused",
        ),
    )


POSTING_LIST = Workflow(
    key="posting_list",
    kind="call",
    version=10,
    label=Text("榜单", "List"),
    facts=CallFacts,
    clause=Text("domain §2.0、§2.2", "domain §2.0, §2.2"),
    states=STATES,
    transitions=(
        Transition(
            name="collect_needs",
            label=Text("开始征集需求", "Start collecting needs"),
            source=("draft",),
            target="collecting",
            roles=OFFICER,
            guards=(
                usual.guide_complete,
                usual.weights_sum_to_100,
                usual.budget_set,
                usual.payment_parts_within_award,
            ),
            effects=(Apply("open_collecting"),),
            clause=Text("B1 · 需求征集", "B1 · needs are collected"),
        ),
        Transition(
            name="end_collecting",
            label=Text("需求征集结束", "Stop collecting needs"),
            source=("collecting",),
            target="arguing",
            roles=CLOCK,
            guards=(rule.collecting_over,),
            due=At("needs_until"),
            clause=Text("B1 · 征集期满", "B1 · the collection period has ended"),
        ),
        replace(
            _named["submit_for_consult"],
            source=("arguing",),
            guards=(
                rule.has_ready_items,
                rule.ready_items_complete,
                rule.ceilings_within_budget,
                usual.guide_complete,
                usual.weights_sum_to_100,
                usual.budget_set,
                usual.payment_parts_within_award,
            ),
        ),
        Transition(
            name="post",
            label=Text("批准张榜", "Approve and post"),
            source=("consulting",),
            target="posted",
            roles=DECIDES,
            guards=(
                usual.consultation_over,
                usual.comments_answered,
                pool.pool_confirmed,
                pool.budget_within_pool,
                usual.serves_the_plan,
                rule.has_ready_items,
                rule.ready_items_complete,
                rehearsed_first,
            ),
            asks=(*MINUTES, PLAN_MATCH),
            effects=(
                Apply("lock_rules"),
                Apply("record_plan_match"),
                Apply("book_budget"),
                Cascade("item", "post"),
                Cascade("item", "miss_list"),
                SendLetter("posting_notice"),
                Notify("list_posted", OFFICER),
            ),
            separation=("draft", "submit_for_consult"),
            signature=True,
            clause=Text(
                "B3 · 厅务会批准张榜，起草人不得自批；四项必备内容与最终用户齐全",
                "B3 · approved by the executive meeting, never by the drafter; the four required "
                "parts and the end user are complete",
            ),
        ),
        replace(_named["return_to_draft"], target="arguing"),
        Transition(
            name="conclude",
            label=Text("结榜", "Complete the list"),
            source=("posted",),
            target="concluded",
            roles=CLOCK,
            guards=(rule.every_item_settled,),
            clause=Text("§2.2 · 各榜题均已了结", "§2.2 · every item is closed"),
        ),
        *pausing(_PAUSE),
        ratifying(_PAUSE, usual.urgent),
        *(move for state in _RUNNING for move in resuming(_resume(state))),
        Transition(
            name="cancel",
            label=Text("撤销榜单", "Cancel the list"),
            source=("draft", *_RUNNING, "paused"),
            target="cancelled",
            roles=DECIDES,
            guards=(rule.no_item_is_bound,),
            asks=(*MINUTES, PUBLIC_REASON),
            effects=(
                Cascade("item", "miss_list"),
                Cascade("item", "delist"),
                Apply("return_budget"),
                Notify("call_stopped", OFFICER),
            ),
            signature=True,
            clause=Text(
                "C13 · 撤销；榜题逐项撤榜公告，密封件不开启即销毁，不公布评分",
                "C13 · cancelled; each item is delisted by public notice, sealed bids are "
                "destroyed unopened, and no scores are published",
            ),
        ),
        *returning_budget(AFTER_A_LIST),
    ),
)

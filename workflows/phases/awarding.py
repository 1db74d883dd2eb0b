"""The award of a call, from the lock of its last panel to the letters: C10-C12."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards import awarding
from workflows.guards.examples import CALL
from workflows.hands import CLOCK, DECIDES, OFFICER
from workflows.parts.asks import MINUTES, PLAN_MATCH, PUBLIC_REASON
from workflows.phases.large_awards import reported

_RIPE_FOR_DECISION = (
    awarding.every_proposal_reviewed,
    awarding.decision_drafted,
    awarding.every_proposal_decided,
    awarding.deviations_explained,
)
"""What the meeting has before it, whether it awards anything or not."""

_DECIDE_LIST: Transition[CallFacts] = Transition(
    name="decide_list",
    label=Text("议定立项名单", "Decide the award list"),
    source=("deliberation",),
    target="notice",
    roles=DECIDES,
    guards=(
        *_RIPE_FOR_DECISION,
        awarding.somebody_is_proposed,
        awarding.scores_suffice,
        awarding.threshold_respected,
        awarding.panel_vote_respected,
        awarding.no_veto_stands,
        awarding.nonconsensus_within_reserve,
        awarding.awards_within_budget,
        awarding.awards_serve_the_plan,
        awarding.integrity_clear,
        awarding.within_running_limits,
    ),
    asks=(*MINUTES, PLAN_MATCH),
    signature=True,
    effects=(
        Apply("record_decision"),
        Cascade("proposal", "await_notice"),
    ),
    separation=("draft",),
    moves_money=True,
    clause=Text(
        "C11 · 厅务会议定；偏离排序须有理由",
        "C11 · decided by the executive meeting; departures from the ranking need reasons",
    ),
)

AWARDING: tuple[Transition[CallFacts], ...] = (
    Transition(
        name="finish_review",
        label=Text("评审结束", "End the review"),
        source=("review",),
        target="deliberation",
        roles=OFFICER,
        guards=(awarding.every_proposal_reviewed,),
        effects=(Notify("decision_wanted", DECIDES),),
        clause=Text("C10 · 各组锁定签名", "C10 · every panel has locked and signed"),
    ),
    *reported(_DECIDE_LIST, of=CALL),
    Transition(
        name="announce",
        label=Text("随公示公布结果", "Announce results with the public notice"),
        source=("notice",),
        target="notice",
        roles=CLOCK,
        effects=(Cascade("proposal", "hold_in_reserve"), Cascade("proposal", "drop")),
        clause=Text(
            "C11、P13 · 备选和未入选随首次公示告知",
            "C11, P13 · reserves and unsuccessful applicants are told with the first public notice",
        ),
    ),
    Transition(
        name="announce_without_notice",
        label=Text("无可公示，公布结果", "Announce results: nothing to put on notice"),
        source=("notice",),
        target="notice",
        roles=OFFICER,
        guards=(awarding.results_untold, awarding.nobody_left_for_notice),
        effects=(Cascade("proposal", "hold_in_reserve"), Cascade("proposal", "drop")),
        clause=Text(
            "P17、P19 · 拟立项的在公示前全部退出，备选由厅务会议递补，另行公示",
            "P17, P19 · every proposed award dropped out before the public notice; the executive "
            "meeting may promote reserves, with a separate public notice",
        ),
    ),
    Transition(
        name="award_nothing",
        label=Text("议定不予立项", "Decide to make no award"),
        source=("deliberation",),
        target="no_award",
        roles=DECIDES,
        guards=(
            *_RIPE_FOR_DECISION,
            awarding.nobody_is_proposed,
            awarding.nobody_is_in_reserve,
        ),
        asks=(*MINUTES, PUBLIC_REASON),
        signature=True,
        effects=(
            Apply("record_decision"),
            Apply("return_budget"),
            Cascade("proposal", "refuse_award"),
            SendLetter("call_no_award_notice"),
        ),
        separation=("draft",),
        moves_money=True,
        clause=Text(
            "C9、C11 · 评审后均不立项；未立项的发不予立项通知书",
            "C9, C11 · no award after review; every applicant gets a rejection letter",
        ),
    ),
    Transition(
        name="award_nothing",
        label=Text("议定不予立项", "Decide to make no award"),
        source=("notice",),
        target="no_award",
        roles=DECIDES,
        guards=(awarding.never_noticed, awarding.no_award_in_play),
        asks=(*MINUTES, PUBLIC_REASON),
        signature=True,
        effects=(
            Apply("return_budget"),
            Cascade("proposal", "refuse_award"),
            Cascade("proposal", "release_reserve"),
            SendLetter("call_no_award_notice"),
        ),
        separation=("draft",),
        moves_money=True,
        clause=Text(
            "C9、P19 · 拟立项的在公示前全部退出又无备选可递补，流标；未立项的发不予立项通知书",
            "C9, P19 · every proposed award dropped out before the public notice and no reserve "
            "can be promoted: no award, and every applicant gets a rejection letter",
        ),
    ),
    Transition(
        name="end_notice",
        label=Text("公示期满下达", "Issue awards after the public notice"),
        source=("notice",),
        target="decided",
        roles=CLOCK,
        guards=(awarding.notice_complete,),
        effects=(
            Cascade("proposal", "approve"),
            SendLetter("award_list"),
            Cascade("proposal", "refuse_award"),
        ),
        due=At("notice_ends_at"),
        clause=Text(
            "C12 · 公示期满；异议项目另行办理，其余下达，未入选者发不予立项通知书",
            "C12 · after the public notice; disputed projects are handled separately, the rest "
            "are awarded, and unsuccessful applicants get a rejection letter",
        ),
    ),
)

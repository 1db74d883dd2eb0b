"""揭榜挂帅 (open call): a bid (揭榜申请) from draft to contract; domain §2.2, B4-B13.

No recommendation stands in it: whoever can takes the list down (不设门槛).
"""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply
from workflows.engine.model import After, At, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.bid import bid_terms_agreed, no_veto_open, user_has_spoken
from workflows.guards.defence import has_no_defence
from workflows.guards.proposal import panel_not_dissolved, scores_signed
from workflows.hands import CHAIR, CHECKER, CLOCK, DECIDES, OFFICER, PI, SUPERVISOR, UNIT
from workflows.parts.states import REVIEW_TERM, final, waiting
from workflows.phases.bid_leaving import ENDING, leaving
from workflows.phases.bidding import RE_REVIEWING, SEALING, SELECTING, VETTING
from workflows.phases.deciding import ON_NOTICE
from workflows.phases.formal_check import APPEALED_BY
from workflows.phases.leaving import LEAVING
from workflows.phases.matching import MATCHING
from workflows.phases.reviewing import RE_REVIEW, REVIEWING

_WORKING = Unit.WORKING_DAYS


STATES = (
    State("draft", Text("草稿", "Draft"), Kind.START, PI, At("close_at")),
    waiting("unit_review", "单位审核", "Unit review", UNIT, At("close_at")),
    waiting("sealed", "已密封", "Sealed", CLOCK, At("close_at")),
    waiting("formal_check", "资格审查", "Vetting", CHECKER, After("formal_working_days", _WORKING)),
    waiting(
        "correction", "待补正", "Correction needed", PI, After("correction_working_days", _WORKING)
    ),
    waiting("accepted", "资格审查通过", "Vetted", OFFICER, REVIEW_TERM),
    waiting(
        "online_review",
        "评榜中",
        "Under evaluation",
        CHAIR,
        REVIEW_TERM,
        first=(panel_not_dissolved, scores_signed),
    ),
    waiting("scored", "评榜完成", "Evaluated", OFFICER, After("deliberate_days")),
    RE_REVIEW,
    State(
        "shortlisted",
        Text("入围", "Shortlisted"),
        waits_on=CLOCK,
        due=After("user_opinion_days"),
        first=(user_has_spoken, no_veto_open),
        in_confidence=True,
    ),
    waiting(
        "matching",
        "供需对接",
        "Matching",
        DECIDES,
        After("negotiation_days"),
        (bid_terms_agreed,),
    ),
    waiting("proposed", "拟中榜", "Selected", OFFICER, After("draw_days")),
    waiting("reserve", "候补", "Alternate", CLOCK, At("reserve_until")),
    ON_NOTICE,
    waiting(
        "objection",
        "异议核查",
        "Under objection",
        SUPERVISOR,
        After("objection_investigate_working_days", _WORKING),
    ),
    waiting("approved", "中榜待签约", "Won, contract to be signed", CLOCK, At("order_until")),
    waiting(
        "rejected_formal",
        "资格审查不通过",
        "Vetting failed",
        PI,
        APPEALED_BY,
    ),
    waiting(
        "formal_appeal",
        "资格复核中",
        "Vetting under appeal",
        OFFICER | SUPERVISOR,
        After("formal_recheck_working_days", _WORKING),
    ),
    final("contracted", "已签约", "Contracted"),
    final("forfeited", "放弃中榜", "Forfeited"),
    final("not_selected", "未中榜", "Lost"),
    final("ended", "随榜题撤榜终止", "Closed with its item"),
    final("returned", "未开启退回", "Returned unopened"),
    final("closed_formal", "资格审查不通过（终结）", "Vetting failed, final"),
    final("withdrawn", "撤回", "Withdrawn"),
    final("disqualified", "取消资格", "Disqualified"),
    final("expired", "逾期", "Expired"),
)

_SHARED_REVIEWING = tuple(
    replace(t, guards=tuple(g for g in t.guards if g is not has_no_defence))
    for t in REVIEWING
    if t.name == "start_online" or (t.name == "lock_scores" and t.source == ("online_review",))
)
"""Bids are not defended."""

OPEN_CALL = Workflow(
    key="open_call",
    kind="proposal",
    version=15,
    label=Text("揭榜挂帅", "Open call"),
    facts=ProposalFacts,
    clause=Text(
        "domain §2.2 · 闽政办〔2021〕58号 表5", "domain §2.2 · Min Zheng Ban (2021) No. 58, table 5"
    ),
    states=STATES,
    every_move=(Apply("note_how_far_it_came"),),
    transitions=(
        *SEALING,
        *VETTING,
        *_SHARED_REVIEWING,
        *RE_REVIEWING,
        *MATCHING,
        *SELECTING,
        *ENDING,
        *leaving(LEAVING),
    ),
)

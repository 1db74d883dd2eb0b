"""揭榜挂帅 (open call): a bid (揭榜申请) from draft to contract; domain §2.2, B4-B13.

No recommendation stands in it: whoever can takes the list down (不设门槛).
"""

from __future__ import annotations

from workflows.engine.model import After, At, Due, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.hands import CHAIR, CHECKER, CLOCK, DEMANDER, OFFICER, PI, SUPERVISOR, UNIT
from workflows.phases.bid_leaving import ENDING, leaving
from workflows.phases.bidding import MATCHING, RE_REVIEWING, SEALING, SELECTING
from workflows.phases.formal_check import FORMAL_CHECK
from workflows.phases.leaving import LEAVING
from workflows.phases.reviewing import REVIEWING
from workflows.roles import Role

_WORKING = Unit.WORKING_DAYS


def _state(key: str, zh: str, en: str, waits_on: frozenset[Role], due: Due) -> State:
    return State(key, Text(zh, en), Kind.OPEN, waits_on, due)


def _final(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.FINAL)


STATES = (
    State("draft", Text("草稿", "Draft"), Kind.START, PI, At("close_at")),
    _state("unit_review", "单位审核", "Unit review", UNIT, At("close_at")),
    _state("sealed", "已密封", "Sealed", CLOCK, At("close_at")),
    _state("formal_check", "资格审查", "Vetting", CHECKER, After("formal_working_days", _WORKING)),
    _state("correction", "待补正", "Correction", PI, After("correction_working_days", _WORKING)),
    _state("accepted", "资格审查通过", "Vetted", OFFICER, After("review_days")),
    _state("online_review", "评榜中", "Under evaluation", CHAIR, After("review_days")),
    _state("scored", "评榜完成", "Evaluated", OFFICER, After("deliberate_days")),
    _state("re_review", "复评", "Re-review", CHAIR, After("review_days")),
    _state("shortlisted", "入围", "Shortlisted", DEMANDER, After("user_opinion_days")),
    _state("matching", "供需对接", "Matching", PI | DEMANDER, After("negotiation_days")),
    _state("proposed", "拟中榜", "Selected", OFFICER, After("draw_days")),
    _state("reserve", "候补", "Alternate", CLOCK, After("reserve_days")),
    _state("notice", "公示中", "On notice", CLOCK, At("notice_ends_at")),
    _state(
        "objection",
        "异议核查",
        "Under objection",
        SUPERVISOR,
        After("objection_investigate_working_days", _WORKING),
    ),
    _state("approved", "中榜待签约", "Won, to be signed", CLOCK, At("order_until")),
    _state(
        "rejected_formal",
        "资格审查不通过",
        "Vetting failed",
        PI,
        After("formal_appeal_working_days", _WORKING),
    ),
    _final("contracted", "已签约", "Contracted"),
    _final("forfeited", "放弃中榜", "Forfeited"),
    _final("not_selected", "未中榜", "Lost"),
    _final("ended", "随榜题撤榜终止", "Ended with its item"),
    _final("returned", "未开启退回", "Returned unopened"),
    _final("closed_formal", "资格审查不通过（终结）", "Vetting failed, closed"),
    _final("withdrawn", "撤回", "Withdrawn"),
    _final("disqualified", "取消资格", "Disqualified"),
    _final("expired", "逾期", "Expired"),
)

_SHARED_REVIEWING = tuple(
    t
    for t in REVIEWING
    if t.name == "start_online" or (t.name == "lock_scores" and t.source == ("online_review",))
)

OPEN_CALL = Workflow(
    key="open_call",
    kind="proposal",
    version=2,
    label=Text("揭榜挂帅", "Open call"),
    facts=ProposalFacts,
    clause=Text(
        "domain §2.2 · 闽政办〔2021〕58号 表5", "domain §2.2 · Min Zheng Ban (2021) No. 58, table 5"
    ),
    states=STATES,
    transitions=(
        *SEALING,
        *FORMAL_CHECK,
        *_SHARED_REVIEWING,
        *RE_REVIEWING,
        *MATCHING,
        *SELECTING,
        *ENDING,
        *leaving(LEAVING),
    ),
)

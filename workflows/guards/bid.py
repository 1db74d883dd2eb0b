"""Rules of a bid (揭榜申请) beside those of every proposal: domain B4-B13."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.lists import nothing_in
from workflows.guards.proposal import ProposalGuard
from workflows.roles import Role

_APPLICANT = frozenset({Role.APPLICANT})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})


def _flag(field: str, key: str, zh: str, en: str, by: frozenset[Role]) -> ProposalGuard:
    example: dict[str, Any] = {field: True}
    return ProposalGuard(
        key,
        Text(zh, en),
        by,
        lambda facts: getattr(facts, field),
        replace(PROPOSAL, **example),
        PROPOSAL,
    )


item_is_being_judged = ProposalGuard(
    "item_is_being_judged",
    Text(
        "榜题已进入洽谈或已有结果，不再复评。",
        "The item is being negotiated or settled: nothing is reviewed again.",
    ),
    frozenset({Role.SUPERVISOR, Role.DECISION_MAKER}),
    lambda f: f.item_state in {"vetted", "evaluated"},
    replace(PROPOSAL, item_state="vetted"),
    replace(PROPOSAL, item_state="matching"),
    marks_path=True,
)
every_metric_answered = nothing_in(
    PROPOSAL,
    "unanswered_metrics",
    "尚未对榜单指标逐项作出承诺：{missing}。",
    "Posted metrics without a promise, route and evidence: {missing}.",
    _APPLICANT,
    "every_metric_answered",
)
promises_reach_metrics = nothing_in(
    PROPOSAL,
    "metrics_below",
    "承诺值低于榜单要求：{missing}。",
    "Promises below what is posted: {missing}.",
    _APPLICANT,
    "promises_reach_metrics",
)
not_related_to_demander = nothing_in(
    PROPOSAL,
    "relation_findings",
    "揭榜方与发榜单位存在关联关系，不得揭榜：{missing}。",
    "The bidder is related to the demand side and may not bid: {missing}.",
    _APPLICANT,
    "not_related_to_demander",
)
will_not_be_opened = ProposalGuard(
    "will_not_be_opened",
    Text("榜题仍在受理，密封件须等到截止。", "The item is still open; sealed bids wait."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.outdated or f.item_state in {"unclaimed", "delisted"},
    replace(PROPOSAL, outdated=True),
    PROPOSAL,
)
has_shortlist_place = _flag(
    "shortlist_place",
    "has_shortlist_place",
    "未达到分数线或超出入围数。",
    "Below the threshold, or beyond the shortlist.",
    _OFFICER,
)
has_no_shortlist_place = ProposalGuard(
    "has_no_shortlist_place",
    Text("已达到分数线并在入围数内。", "It has a place on the shortlist."),
    _OFFICER,
    lambda f: not f.shortlist_place,
    PROPOSAL,
    replace(PROPOSAL, shortlist_place=True),
)
is_next_in_rank = _flag(
    "next_in_rank",
    "is_next_in_rank",
    "须按评榜名次依次洽谈。",
    "Negotiation follows the rank order.",
    _OFFICER,
)
veto_has_a_reason = ProposalGuard(
    "veto_has_a_reason",
    Text("否决须写明具体理由。", "A veto needs its reason in writing."),
    frozenset({Role.DEMANDER}),
    lambda f: f.given.get("stance") != "veto" or bool(f.given.get("veto_reason", "").strip()),
    PROPOSAL,
    replace(PROPOSAL, given={"stance": "veto"}),
)
veto_is_open = _flag(
    "veto_open",
    "veto_is_open",
    "没有待复核的用户否决。",
    "No veto of the user waits for review.",
    frozenset({Role.DEMANDER}),
)
terms_within_posting = nothing_in(
    PROPOSAL,
    "terms_out_of_bounds",
    "洽谈只限交付细节、知识产权和价格，不得超出榜单：{missing}。",
    "Only delivery, rights and price may be negotiated, within the posting: {missing}.",
    frozenset({Role.APPLICANT, Role.DEMANDER}),
    "terms_within_posting",
)
bid_terms_agreed = _flag(
    "terms_agreed",
    "bid_terms_agreed",
    "供需双方尚未就洽谈结果达成一致。",
    "The two sides have not agreed yet.",
    frozenset({Role.APPLICANT, Role.DEMANDER}),
)
bid_terms_not_agreed = ProposalGuard(
    "bid_terms_not_agreed",
    Text("供需双方已在期内达成一致，等待议定。", "Both sides agreed in time; the meeting decides."),
    _OFFICER,
    lambda f: not f.terms_agreed,
    PROPOSAL,
    replace(PROPOSAL, terms_agreed=True),
)

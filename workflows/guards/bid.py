"""Rules of a bid (揭榜申请) beside those of every proposal: domain B4-B13."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, DEMANDER, NOBODY, OFFICER, PI, SUPERVISOR
from workflows.roles import Role

item_is_being_judged = ProposalGuard(
    key="item_is_being_judged",
    reason=Text(
        "榜题已进入洽谈或已有结果，不再复评。",
        "The item is already in negotiation or has a result, so it cannot be re-reviewed.",
    ),
    supplied_by=frozenset({Role.SUPERVISOR, Role.DECISION_MAKER}),
    holds=lambda f: f.item_state in {"vetted", "evaluated"},
    passing=replace(PROPOSAL, item_state="vetted"),
    failing=replace(PROPOSAL, item_state="matching"),
    marks_path=True,
)
item_is_on_notice = ProposalGuard(
    key="item_is_on_notice",
    reason=Text(
        "榜题公示之前复评的，按复评结果重新排定入围，不另行议定。",
        "This bid was re-reviewed before the public notice, so the shortlist is set again from "
        "the new result and no separate decision is made.",
    ),
    supplied_by=frozenset({Role.DECISION_MAKER}),
    holds=lambda f: f.item_state == "notice",
    passing=replace(PROPOSAL, item_state="notice"),
    failing=replace(PROPOSAL, item_state="evaluated"),
)
every_metric_answered = nothing_in(
    "unanswered_metrics",
    of=PROPOSAL,
    key="every_metric_answered",
    reason=Text(
        "尚未对榜单指标逐项作出承诺：{missing}。",
        "The bid does not yet respond to each posted metric with a promise, route and evidence: "
        "{missing}.",
    ),
    supplied_by=PI,
)
promises_reach_metrics = nothing_in(
    "metrics_below",
    of=PROPOSAL,
    key="promises_reach_metrics",
    reason=Text(
        "承诺值低于榜单要求：{missing}。",
        "These promises are below the posted requirement: {missing}.",
    ),
    supplied_by=PI,
)
not_related_to_demander = nothing_in(
    "relation_findings",
    of=PROPOSAL,
    key="not_related_to_demander",
    reason=Text(
        "揭榜方与发榜单位存在关联关系，不得揭榜：{missing}。团队中有发榜单位人员的，请更换；登记的控股关系"
        "有误的，请系统管理员更正。",
        "The bidder is related to the demand-side unit and cannot bid: {missing}. Replace anyone "
        "of the demand side on the team; if the recorded shareholding is wrong, the system "
        "administrator corrects it.",
    ),
    supplied_by=PI,
)
barred_or_related = ProposalGuard(
    key="barred_or_related",
    reason=Text(
        "没有当事人处于惩戒期，关联关系审核也没有发现问题。",
        "Nobody involved is barred, and the check for related parties found nothing.",
    ),
    supplied_by=SUPERVISOR,
    holds=lambda f: bool(f.barred or f.relation_findings),
    passing=replace(PROPOSAL, relation_findings=(Text("甲 → 乙", "A → B"),)),
    failing=PROPOSAL,
)
will_not_be_opened = ProposalGuard(
    key="will_not_be_opened",
    reason=Text(
        "榜题仍在受理，密封件须等到截止。",
        "The item is still open. Sealed bids stay sealed until it closes.",
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.outdated or f.item_state in {"unclaimed", "delisted"},
    passing=replace(PROPOSAL, outdated=True),
    failing=PROPOSAL,
)
has_shortlist_place = requires(
    "shortlist_place",
    of=PROPOSAL,
    key="has_shortlist_place",
    reason=Text(
        "未达到分数线或超出入围数。",
        "The bid scored below the threshold or ranks outside the shortlist.",
    ),
    supplied_by=OFFICER,
)
has_no_shortlist_place = forbids(
    "shortlist_place",
    of=PROPOSAL,
    key="has_no_shortlist_place",
    reason=Text(
        "已达到分数线并在入围数内。",
        "The bid reached the threshold and ranks within the shortlist.",
    ),
    supplied_by=OFFICER,
)
is_next_in_rank = requires(
    "next_in_rank",
    of=PROPOSAL,
    key="is_next_in_rank",
    reason=Text("须按评榜名次依次洽谈。", "Negotiation must follow the rank order."),
    supplied_by=OFFICER,
    marks_path=True,
)
veto_has_a_reason = ProposalGuard(
    key="veto_has_a_reason",
    reason=Text("否决须写明具体理由。", "A veto needs a specific written reason."),
    supplied_by=DEMANDER,
    holds=lambda f: f.given.get("stance") != "veto" or bool(f.given.get("veto_reason", "").strip()),
    passing=PROPOSAL,
    failing=replace(PROPOSAL, given={"stance": "veto"}),
)
user_is_silent = forbids(
    "user_has_spoken",
    of=PROPOSAL,
    key="user_is_silent",
    reason=Text("用户意见已有记录。", "The end user's opinion is already on record."),
    supplied_by=NOBODY,
)
user_has_spoken = requires(
    "user_has_spoken",
    of=PROPOSAL,
    key="user_has_spoken",
    reason=Text("用户意见尚未出具。", "The end user has not given an opinion."),
    supplied_by=DEMANDER,
)
no_veto_open = forbids(
    "veto_open",
    of=PROPOSAL,
    key="no_veto_open",
    reason=Text("用户否决意见尚未复核。", "The end user's veto has not been reviewed."),
    supplied_by=DECIDES,
)
veto_is_open = requires(
    "veto_open",
    of=PROPOSAL,
    key="veto_is_open",
    reason=Text("没有待复核的用户否决。", "There is no end user veto to review."),
    supplied_by=DEMANDER,
)
terms_within_posting = nothing_in(
    "terms_out_of_bounds",
    of=PROPOSAL,
    key="terms_within_posting",
    reason=Text(
        "洽谈只限交付细节、知识产权和价格，不得超出榜单：{missing}。",
        "Negotiation may cover only delivery details, intellectual property and price, within "
        "what was posted: {missing}.",
    ),
    supplied_by=frozenset({Role.APPLICANT, Role.DEMANDER}),
)
bid_terms_agreed = requires(
    "terms_agreed",
    of=PROPOSAL,
    key="bid_terms_agreed",
    reason=Text("供需双方尚未就洽谈结果达成一致。", "The two sides have not agreed terms."),
    supplied_by=frozenset({Role.APPLICANT, Role.DEMANDER}),
)
is_barred = requires(
    "barred",
    of=PROPOSAL,
    key="is_barred",
    reason=Text(
        "揭榜方不在惩戒期内，不得以此为由不予中榜。",
        "The bidder is not barred, so the bid cannot be rejected on that ground.",
    ),
    supplied_by=SUPERVISOR,
    marks_path=True,
)
may_be_passed_over = ProposalGuard(
    key="may_be_passed_over",
    reason=Text(
        "揭榜方没有应退未退的经费、逾期未验收的项目，负责人也未超出在研限项，不得以此为由不予中"
        "榜。",
        "The bidder owes no refund, has no overdue acceptance, and its leader is within the limit "
        "on running projects, so the bid cannot be rejected on that ground.",
    ),
    supplied_by=SUPERVISOR,
    holds=lambda f: bool(f.dues or f.award_findings),
    passing=replace(PROPOSAL, award_findings=("在研项目 1 项",)),
    failing=PROPOSAL,
    marks_path=True,
)
item_is_in_matching = ProposalGuard(
    key="item_is_in_matching",
    reason=Text("榜题不在供需对接环节。", "The item is not at the matching stage."),
    supplied_by=OFFICER,
    holds=lambda f: f.item_state == "matching",
    passing=replace(PROPOSAL, item_state="matching"),
    failing=replace(PROPOSAL, item_state="evaluated"),
    marks_path=True,
)
bid_terms_not_agreed = forbids(
    "terms_agreed",
    of=PROPOSAL,
    key="bid_terms_not_agreed",
    reason=Text(
        "供需双方已在期内达成一致，等待议定。",
        "Both sides agreed in time. The executive meeting decides.",
    ),
    supplied_by=DECIDES,
)

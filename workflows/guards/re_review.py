"""Rules of a re-review (复评): held once, and what becomes of the proposal afterwards."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids, requires
from workflows.hands import DECIDES, NOBODY, OFFICER

re_reviewed_at_most_once = forbids(
    "re_reviewed",
    of=PROPOSAL,
    key="re_reviewed_at_most_once",
    reason=Text("复评只能进行一次。", "A proposal can be re-reviewed only once."),
    supplied_by=NOBODY,
)
re_review_panel_formed = requires(
    "panel_at_work",
    of=PROPOSAL,
    key="re_review_panel_formed",
    reason=Text("复评组尚未组建。", "No re-review panel has been formed."),
    supplied_by=OFFICER,
)
re_reviewed_after_list = ProposalGuard(
    key="re_reviewed_after_list",
    reason=Text(
        "只有名单议定之后复评的项目另行议定。",
        "Only proposals re-reviewed after the list was decided are decided separately.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.re_reviewed and f.call_state in {"notice", "decided"},
    passing=replace(PROPOSAL, re_reviewed=True, call_state="notice"),
    failing=replace(PROPOSAL, re_reviewed=True, call_state="deliberation"),
)


def _supported(facts: ProposalFacts) -> bool:
    passes = facts.score is not None and facts.score >= facts.parameters["pass_score"] * 100
    return passes and facts.voted_for


re_review_supports = ProposalGuard(
    key="re_review_supports",
    reason=Text(
        "复评未达分数线或票数不足。", "The re-review did not reach the threshold or enough votes."
    ),
    supplied_by=DECIDES,
    holds=_supported,
    passing=replace(PROPOSAL, score=80_00),
    failing=replace(PROPOSAL, score=60_00),
)
re_review_does_not_support = ProposalGuard(
    key="re_review_does_not_support",
    reason=Text(
        "复评达到立项条件，不得不予立项。",
        "The re-review meets the conditions for an award, so the proposal cannot be rejected.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: not _supported(f),
    passing=replace(PROPOSAL, score=60_00),
    failing=replace(PROPOSAL, score=80_00),
)

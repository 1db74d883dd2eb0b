"""Rules of a re-review (复评): held once, and what becomes of the proposal afterwards."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.roles import Role

_DECIDES = frozenset({Role.DECISION_MAKER})

re_reviewed_at_most_once = ProposalGuard(
    "re_reviewed_at_most_once",
    Text("复评只能进行一次。", "A re-review takes place once only."),
    _DECIDES,
    lambda f: not f.re_reviewed,
    PROPOSAL,
    replace(PROPOSAL, re_reviewed=True),
)
re_reviewed_after_list = ProposalGuard(
    "re_reviewed_after_list",
    Text(
        "只有名单议定之后复评的项目另行议定。",
        "Only what was re-reviewed after the list is resolved by itself.",
    ),
    _DECIDES,
    lambda f: f.re_reviewed and f.call_state in {"notice", "decided"},
    replace(PROPOSAL, re_reviewed=True, call_state="notice"),
    replace(PROPOSAL, re_reviewed=True, call_state="deliberation"),
)


def _supported(facts: ProposalFacts) -> bool:
    passes = facts.score is not None and facts.score >= facts.parameters["pass_score"] * 100
    return passes and facts.voted_for


re_review_supports = ProposalGuard(
    "re_review_supports",
    Text("复评未达分数线或票数不足。", "The re-review misses the threshold or the votes."),
    _DECIDES,
    _supported,
    replace(PROPOSAL, score=80_00),
    replace(PROPOSAL, score=60_00),
)
re_review_does_not_support = ProposalGuard(
    "re_review_does_not_support",
    Text("复评达到立项条件，不得不予立项。", "The re-review supports it; it is not dropped."),
    _DECIDES,
    lambda f: not _supported(f),
    replace(PROPOSAL, score=60_00),
    replace(PROPOSAL, score=80_00),
)

"""Rules of a re-review (复评): held once, and what becomes of the proposal afterwards."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.proposal import ProposalGuard
from workflows.guards.shapes import forbids, requires
from workflows.hands import DECIDES, NOBODY, OFFICER, SUPERVISOR

re_reviewed_at_most_once = ProposalGuard(
    key="re_reviewed_at_most_once",
    reason=Text("复评只能进行一次。", "A proposal can be re-reviewed only once."),
    supplied_by=NOBODY,
    holds=lambda f: not f.re_reviewed or f.lacks_scores,
    passing=replace(PROPOSAL, re_reviewed=True, lacks_scores=True),
    failing=replace(PROPOSAL, re_reviewed=True),
)
"""A panel that has lost too many of its scores to conflicts has reviewed nothing: another follows
it, or nothing could be decided any more (I10)."""
re_review_scores_suffice = forbids(
    "lacks_scores",
    of=PROPOSAL,
    key="re_review_scores_suffice",
    reason=Text(
        "复评评分因回避作废后有效评分不足，须先另组专家组再次复评。",
        "Scores of the re-review voided for conflicts of interest have left too few valid ones. "
        "Another panel must re-review the proposal first.",
    ),
    supplied_by=SUPERVISOR | DECIDES,
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


re_review_supports = requires(
    "merits_award",
    of=PROPOSAL,
    key="re_review_supports",
    reason=Text(
        "复评未达分数线、建议资助不足半数或有否决项成立。",
        "The re-review missed the threshold, fewer than half the experts recommended funding, or "
        "a veto stands.",
    ),
    supplied_by=DECIDES,
)
re_review_does_not_support = forbids(
    "merits_award",
    of=PROPOSAL,
    key="re_review_does_not_support",
    reason=Text(
        "复评达到立项条件，不得不予立项。",
        "The re-review meets the conditions for an award, so the proposal cannot be rejected.",
    ),
    supplied_by=DECIDES,
)

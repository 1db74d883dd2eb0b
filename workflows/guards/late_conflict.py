"""Rules of a conflict of interest that comes to light when the list has been decided: §3.2, P12."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import PROPOSAL
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import NOBODY, SUPERVISOR

no_score_fell_since = nothing_in(
    "fell_since_list",
    of=PROPOSAL,
    key="no_score_fell_since",
    reason=Text(
        "名单议定后有评分因回避作废，暂不立项：{missing}。由监督诚信处核查：不影响议定结果的予以维持，"
        "影响的决定复评。",
        "Scores were voided for conflicts of interest after the list was decided, so the award is "
        "on hold: {missing}. The supervision and integrity division examines whether the result "
        "depended on them: it confirms the award, or orders a re-review.",
    ),
    supplied_by=SUPERVISOR,
)
some_score_fell_since = requires(
    "fell_since_list",
    of=PROPOSAL,
    key="some_score_fell_since",
    reason=Text(
        "名单议定后没有待核查的评分作废情形。",
        "No score has been voided since the list was decided, or it has been examined.",
    ),
    supplied_by=NOBODY,
    marks_path=True,
)
award_did_not_depend_on_it = forbids(
    "depended_on_fallen",
    of=PROPOSAL,
    key="award_did_not_depend_on_it",
    reason=Text(
        "作废后有效评分不足、不再达到立项条件，或排序低于未立项的项目，不得维持，须决定复评。",
        "Without the voided scores too few are left, the conditions for an award are not met, "
        "or a proposal that was not awarded ranks higher. The award cannot be confirmed; order "
        "a re-review.",
    ),
    supplied_by=SUPERVISOR,
)

"""Rules of the decision on a call (立项决定): what its draft must be, and what before it stands."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.call import CallGuard
from workflows.guards.examples import CALL
from workflows.roles import Role

_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})

every_proposal_reviewed = CallGuard(
    "every_proposal_reviewed",
    Text("尚未完成评审的项目：{missing}。", "Review is not finished for: {missing}."),
    frozenset({Role.EXPERT_MANAGER, Role.EXPERT, Role.PANEL_CHAIR}),
    lambda f: not f.not_reviewed,
    CALL,
    replace(CALL, not_reviewed=("某项目",)),
    lambda f: f.not_reviewed,
)
scores_suffice = CallGuard(
    "scores_suffice",
    Text(
        "评分因回避作废后有效评分不足、须先复评的项目：{missing}。",
        "Too few valid scores since some were voided for a conflict; to be reviewed again: "
        "{missing}.",
    ),
    frozenset({Role.SUPERVISOR, Role.DECISION_MAKER}),
    lambda f: not f.to_review_again,
    CALL,
    replace(CALL, to_review_again=("某项目",)),
    lambda f: f.to_review_again,
)
decision_drafted = CallGuard(
    "decision_drafted",
    Text("尚未起草立项方案。", "No decision has been drafted."),
    _OFFICER,
    lambda f: f.decision_drafted,
    replace(CALL, decision_drafted=True),
    CALL,
)
every_proposal_decided = CallGuard(
    "every_proposal_decided",
    Text("立项方案未涵盖：{missing}。", "The draft says nothing about: {missing}."),
    _OFFICER,
    lambda f: not f.undecided,
    CALL,
    replace(CALL, undecided=("某项目",)),
    lambda f: f.undecided,
)
deviations_explained = CallGuard(
    "deviations_explained",
    Text("偏离评审排序而未说明理由：{missing}。", "Out of rank order without a reason: {missing}."),
    _OFFICER,
    lambda f: not f.deviations_without_reason,
    CALL,
    replace(CALL, deviations_without_reason=("某项目",)),
    lambda f: f.deviations_without_reason,
)
threshold_respected = CallGuard(
    "threshold_respected",
    Text("低于立项分数线，不得拟立项：{missing}。", "Below the threshold: {missing}."),
    _OFFICER,
    lambda f: not f.below_threshold,
    CALL,
    replace(CALL, below_threshold=("某项目",)),
    lambda f: f.below_threshold,
)
panel_vote_respected = CallGuard(
    "panel_vote_respected",
    Text(
        "建议资助不足半数，不得拟立项：{missing}。",
        "Fewer than half of the experts recommend: {missing}.",
    ),
    _OFFICER,
    lambda f: not f.voted_down,
    CALL,
    replace(CALL, voted_down=("某项目",)),
    lambda f: f.voted_down,
)
no_veto_stands = CallGuard(
    "no_veto_stands",
    Text("否决项成立，不得拟立项：{missing}。", "A veto stands against: {missing}."),
    _OFFICER,
    lambda f: not f.vetoed,
    CALL,
    replace(CALL, vetoed=("某项目",)),
    lambda f: f.vetoed,
)
nonconsensus_within_reserve = CallGuard(
    "nonconsensus_within_reserve",
    Text(
        "非共识项目的经费超过预留份额。", "Awards by the non-consensus channel exceed its reserve."
    ),
    _OFFICER,
    lambda f: f.nonconsensus_sum <= f.nonconsensus_reserve,
    replace(CALL, nonconsensus_sum=100_00, nonconsensus_reserve=100_00),
    replace(CALL, nonconsensus_sum=100_01, nonconsensus_reserve=100_00),
)
awards_within_budget = CallGuard(
    "awards_within_budget",
    Text("拟立项金额合计超出本批经费总额。", "The awards exceed the budget of the call."),
    _OFFICER,
    lambda f: f.awards_sum <= f.budget,
    CALL,
    replace(CALL, awards_sum=1),
)
awards_serve_the_plan = CallGuard(
    "awards_serve_the_plan",
    Text(
        "未对应本指南规划任务的拟立项项目：{missing}。",
        "Proposed, but serving no task of the plan that the call is for: {missing}.",
    ),
    frozenset({Role.APPLICANT, Role.PROGRAMME_OFFICER}),
    lambda f: not f.without_task,
    CALL,
    replace(CALL, without_task=("某项目",)),
    lambda f: f.without_task,
)
integrity_clear = CallGuard(
    "integrity_clear",
    Text("诚信审核未通过：{missing}。", "The integrity check of today has findings: {missing}."),
    _SUPERVISOR,
    lambda f: not f.integrity_findings,
    CALL,
    replace(CALL, integrity_findings=("某人：处罚期内",)),
    lambda f: f.integrity_findings,
)
notice_complete = CallGuard(
    "notice_complete",
    Text("公示尚未期满。", "The public notice is not complete."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.notices_ended > 0 and not f.waiting_for_notice,
    replace(CALL, notices_ended=1),
    CALL,
)

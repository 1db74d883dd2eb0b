"""Rules of the decision on a call (立项决定): what its draft must be, and what before it stands."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.call import CallGuard
from workflows.guards.examples import CALL, LATER
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, SUPERVISOR
from workflows.roles import Role

every_proposal_reviewed = nothing_in(
    "not_reviewed",
    of=CALL,
    key="every_proposal_reviewed",
    reason=Text("尚未完成评审的项目：{missing}。", "Review is not finished for: {missing}."),
    supplied_by=frozenset(
        {Role.EXPERT_MANAGER, Role.EXPERT, Role.PANEL_CHAIR, Role.PROGRAMME_OFFICER}
    ),
)
scores_suffice = nothing_in(
    "to_review_again",
    of=CALL,
    key="scores_suffice",
    reason=Text(
        "评分因回避作废后有效评分不足、须先复评的项目：{missing}。",
        "Scores voided for conflicts of interest have left too few valid ones. These proposals "
        "must be re-reviewed first: {missing}.",
    ),
    supplied_by=frozenset({Role.SUPERVISOR, Role.DECISION_MAKER}),
)
decision_drafted = requires(
    "decision_drafted",
    of=CALL,
    key="decision_drafted",
    reason=Text("尚未起草立项方案。", "The award decision has not been drafted."),
    supplied_by=OFFICER,
)
every_proposal_decided = nothing_in(
    "undecided",
    of=CALL,
    key="every_proposal_decided",
    reason=Text("立项方案未涵盖：{missing}。", "The draft decision leaves out: {missing}."),
    supplied_by=OFFICER,
)
somebody_is_proposed = requires(
    "proposed",
    of=CALL,
    key="somebody_is_proposed",
    reason=Text(
        "立项方案没有拟立项项目，无可公示；确无可立项的，请改为“议定不予立项”。",
        "The draft decision proposes no awards, so there is nothing to put on public notice. If "
        "nothing merits an award, use “Decide to make no award” instead.",
    ),
    supplied_by=OFFICER,
)
nobody_is_proposed = nothing_in(
    "proposed",
    of=CALL,
    key="nobody_is_proposed",
    reason=Text("立项方案拟立项：{missing}。", "The draft decision proposes to award: {missing}."),
    supplied_by=OFFICER,
)
nobody_is_in_reserve = nothing_in(
    "held_in_reserve",
    of=CALL,
    key="nobody_is_in_reserve",
    reason=Text(
        "立项方案列入备选：{missing}。", "The draft decision places in reserve: {missing}."
    ),
    supplied_by=OFFICER,
)
deviations_explained = nothing_in(
    "deviations_without_reason",
    of=CALL,
    key="deviations_explained",
    reason=Text(
        "偏离评审排序而未说明理由：{missing}。",
        "These depart from the ranking without a reason: {missing}.",
    ),
    supplied_by=OFFICER,
)
threshold_respected = nothing_in(
    "below_threshold",
    of=CALL,
    key="threshold_respected",
    reason=Text(
        "低于立项分数线，不得拟立项或列为备选：{missing}。",
        "These scored below the funding threshold and cannot be proposed or placed in reserve: "
        "{missing}.",
    ),
    supplied_by=OFFICER,
)
panel_vote_respected = nothing_in(
    "voted_down",
    of=CALL,
    key="panel_vote_respected",
    reason=Text(
        "建议资助不足半数，不得拟立项或列为备选：{missing}。",
        "Fewer than half the experts recommended funding, so these cannot be proposed or placed "
        "in reserve: {missing}.",
    ),
    supplied_by=OFFICER,
)
no_veto_stands = nothing_in(
    "vetoed",
    of=CALL,
    key="no_veto_stands",
    reason=Text(
        "否决项成立，不得拟立项或列为备选：{missing}。",
        "A veto stands against these, so they cannot be proposed or placed in reserve: {missing}.",
    ),
    supplied_by=OFFICER,
)
nonconsensus_within_reserve = CallGuard(
    key="nonconsensus_within_reserve",
    reason=Text(
        "非共识项目的经费超过预留份额。",
        "Awards to non-consensus proposals exceed the share set aside for them.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.nonconsensus_sum <= f.nonconsensus_reserve,
    passing=replace(CALL, nonconsensus_sum=100_00, nonconsensus_reserve=100_00),
    failing=replace(CALL, nonconsensus_sum=100_01, nonconsensus_reserve=100_00),
)
awards_within_budget = CallGuard(
    key="awards_within_budget",
    reason=Text(
        "拟立项金额合计超出本批经费总额。", "The proposed awards exceed this call's budget."
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.awards_sum <= f.budget,
    passing=CALL,
    failing=replace(CALL, awards_sum=1),
)
awards_serve_the_plan = nothing_in(
    "without_task",
    of=CALL,
    key="awards_serve_the_plan",
    reason=Text(
        "未对应本指南规划任务的拟立项项目：{missing}。",
        "These proposed awards are not linked to any plan task this call serves: {missing}.",
    ),
    supplied_by=frozenset({Role.APPLICANT, Role.PROGRAMME_OFFICER}),
)
integrity_clear = nothing_in(
    "integrity_findings",
    of=CALL,
    key="integrity_clear",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
within_running_limits = nothing_in(
    "limit_findings",
    of=CALL,
    key="within_running_limits",
    reason=Text(
        "超出在研限项，不得拟立项：{missing}；请改为备选或不予立项并说明理由，或待在研项目结束、其"
        "他申报撤回后再议。",
        "These exceed the limit on running projects and cannot be proposed: {missing}. Place them "
        "in reserve or reject them, with a reason, or wait until a running project ends or "
        "another application is withdrawn.",
    ),
    supplied_by=frozenset({Role.PROGRAMME_OFFICER, Role.APPLICANT}),
)
not_left_to_the_meeting = forbids(
    "left_to_the_meeting",
    of=CALL,
    key="not_left_to_the_meeting",
    reason=Text(
        "拟立项的已全部退出，无可公示：由厅务会议递补备选或议定不予立项。",
        "Every proposed award has dropped out, so there is nothing to put on public notice. The "
        "executive meeting promotes a reserve or decides to make no award.",
    ),
    supplied_by=DECIDES,
)
notice_drafted = requires(
    "notice_drafted",
    of=CALL,
    key="notice_drafted",
    reason=Text(
        "议定的名单尚未拟公示；拟立项的全部退出的，公布结果，由厅务会议递补备选。",
        "The decided list has not been drafted as a public notice. If every proposed award has "
        "dropped out, announce the results; the executive meeting then promotes a reserve.",
    ),
    supplied_by=OFFICER,
)
results_untold = requires(
    "untold",
    of=CALL,
    key="results_untold",
    reason=Text("评审结果已公布。", "The review results have already been announced."),
    supplied_by=NOBODY,
)
nobody_left_for_notice = nothing_in(
    "waiting_for_notice",
    of=CALL,
    key="nobody_left_for_notice",
    reason=Text(
        "尚有待公示的项目：{missing}。",
        "Some proposals still have to go on public notice: {missing}.",
    ),
    supplied_by=OFFICER,
)
never_noticed = CallGuard(
    key="never_noticed",
    reason=Text(
        "公示已发布，期满即下达。", "The public notice is published. Awards follow when it ends."
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.notice_ends_at is None,
    passing=CALL,
    failing=replace(CALL, notice_ends_at=LATER),
    marks_path=True,
)
no_award_in_play = nothing_in(
    "in_play",
    of=CALL,
    key="no_award_in_play",
    reason=Text(
        "尚可立项的项目：{missing}；拟立项的须公示，备选可由厅务会议递补。",
        "Awards can still be made to: {missing}. Proposed awards go on public notice, and the "
        "executive meeting may promote reserves.",
    ),
    supplied_by=OFFICER | DECIDES,
)
notice_complete = CallGuard(
    key="notice_complete",
    reason=Text("公示尚未期满。", "The public notice period has not ended."),
    supplied_by=CLOCK,
    holds=lambda f: f.notices_ended > 0 and not f.waiting_for_notice,
    passing=replace(CALL, notices_ended=1),
    failing=CALL,
)

"""Rules of a project of 揭榜挂帅: pledge, test at the user's, conclusion; domain B13-B17."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import PROJECT
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import CHAIR, DECIDES, DEMANDER, OFFICER, PI, SUPERVISOR
from workflows.roles import Role

pledge_complete = nothing_in(
    "pledge_gaps",
    of=PROJECT,
    key="pledge_complete",
    reason=Text("军令状不完整，缺少：{missing}。", "The pledge is incomplete. Missing: {missing}."),
    supplied_by=PI | DEMANDER,
)
user_money_promised = forbids(
    "user_money_short",
    of=PROJECT,
    key="user_money_promised",
    reason=Text(
        "发榜单位出资低于规定占比。",
        "The demand-side unit contributes less than the required share.",
    ),
    supplied_by=DEMANDER,
)
new_user_may_follow = nothing_in(
    "new_user_problems",
    of=PROJECT,
    key="new_user_may_follow",
    reason=Text("不能作为新的最终用户：{missing}。", "This cannot be the new end user: {missing}."),
    supplied_by=OFFICER,
)
milestones_passed = nothing_in(
    "milestones_open",
    of=PROJECT,
    key="milestones_passed",
    reason=Text(
        "尚有未通过的里程碑：{missing}。", "These milestones have not been passed: {missing}."
    ),
    supplied_by=CHAIR,
)
third_party_reported = requires(
    "third_party_reported",
    of=PROJECT,
    key="third_party_reported",
    reason=Text(
        "缺少第三方在真实场景的检测报告：由第三方机构或项目负责人在项目页登记。",
        "There is no third-party test report from real use. The third party or the leader records "
        "it on the project page.",
    ),
    supplied_by=frozenset({Role.THIRD_PARTY, Role.APPLICANT}),
)
every_core_metric_measured = nothing_in(
    "core_unmeasured",
    of=PROJECT,
    key="every_core_metric_measured",
    reason=Text(
        "尚未实测的核心指标：{missing}。", "These core metrics have not been tested: {missing}."
    ),
    supplied_by=frozenset({Role.THIRD_PARTY, Role.APPLICANT}),
)
user_test_signed = requires(
    "user_test_signed",
    of=PROJECT,
    key="user_test_signed",
    reason=Text("最终用户尚未签署实测意见。", "The end user has not signed the test opinion."),
    supplied_by=DEMANDER,
)
user_test_unsigned = forbids(
    "user_test_signed",
    of=PROJECT,
    key="user_test_unsigned",
    reason=Text(
        "最终用户已签署实测意见，由厅务会认定成功或失败。",
        "The end user has signed the test opinion. The executive meeting decides success or "
        "failure.",
    ),
    supplied_by=DECIDES,
)
every_core_metric_met = nothing_in(
    "core_missed",
    of=PROJECT,
    key="every_core_metric_met",
    reason=Text(
        "核心指标未达到，不得认定成功：{missing}。",
        "The bid cannot be declared a success because these core metrics were not met: {missing}.",
    ),
    supplied_by=PI,
)
a_core_metric_missed = requires(
    "core_missed",
    of=PROJECT,
    key="a_core_metric_missed",
    reason=Text(
        "核心指标均已达到，不得认定失败。",
        "Every core metric was met, so it cannot be declared a failure.",
    ),
    supplied_by=DEMANDER,
)
claimant_not_barred = nothing_in(
    "integrity_findings",
    of=PROJECT,
    key="claimant_not_barred",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)

"""Rules of a project of 揭榜挂帅: pledge, test at the user's, conclusion; domain B13-B17."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards.examples import PROJECT
from workflows.guards.lists import nothing_in
from workflows.roles import Role

ClaimGuard = Guard[ProjectFacts]

_PI = frozenset({Role.APPLICANT})
_DEMANDER = frozenset({Role.DEMANDER})


pledge_complete = nothing_in(
    PROJECT,
    "pledge_gaps",
    "军令状尚缺：{missing}。",
    "The pledge lacks: {missing}.",
    _PI | _DEMANDER,
    "pledge_complete",
)
user_money_promised = ClaimGuard(
    "user_money_promised",
    Text("发榜单位出资低于规定占比。", "The demand side pays less than its share."),
    _DEMANDER,
    lambda f: not f.user_money_short,
    PROJECT,
    replace(PROJECT, user_money_short=True),
)
new_user_may_follow = nothing_in(
    PROJECT,
    "new_user_problems",
    "不能作为新的最终用户：{missing}。",
    "Cannot be the new end user: {missing}.",
    frozenset({Role.PROGRAMME_OFFICER}),
    "new_user_may_follow",
)
milestones_passed = nothing_in(
    PROJECT,
    "milestones_open",
    "尚有未通过的里程碑：{missing}。",
    "Milestones not passed yet: {missing}.",
    frozenset({Role.PANEL_CHAIR}),
    "milestones_passed",
)
third_party_reported = ClaimGuard(
    "third_party_reported",
    Text("缺少第三方检测报告。", "The report of a third party is missing."),
    frozenset({Role.THIRD_PARTY, Role.APPLICANT}),
    lambda f: f.third_party_reported,
    PROJECT,
    replace(PROJECT, third_party_reported=False),
)
every_core_metric_measured = nothing_in(
    PROJECT,
    "core_unmeasured",
    "尚未实测的核心指标：{missing}。",
    "Core metrics not measured yet: {missing}.",
    frozenset({Role.THIRD_PARTY, Role.APPLICANT}),
    "every_core_metric_measured",
)
user_test_signed = ClaimGuard(
    "user_test_signed",
    Text("最终用户尚未签署实测意见。", "The end user has not signed the finding."),
    _DEMANDER,
    lambda f: f.user_test_signed,
    PROJECT,
    replace(PROJECT, user_test_signed=False),
)
every_core_metric_met = nothing_in(
    PROJECT,
    "core_missed",
    "核心指标未达到，不得认定成功：{missing}。",
    "A core metric is missed; it is no success: {missing}.",
    _PI,
    "every_core_metric_met",
)
a_core_metric_missed = ClaimGuard(
    "a_core_metric_missed",
    Text("核心指标均已达到，不得认定失败。", "Every core metric is met; it is no failure."),
    _DEMANDER,
    lambda f: bool(f.core_missed),
    replace(PROJECT, core_missed=("精度",)),
    PROJECT,
)
claimant_not_barred = nothing_in(
    PROJECT,
    "integrity_findings",
    "诚信审核未通过：{missing}。",
    "The integrity check has findings: {missing}.",
    frozenset({Role.SUPERVISOR}),
    "claimant_not_barred",
)

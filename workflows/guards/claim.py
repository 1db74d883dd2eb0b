"""Rules of a project of 揭榜挂帅: pledge, test at the user's, conclusion; domain B13-B17."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import Names, ProjectFacts
from workflows.guards.examples import PROJECT
from workflows.roles import Role

ClaimGuard = Guard[ProjectFacts]

_PI = frozenset({Role.APPLICANT})
_DEMANDER = frozenset({Role.DEMANDER})


def _none_in(field: str, key: str, zh: str, en: str, by: frozenset[Role]) -> ClaimGuard:
    def missing(facts: ProjectFacts) -> Names:
        names: Names = getattr(facts, field)
        return names

    example: dict[str, Any] = {field: (field,)}
    return ClaimGuard(
        key,
        Text(zh, en),
        by,
        lambda facts: not getattr(facts, field),
        PROJECT,
        replace(PROJECT, **example),
        missing,
    )


pledge_complete = _none_in(
    "pledge_gaps",
    "pledge_complete",
    "军令状尚缺：{missing}。",
    "The pledge lacks: {missing}.",
    _PI | _DEMANDER,
)
user_money_promised = ClaimGuard(
    "user_money_promised",
    Text("发榜单位出资低于规定占比。", "The demand side pays less than its share."),
    _DEMANDER,
    lambda f: not f.user_money_short,
    PROJECT,
    replace(PROJECT, user_money_short=True),
)
new_user_may_follow = _none_in(
    "new_user_problems",
    "new_user_may_follow",
    "不能作为新的最终用户：{missing}。",
    "Cannot be the new end user: {missing}.",
    frozenset({Role.PROGRAMME_OFFICER}),
)
milestones_passed = _none_in(
    "milestones_open",
    "milestones_passed",
    "尚有未通过的里程碑：{missing}。",
    "Milestones not passed yet: {missing}.",
    frozenset({Role.PANEL_CHAIR}),
)
third_party_reported = ClaimGuard(
    "third_party_reported",
    Text("缺少第三方检测报告。", "The report of a third party is missing."),
    frozenset({Role.THIRD_PARTY, Role.APPLICANT}),
    lambda f: f.third_party_reported,
    PROJECT,
    replace(PROJECT, third_party_reported=False),
)
every_core_metric_measured = _none_in(
    "core_unmeasured",
    "every_core_metric_measured",
    "尚未实测的核心指标：{missing}。",
    "Core metrics not measured yet: {missing}.",
    frozenset({Role.THIRD_PARTY, Role.APPLICANT}),
)
user_test_signed = ClaimGuard(
    "user_test_signed",
    Text("最终用户尚未签署实测意见。", "The end user has not signed the finding."),
    _DEMANDER,
    lambda f: f.user_test_signed,
    PROJECT,
    replace(PROJECT, user_test_signed=False),
)
every_core_metric_met = _none_in(
    "core_missed",
    "every_core_metric_met",
    "核心指标未达到，不得认定成功：{missing}。",
    "A core metric is missed; it is no success: {missing}.",
    _PI,
)
a_core_metric_missed = ClaimGuard(
    "a_core_metric_missed",
    Text("核心指标均已达到，不得认定失败。", "Every core metric is met; it is no failure."),
    _DEMANDER,
    lambda f: bool(f.core_missed),
    replace(PROJECT, core_missed=("精度",)),
    PROJECT,
)
claimant_not_barred = _none_in(
    "integrity_findings",
    "claimant_not_barred",
    "诚信审核未通过：{missing}。",
    "The integrity check has findings: {missing}.",
    frozenset({Role.SUPERVISOR}),
)

"""Rules of the audit sample of lump sums (§3.6)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import SpendingAuditFacts
from workflows.guards.examples import ACCEPTANCE, AUDIT_SAMPLE, PROJECT, SPENDING_AUDIT
from workflows.guards.shapes import forbids, has_come, nothing_in, requires
from workflows.hands import CLOCK, NOBODY, SUPERVISOR, UNIT

sample_is_as_committed = requires(
    "as_committed",
    of=AUDIT_SAMPLE,
    key="sample_is_as_committed",
    reason=Text(
        "名单或种子与公布的承诺不符，已被改动，不得抽取；请报告监督诚信处查明。",
        "The list or the seed does not match the published commitment. It has been altered, so no "
        "draw can be made. Report this to the supervision and integrity division.",
    ),
    supplied_by=NOBODY,
)
audit_report_attached = requires(
    "files",
    of=SPENDING_AUDIT,
    key="audit_report_attached",
    reason=Text(
        "尚未上传审计报告：请单位管理员在本页上传第三方审计机构出具的报告。",
        "The audit report has not been uploaded. The unit administrator uploads the third-party "
        "auditor's report on this page.",
    ),
    supplied_by=UNIT,
)
report_is_by_whom_was_commissioned = Guard[SpendingAuditFacts](
    key="report_is_by_whom_was_commissioned",
    reason=Text(
        "监督诚信处已另行委托审计机构，报告须由其出具，单位不得自选：{missing}。",
        "The supervision and integrity division has commissioned another auditor, and the unit "
        "cannot choose its own. The report must come from: {missing}.",
    ),
    supplied_by=UNIT,
    holds=lambda f: (
        not f.commissioned or f.given.get("auditor", f.commissioned).strip() == f.commissioned
    ),
    passing=replace(SPENDING_AUDIT, commissioned="甲", given={"auditor": "甲"}),
    failing=replace(SPENDING_AUDIT, commissioned="甲", given={"auditor": "乙"}),
    missing=lambda f: (f.commissioned,),
)
audit_reminder_due = has_come(
    "remind_at",
    of=SPENDING_AUDIT,
    key="audit_reminder_due",
    reason=Text("未到提醒之日。", "The reminder is not due."),
    supplied_by=CLOCK,
)
sampled_report_filed = forbids(
    "audit_report_due",
    of=ACCEPTANCE,
    key="sampled_report_filed",
    reason=Text(
        "项目被抽中真实性审计，第三方审计报告尚未提交：由单位提交后再作结论。",
        "The project was sampled for an audit and the third-party audit report has not been "
        "filed. The unit files it before a conclusion can be drawn.",
    ),
    supplied_by=UNIT,
)
sampled_audit_found = nothing_in(
    "audits_open",
    of=PROJECT,
    key="sampled_audit_found",
    reason=Text(
        "真实性审计尚未认定：{missing}。", "There is no finding on the audit yet: {missing}."
    ),
    supplied_by=SUPERVISOR | UNIT,
)

"""The audit sample of lump sums (§3.6): drawn before a witness, audited by a third party, found
true or with faults by supervision, never by whoever runs the project."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import After, Ask, AskKind, At, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import AuditSampleFacts, SpendingAuditFacts
from workflows.guards import sampling as rule
from workflows.hands import CLOCK, OFFICER, SUPERVISOR, TEAM, UNIT
from workflows.parts.asks import REASON
from workflows.roles import Role

AUDITOR = Ask("auditor", Text("审计机构", "Auditor"), most=200)
REPORT_NUMBER = Ask("report_number", Text("审计报告编号", "Audit report number"), most=80)
NEW_AUDITOR = Ask("auditor", Text("另行委托的审计机构", "Auditor commissioned instead"), most=200)
FAULT = Ask(
    "fault",
    Text("单位过错情形", "Fault of the unit"),
    AskKind.CHOICE,
    choices=(
        ("not_commissioned", Text("未委托审计机构", "Did not commission an auditor")),
        ("withheld", Text("未提供账册、凭证等资料", "Did not provide books and vouchers")),
        ("obstructed", Text("拒绝或阻碍审计", "Refused or obstructed the audit")),
    ),
    hint=Text(
        "系审计机构原因的，不在此认定，另行委托审计机构。",
        "If the auditor is at fault, do not record it here; commission another auditor.",
    ),
)
FINDING = Ask("finding", Text("认定情况", "Finding"), AskKind.PARAGRAPH)

_CLAUSE = Text("§3.6 · 包干制真实性抽查", "§3.6 · spending sample of lump-sum projects")
_REPORT_BY, _FIND_BY = After("sample_report_days"), After("sample_finding_days")
_FAULTY = (
    Apply("record_audit_finding"),
    Apply("file_audit_clue"),
    Notify("audit_found_faulty", TEAM | OFFICER),
)

AUDIT_SAMPLE = Workflow(
    key="audit_sample",
    version=2,
    label=Text("真实性抽查", "Spending sample"),
    facts=AuditSampleFacts,
    drafting=Text("公布抽查名单和种子承诺", "publishing the list and the seed commitment"),
    clause=_CLAUSE,
    states=(
        State(
            "committed",
            Text("待抽取", "To be drawn"),
            Kind.START,
            SUPERVISOR,
            After("sample_finding_days"),
        ),
        State("drawn", Text("已抽取", "Drawn"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="draw",
            label=Text("见证抽取", "Draw in front of a witness"),
            source=("committed",),
            target="drawn",
            roles=SUPERVISOR,
            approvals=(Role.DISCIPLINE,),
            guards=(rule.sample_is_as_committed,),
            effects=(Apply("begin_spending_audits"),),
            clause=Text(
                "§3.6、§3.1 · 名单和种子先承诺后抽取，种子随即公布，任何人可复算",
                "§3.6, §3.1 · list and seed are committed before the draw and the seed is "
                "published straight after, so anyone can repeat it",
            ),
        ),
    ),
)

SPENDING_AUDIT = Workflow(
    key="spending_audit",
    version=2,
    label=Text("包干经费真实性审计", "Lump-sum audit"),
    facts=SpendingAuditFacts,
    drafting=Text("抽中", "being drawn"),
    clause=_CLAUSE,
    states=(
        State("report_due", Text("待交审计报告", "Audit report due"), Kind.START, UNIT, _REPORT_BY),
        State(
            "overdue",
            Text("逾期未交报告", "Audit report overdue"),
            waits_on=UNIT | SUPERVISOR,
            due=_FIND_BY,
        ),
        State("reported", Text("待认定", "Waiting for finding"), waits_on=SUPERVISOR, due=_FIND_BY),
        State("found_true", Text("支出真实", "Spending genuine"), Kind.FINAL),
        State("found_faulty", Text("存在问题", "Problems found"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="file_report",
            label=Text("提交审计报告", "File the audit report"),
            source=("report_due", "overdue"),
            target="reported",
            roles=UNIT,
            guards=(rule.audit_report_attached, rule.report_is_by_whom_was_commissioned),
            asks=(AUDITOR, REPORT_NUMBER),
            effects=(Apply("record_audit_report"), Notify("audit_reported", SUPERVISOR)),
            clause=Text("§3.6 · 由第三方审计机构出具", "§3.6 · prepared by a third-party auditor"),
        ),
        Transition(
            name="remind_of_report",
            label=Text("提醒提交审计报告", "Remind the unit of the audit report"),
            source=("report_due",),
            target="report_due",
            roles=CLOCK,
            guards=(rule.audit_reminder_due,),
            effects=(Notify("audit_report_wanted", UNIT),),
            due=At("remind_at"),
            clause=Text("§3.6 · 期满前提醒", "§3.6 · a reminder before the end"),
        ),
        Transition(
            name="miss_report",
            label=Text("审计报告逾期", "Audit report overdue"),
            source=("report_due",),
            target="overdue",
            roles=CLOCK,
            effects=(Notify("audit_overdue", UNIT | SUPERVISOR),),
            due=_REPORT_BY,
            clause=Text(
                "§3.6 · 逾期由监督诚信处处理",
                "§3.6 · the supervision and integrity division deals with overdue reports",
            ),
        ),
        Transition(
            name="commission_another",
            label=Text("另行委托审计机构", "Commission another auditor"),
            source=("overdue",),
            target="report_due",
            roles=SUPERVISOR,
            asks=(NEW_AUDITOR, REASON),
            effects=(Apply("record_new_auditor"), Notify("audit_commissioned_again", TEAM)),
            clause=Text(
                "§3.6 · 非单位原因未出具报告的，另行委托，提交期重新起算",
                "§3.6 · if the unit is not to blame for the missing report, another auditor is "
                "commissioned and the deadline starts again",
            ),
        ),
        Transition(
            name="return_report",
            label=Text("退回补充", "Return for completion"),
            source=("reported",),
            target="report_due",
            roles=SUPERVISOR,
            asks=(REASON,),
            effects=(Notify("audit_returned", UNIT),),
            clause=Text(
                "§3.6 · 报告不合要求的退回",
                "§3.6 · reports that do not meet the requirements are returned",
            ),
        ),
        Transition(
            name="find_true",
            label=Text("认定支出真实", "Find the spending genuine"),
            source=("reported",),
            target="found_true",
            roles=SUPERVISOR,
            asks=(FINDING,),
            effects=(
                Apply("record_audit_finding"),
                Notify("audit_found_true", TEAM | OFFICER),
            ),
            signature=True,
            clause=Text(
                "§3.6 · 由监督诚信处认定，项目主办人不参加",
                "§3.6 · found by the supervision and integrity division, without the project's "
                "programme officer",
            ),
        ),
        Transition(
            name="find_faulty",
            label=Text("认定存在问题", "Find problems"),
            source=("reported",),
            target="found_faulty",
            roles=SUPERVISOR,
            asks=(FINDING,),
            effects=_FAULTY,
            signature=True,
            clause=Text(
                "§3.6、§3.10 · 问题作为线索移交核查",
                "§3.6, §3.10 · problems are passed on as an integrity clue",
            ),
        ),
        Transition(
            name="find_faulty",
            label=Text("认定单位过错", "Find the unit at fault"),
            source=("overdue",),
            target="found_faulty",
            roles=SUPERVISOR,
            asks=(FAULT, FINDING),
            effects=_FAULTY,
            signature=True,
            clause=Text(
                "§3.6、§3.10 · 逾期未交报告系单位过错的，作为线索移交核查",
                "§3.6, §3.10 · if the report is overdue through the unit's fault, it is passed on "
                "as an integrity clue",
            ),
        ),
    ),
)

"""Numbers of changes, suspensions, endings, appeals and acceptance: domain J8-J19, §3.8-3.9."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.milestones import MONTHS
from workflows.parameters.model import (
    DAYS,
    NO_YES,
    PEOPLE,
    PERCENT,
    POINTS,
    WORKING_DAYS,
    Parameter,
    choice,
)

_TEN_THOUSAND = Text("万元", "10,000 CNY")
_TIME_CRITICAL = frozenset({"open_call", "parallel_teams"})

ACCEPTING: tuple[Parameter, ...] = (
    Parameter(
        "change_before_end_months",
        Text("期满前不受理变更", "No change within the last"),
        *(MONTHS, 3, 0, 12, "K · J8"),
    ),
    Parameter(
        "change_answer_working_days",
        Text("变更答复期", "Answer to a change"),
        *(WORKING_DAYS, 20, 5, 60, "K · §3.9"),
    ),
    Parameter(
        "change_panel_least",
        Text("论证降低指标的专家人数", "Experts on lower metrics"),
        *(PEOPLE, 3, 3, 15, "D · §3.9"),
    ),
    Parameter(
        "extension_ask_months",
        Text("延期申请提前", "Extension asked before the end"),
        *(MONTHS, 3, 0, 12, "D · J9"),
    ),
    Parameter(
        "extension_months_most",
        Text("延期上限", "Extension at most"),
        *(MONTHS, 12, 1, 24, "K · J9"),
    ),
    choice(
        "extensions_allowed",
        Text("允许延期", "Extensions allowed"),
        *(NO_YES, 0, "K · J9", _TIME_CRITICAL),
    ),
    Parameter(
        "new_pi_months_least",
        Text("接任负责人在团队时间", "New PI on the team for at least"),
        *(MONTHS, 6, 0, 24, "D · J11"),
    ),
    Parameter(
        "suspension_months_most",
        Text("暂停上限", "Suspension at most"),
        *(MONTHS, 6, 1, 12, "K · J10"),
    ),
    Parameter(
        "suspension_decide_working_days",
        Text("暂停议定期", "Deciding on a suspension"),
        *(WORKING_DAYS, 10, 1, 30, "D · J10"),
    ),
    Parameter(
        "termination_audit_days",
        Text("终止后审计期", "Audit after termination"),
        *(DAYS, 60, 15, 180, "K · J12"),
    ),
    Parameter(
        "appeal_working_days",
        Text("申请复查期", "Appeal after service"),
        *(WORKING_DAYS, 15, 5, 60, "K · J19"),
    ),
    Parameter(
        "appeal_admit_working_days",
        Text("复查受理期", "Appeal: admission"),
        *(WORKING_DAYS, 15, 5, 30, "K · J19"),
    ),
    Parameter(
        "appeal_decide_working_days",
        Text("复查决定期", "Appeal: decision"),
        *(WORKING_DAYS, 90, 15, 120, "K · J19"),
    ),
    Parameter(
        "accept_apply_months",
        Text("期满后申请验收", "Acceptance applied for after the end"),
        *(MONTHS, 3, 1, 12, "K · J14"),
    ),
    Parameter(
        "accept_overdue_months",
        Text("逾期未验收处理", "Acceptance overdue after the end"),
        *(MONTHS, 6, 1, 24, "K · J16"),
    ),
    Parameter(
        "accept_done_months",
        Text("期满后验收全部办结", "Whole acceptance done after the end within"),
        *(MONTHS, 6, 1, 24, "K · J17"),
    ),
    Parameter(
        "accept_done_remind_days",
        Text("验收办结期满前提醒", "Whole acceptance: reminder before its end"),
        *(DAYS, 30, 1, 90, "D · J17"),
    ),
    Parameter(
        "accept_unit_working_days",
        Text("验收单位审核期", "Acceptance: check by the unit"),
        *(WORKING_DAYS, 10, 1, 30, "D · J15"),
    ),
    Parameter(
        "accept_check_working_days",
        Text("验收材料审查期", "Acceptance: material check"),
        *(WORKING_DAYS, 10, 1, 30, "K · J15"),
    ),
    Parameter(
        "accept_correction_working_days",
        Text("验收材料补正期", "Acceptance: correction"),
        *(WORKING_DAYS, 10, 1, 30, "D · J15"),
    ),
    Parameter(
        "accept_review_days",
        Text("验收评审期", "Acceptance: review"),
        *(DAYS, 45, 7, 120, "D · J17"),
    ),
    Parameter(
        "accept_panel_least",
        Text("验收专家组人数下限", "Members of an acceptance panel at least"),
        *(PEOPLE, 5, 3, 15, "K · §3.1"),
    ),
    Parameter(
        "accept_large_wan",
        Text("大额项目财政资金", "A large project has public money of"),
        *(_TEN_THOUSAND, 300, 0, 100_000, "D · §3.1"),
    ),
    Parameter(
        "accept_large_panel_least",
        Text("大额项目验收专家组人数下限", "Members of a large project's panel at least"),
        *(PEOPLE, 7, 3, 15, "K · §3.1"),
    ),
    Parameter(
        "accept_tasks_percent",
        Text("通过验收的任务完成比例", "Tasks done to pass"),
        *(PERCENT, 80, 0, 100, "K · §3.8"),
    ),
    Parameter(
        "accept_score_least",
        Text("通过验收的得分", "Score to pass"),
        *(POINTS, 60, 0, 100, "D · §3.8"),
    ),
    Parameter(
        "accept_notice_days",
        Text("验收公示期", "Public notice of an acceptance"),
        *(DAYS, 5, 5, 30, "K · §3.4"),
    ),
    Parameter(
        "re_accept_days",
        Text("整改复验期", "Re-acceptance within"),
        *(DAYS, 92, 30, 183, "D · J18"),
    ),
    Parameter(
        "overdue_block_months",
        Text("逾期未验收限制申报", "New proposals barred after an overdue acceptance"),
        *(MONTHS, 24, 0, 60, "D · J16"),
    ),
    Parameter(
        "archive_days",
        Text("档案保存期", "Records kept for"),
        *(DAYS, 3652, 3652, 36525, "K · §3.11"),
    ),
)

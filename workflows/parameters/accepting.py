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
        Text("期满前不受理变更", "No changes in the last"),
        *(MONTHS, 3, 0, 12, "K · J8"),
    ),
    Parameter(
        "change_answer_working_days",
        Text("变更答复期", "Time to answer a change request"),
        *(WORKING_DAYS, 20, 5, 60, "K · §3.9"),
    ),
    Parameter(
        "change_panel_least",
        Text("论证降低指标的专家人数", "Experts appraising lower metrics"),
        *(PEOPLE, 3, 3, 15, "D · §3.9"),
    ),
    Parameter(
        "extension_ask_months",
        Text("延期申请提前", "Extension to be requested before the end by"),
        *(MONTHS, 3, 0, 12, "D · J9"),
    ),
    Parameter(
        "extension_months_most",
        Text("延期上限", "Longest extension"),
        *(MONTHS, 12, 1, 24, "K · J9"),
    ),
    choice(
        "extensions_allowed",
        Text("允许延期", "Number of extensions"),
        *(NO_YES, 0, "K · J9", _TIME_CRITICAL),
    ),
    Parameter(
        "new_pi_months_least",
        Text("接任负责人在团队时间", "A new project leader must have been on the team for"),
        *(MONTHS, 6, 0, 24, "D · J11"),
    ),
    Parameter(
        "suspension_months_most",
        Text("暂停上限", "Longest suspension"),
        *(MONTHS, 6, 1, 12, "K · J10"),
    ),
    Parameter(
        "suspension_decide_working_days",
        Text("暂停议定期", "Time to decide on a suspension"),
        *(WORKING_DAYS, 10, 1, 30, "D · J10"),
    ),
    Parameter(
        "termination_audit_days",
        Text("终止后审计期", "Audit after termination within"),
        *(DAYS, 60, 15, 180, "K · J12"),
    ),
    Parameter(
        "appeal_working_days",
        Text("申请复查期", "Time to appeal"),
        *(WORKING_DAYS, 15, 5, 60, "K · J19"),
    ),
    Parameter(
        "appeal_admit_working_days",
        Text("复查受理期", "Time to admit an appeal"),
        *(WORKING_DAYS, 15, 5, 30, "K · J19"),
    ),
    Parameter(
        "appeal_decide_working_days",
        Text("复查决定期", "Time to decide an appeal"),
        *(WORKING_DAYS, 90, 15, 120, "K · J19"),
    ),
    Parameter(
        "accept_apply_months",
        Text("期满后申请验收", "Apply for acceptance after the end within"),
        *(MONTHS, 3, 1, 12, "K · J14"),
    ),
    Parameter(
        "accept_overdue_months",
        Text("逾期未验收处理", "Acceptance overdue after the end by"),
        *(MONTHS, 6, 1, 24, "K · J16"),
    ),
    Parameter(
        "accept_done_months",
        Text("期满后验收全部办结", "Acceptance completed after the end within"),
        *(MONTHS, 6, 1, 24, "K · J17"),
    ),
    Parameter(
        "accept_done_remind_days",
        Text("验收办结期满前提醒", "Reminder before the deadline to complete acceptance"),
        *(DAYS, 30, 1, 90, "D · J17"),
    ),
    Parameter(
        "accept_unit_working_days",
        Text("验收单位审核期", "Acceptance: review by the unit"),
        *(WORKING_DAYS, 10, 1, 30, "D · J15"),
    ),
    Parameter(
        "accept_check_working_days",
        Text("验收材料审查期", "Acceptance: document check"),
        *(WORKING_DAYS, 10, 1, 30, "K · J15"),
    ),
    Parameter(
        "accept_correction_working_days",
        Text("验收材料补正期", "Acceptance: time to correct"),
        *(WORKING_DAYS, 10, 1, 30, "D · J15"),
    ),
    Parameter(
        "accept_review_days",
        Text("验收评审期", "Acceptance: panel review"),
        *(DAYS, 45, 7, 120, "D · J17"),
    ),
    Parameter(
        "accept_panel_least",
        Text("验收专家组人数下限", "Acceptance panel: minimum members"),
        *(PEOPLE, 5, 3, 15, "K · §3.1"),
    ),
    Parameter(
        "accept_large_wan",
        Text("大额项目财政资金", "Large project: public funding from"),
        *(_TEN_THOUSAND, 300, 0, 100_000, "D · §3.1"),
    ),
    Parameter(
        "accept_large_panel_least",
        Text("大额项目验收专家组人数下限", "Acceptance panel of a large project: minimum members"),
        *(PEOPLE, 7, 3, 15, "K · §3.1"),
    ),
    Parameter(
        "accept_tasks_percent",
        Text("通过验收的任务完成比例", "Tasks completed to pass acceptance"),
        *(PERCENT, 80, 0, 100, "K · §3.8"),
    ),
    Parameter(
        "accept_score_least",
        Text("通过验收的得分", "Score to pass acceptance"),
        *(POINTS, 60, 0, 100, "D · §3.8"),
    ),
    Parameter(
        "accept_notice_days",
        Text("验收公示期", "Public notice of acceptance"),
        *(DAYS, 5, 5, 30, "K · §3.4"),
    ),
    Parameter(
        "re_accept_days",
        Text("整改复验期", "Time for re-acceptance"),
        *(DAYS, 92, 30, 183, "D · J18"),
    ),
    Parameter(
        "overdue_block_months",
        Text("逾期未验收限制申报", "Bar on applications after an overdue acceptance"),
        *(MONTHS, 24, 0, 60, "D · J16"),
    ),
    Parameter(
        "archive_days",
        Text("档案保存期", "Records kept for"),
        *(DAYS, 3652, 3652, 36525, "K · §3.11"),
    ),
)

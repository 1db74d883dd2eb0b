"""Rules of a project on its way to acceptance or to another end: J10-J16."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.contract import ProjectGuard
from workflows.guards.examples import APPEAL, LATER, LONG_AGO, PROJECT, SUSPENSION
from workflows.guards.shapes import equals, forbids, has_come, nothing_in, requires
from workflows.guards.urgent import urgent_rules
from workflows.hands import (
    CHAIR,
    CLOCK,
    DECIDES,
    FINANCE,
    OFFICER,
    PARTNER_FINANCE,
    PI,
    SUPERVISOR,
    UNIT,
    UNIT_FINANCE,
)

term_is_over = has_come(
    "term_ends_at",
    of=PROJECT,
    key="term_is_over",
    reason=Text("执行期未满。", "The term has not ended."),
    supplied_by=CLOCK,
)
payments_settled = nothing_in(
    "payments_open",
    of=PROJECT,
    key="project_payments_settled",
    reason=Text(
        "尚有拨付单未办结，暂不归档：{missing}。由单位财务确认到账，或由厅财务登记退汇、撤销拨付"
        "单。",
        "The project cannot be archived while payment orders are open: {missing}. The unit's "
        "finance team confirms receipt, or the finance team records the bank return or cancels "
        "the order.",
    ),
    supplied_by=UNIT_FINANCE | FINANCE,
)
money_settled = nothing_in(
    "money_open",
    of=PROJECT,
    key="project_money_settled",
    reason=Text(
        "项目经费尚未了结，暂不归档：{missing}。由厅财务结清，或者启动追缴并登记退款；逾期未退的，"
        "由厅务会议定移送或核销。",
        "The project cannot be archived while its money is not settled: {missing}. The finance "
        "team settles it, or starts the recovery and records the refund. If the refund is in "
        "default, the executive meeting refers it or writes it off.",
    ),
    supplied_by=FINANCE | DECIDES,
)
forwardings_confirmed = nothing_in(
    "forwardings_open",
    of=PROJECT,
    key="project_forwardings_confirmed",
    reason=Text(
        "已登记转拨的经费尚未确认，暂不归档：{missing}。由参加单位财务确认到账或报告未收到。",
        "The project cannot be archived while money forwarded to a partner is unconfirmed: "
        "{missing}. "
        "The partner's finance team confirms receipt or reports that it was not received.",
    ),
    supplied_by=PARTNER_FINANCE,
)
term_still_runs = ProjectGuard(
    key="term_still_runs",
    reason=Text("执行期已满。", "The term has ended."),
    supplied_by=CLOCK,
    holds=lambda f: f.term_ends_at is not None and f.now < f.term_ends_at,
    passing=replace(PROJECT, term_ends_at=LATER),
    failing=replace(PROJECT, term_ends_at=LONG_AGO),
)
acceptance_reminder_due = has_come(
    "accept_remind_at",
    of=PROJECT,
    key="acceptance_reminder_due",
    reason=Text("未到提醒验收之日。", "The acceptance reminder is not due."),
    supplied_by=CLOCK,
)
acceptance_is_overdue = has_come(
    "accept_overdue_at",
    of=PROJECT,
    key="acceptance_is_overdue",
    reason=Text("未满逾期期限。", "The acceptance is not overdue yet."),
    supplied_by=CLOCK,
)
acceptance_nears_its_end = has_come(
    "accept_warn_at",
    of=PROJECT,
    key="acceptance_nears_its_end",
    reason=Text("未到提醒之日。", "The reminder is not due."),
    supplied_by=CLOCK,
)
acceptance_is_late = has_come(
    "accept_late_at",
    of=PROJECT,
    key="acceptance_is_late",
    reason=Text("验收办结期未满。", "The deadline to complete the acceptance has not passed."),
    supplied_by=CLOCK,
)
two_notices_served = ProjectGuard(
    key="two_notices_served",
    reason=Text(
        "逾期处理前须已催告两次。", "Two reminders must be sent before overdue action is taken."
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.reminders_sent >= 2,
    passing=replace(PROJECT, reminders_sent=2),
    failing=replace(PROJECT, reminders_sent=1),
)
no_acceptance_runs = forbids(
    "acceptance_runs",
    of=PROJECT,
    key="no_acceptance_runs",
    reason=Text("验收正在办理。", "An acceptance is in progress."),
    supplied_by=CLOCK,
    marks_path=True,
)
not_suspended_by_order = forbids(
    "suspended_by_order",
    of=PROJECT,
    key="not_suspended_by_order",
    reason=Text(
        "项目因暂停决定而暂停，请在该暂停事项中恢复。",
        "The project was suspended by an order. Resume it from that suspension.",
    ),
    supplied_by=DECIDES,
)
offence_found = requires(
    "offence_found",
    of=PROJECT,
    key="offence_found",
    reason=Text(
        "撤销项目须以调查终结、已听取陈述申辩并作出处理决定的案件为依据。",
        "A project can be revoked only on the basis of a case that has been investigated, heard "
        "and decided.",
    ),
    supplied_by=SUPERVISOR,
)
no_termination_is_proposed = forbids(
    "termination_proposed",
    of=PROJECT,
    key="no_termination_is_proposed",
    reason=Text(
        "已有终止建议，待厅务会议定。",
        "A termination has already been proposed and is waiting for the executive meeting.",
    ),
    supplied_by=DECIDES,
)
termination_is_proposed = requires(
    "termination_proposed",
    of=PROJECT,
    key="termination_is_proposed",
    reason=Text(
        "没有待议定的终止建议；终止建议由负责人、单位或主管处室提出，厅务会据以议定。",
        "No termination has been proposed. The leader, the unit or the programme office proposes "
        "it and the executive meeting decides.",
    ),
    supplied_by=PI | UNIT | OFFICER,
    marks_path=True,
)
suspension_is_over = has_come(
    "ends_at",
    of=SUSPENSION,
    key="suspension_is_over",
    reason=Text("暂停期未满。", "The suspension has not ended."),
    supplied_by=CLOCK,
)
active_project_is_suspended = equals(
    "project_state",
    "active",
    of=SUSPENSION,
    key="active_project_is_suspended",
    reason=Text(
        "只暂停在研项目：节点考核、整改和验收期间，待作出结论后再议；须立即停拨经费的，由监督诚信"
        "处或业务处室暂停拨付。",
        "Only an active project can be suspended. While it is being assessed, rectified or "
        "accepted, wait for the conclusion. If payments must stop now, the supervision and "
        "integrity division or the programme office freezes them.",
    ),
    supplied_by=CHAIR | OFFICER | SUPERVISOR,
)
suspending = urgent_rules(SUSPENSION, "suspension")
team_is_not_racing = forbids(
    "races",
    of=SUSPENSION,
    key="team_is_not_racing",
    reason=Text(
        "参赛团队不以项目暂停决定暂停，请由监督诚信处在赛事中暂停团队，同时核对团队下限与可行性。",
        "A team in a race is not suspended through its project. The supervision and integrity "
        "division suspends the team in the race, where the floor and feasibility are checked at "
        "the same time.",
    ),
    supplied_by=SUPERVISOR,
)
appeal_in_time = requires(
    "filed_in_time",
    of=APPEAL,
    key="appeal_in_time",
    reason=Text(
        "复查申请逾期，不予受理。",
        "The request was made after the deadline, so it cannot be admitted.",
    ),
    supplied_by=UNIT,
)

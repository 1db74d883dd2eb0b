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
    reason=Text("执行期未满。", "The term is not over."),
    supplied_by=CLOCK,
)
payments_settled = nothing_in(
    "payments_open",
    of=PROJECT,
    key="project_payments_settled",
    reason=Text(
        "尚有拨付单未办结，暂不归档：{missing}。由单位财务确认到账，或由厅财务登记退汇、撤销。",
        "Payment orders are open, so it is not archived yet: {missing}. The unit's finance "
        "confirms what arrived, or the office's finance records its return or cancels.",
    ),
    supplied_by=UNIT_FINANCE | FINANCE,
)
money_settled = nothing_in(
    "money_open",
    of=PROJECT,
    key="project_money_settled",
    reason=Text(
        "项目经费未了，暂不归档：{missing}。由厅财务结清，或者启动追缴并登记退款；逾期未退的，由"
        "厅务会移送或核销。",
        "Money of the project is open, so it is not archived yet: {missing}. The office's finance "
        "settles it, or recovers what is owed and records the refund; what stays in default the "
        "office meeting refers or writes off.",
    ),
    supplied_by=FINANCE | DECIDES,
)
forwardings_confirmed = nothing_in(
    "forwardings_open",
    of=PROJECT,
    key="project_forwardings_confirmed",
    reason=Text(
        "已登记转拨的经费尚未确认，暂不归档：{missing}。由参加单位财务确认到账或报告未收到。",
        "What was recorded as forwarded is not confirmed, so it is not archived yet: {missing}. "
        "The partner's finance confirms the receipt or reports that nothing came.",
    ),
    supplied_by=PARTNER_FINANCE,
)
term_still_runs = ProjectGuard(
    key="term_still_runs",
    reason=Text("执行期已满。", "The term is over."),
    supplied_by=CLOCK,
    holds=lambda f: f.term_ends_at is not None and f.now < f.term_ends_at,
    passing=replace(PROJECT, term_ends_at=LATER),
    failing=replace(PROJECT, term_ends_at=LONG_AGO),
)
acceptance_reminder_due = has_come(
    "accept_remind_at",
    of=PROJECT,
    key="acceptance_reminder_due",
    reason=Text("未到提醒验收之日。", "No reminder of acceptance is due."),
    supplied_by=CLOCK,
)
acceptance_is_overdue = has_come(
    "accept_overdue_at",
    of=PROJECT,
    key="acceptance_is_overdue",
    reason=Text("未满逾期期限。", "Acceptance is not overdue yet."),
    supplied_by=CLOCK,
)
acceptance_nears_its_end = has_come(
    "accept_warn_at",
    of=PROJECT,
    key="acceptance_nears_its_end",
    reason=Text("未到提醒之日。", "No reminder is due."),
    supplied_by=CLOCK,
)
acceptance_is_late = has_come(
    "accept_late_at",
    of=PROJECT,
    key="acceptance_is_late",
    reason=Text("验收办结期未满。", "The whole acceptance is not late yet."),
    supplied_by=CLOCK,
)
two_notices_served = ProjectGuard(
    key="two_notices_served",
    reason=Text("逾期处理前须已两次催告。", "Two reminders must have been served before."),
    supplied_by=CLOCK,
    holds=lambda f: f.reminders_sent >= 2,
    passing=replace(PROJECT, reminders_sent=2),
    failing=replace(PROJECT, reminders_sent=1),
)
no_acceptance_runs = forbids(
    "acceptance_runs",
    of=PROJECT,
    key="no_acceptance_runs",
    reason=Text("验收正在办理。", "An acceptance is under way."),
    supplied_by=CLOCK,
    marks_path=True,
)
not_suspended_by_order = forbids(
    "suspended_by_order",
    of=PROJECT,
    key="not_suspended_by_order",
    reason=Text(
        "项目系议定暂停，请在暂停事项中恢复。",
        "The project was suspended by an order; resume it there.",
    ),
    supplied_by=DECIDES,
)
offence_found = requires(
    "offence_found",
    of=PROJECT,
    key="offence_found",
    reason=Text(
        "撤销项目须以已告知申辩并作出处理决定的调查为依据。",
        "A revocation rests on an investigation that is closed, heard and decided.",
    ),
    supplied_by=SUPERVISOR,
)
no_termination_is_proposed = forbids(
    "termination_proposed",
    of=PROJECT,
    key="no_termination_is_proposed",
    reason=Text(
        "已有终止建议，待厅务会议定。",
        "A termination is proposed already and waits for the office meeting.",
    ),
    supplied_by=DECIDES,
)
termination_is_proposed = requires(
    "termination_proposed",
    of=PROJECT,
    key="termination_is_proposed",
    reason=Text(
        "没有待议定的终止建议；厅务会依负责人、单位或主管处室的建议议定。",
        "No termination is proposed; the meeting decides on what the leader, the unit or the "
        "office proposes.",
    ),
    supplied_by=PI | UNIT | OFFICER,
    marks_path=True,
)
suspension_is_over = has_come(
    "ends_at",
    of=SUSPENSION,
    key="suspension_is_over",
    reason=Text("暂停期未满。", "The suspension is not over."),
    supplied_by=CLOCK,
)
active_project_is_suspended = equals(
    "project_state",
    "active",
    of=SUSPENSION,
    key="active_project_is_suspended",
    reason=Text(
        "只暂停在研项目：节点考核、整改和验收期间，待作出结论后再议；须立即停拨经费的，由监督处"
        "或处室暂停拨付。",
        "Only an active project is suspended; one under assessment, rectifying or being accepted "
        "waits for the conclusion. Where payments must stop at once, supervision or the office "
        "freezes the money.",
    ),
    supplied_by=CHAIR | OFFICER | SUPERVISOR,
)
suspending = urgent_rules(SUSPENSION, "suspension")
team_is_not_racing = forbids(
    "races",
    of=SUSPENSION,
    key="team_is_not_racing",
    reason=Text(
        "参赛团队不以项目暂停令暂停，请由监督处在赛事中暂停团队，同时核对下限与可行性。",
        "A racing team is not suspended by an order on its project: the supervisor suspends the "
        "team in the race, where the floor and the last runner are looked at too.",
    ),
    supplied_by=SUPERVISOR,
)
appeal_in_time = requires(
    "filed_in_time",
    of=APPEAL,
    key="appeal_in_time",
    reason=Text("复查申请逾期，不予受理。", "The appeal came too late and is not admitted."),
    supplied_by=UNIT,
)

"""Rules of a project on its way to acceptance or to another end: J10-J16."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import AppealFacts, ProjectFacts, SuspensionFacts
from workflows.guards.examples import APPEAL, LATER, LONG_AGO, PROJECT, SUSPENSION
from workflows.roles import Role

ProjectGuard = Guard[ProjectFacts]
SuspensionGuard = Guard[SuspensionFacts]
AppealGuard = Guard[AppealFacts]

_CLOCK = frozenset({Role.SYSTEM_CLOCK})

term_is_over = ProjectGuard(
    "term_is_over",
    Text("执行期未满。", "The term is not over."),
    _CLOCK,
    lambda f: f.term_ends_at is not None and f.now >= f.term_ends_at,
    replace(PROJECT, term_ends_at=LONG_AGO),
    replace(PROJECT, term_ends_at=LATER),
)
acceptance_reminder_due = ProjectGuard(
    "acceptance_reminder_due",
    Text("未到提醒验收之日。", "No reminder of acceptance is due."),
    _CLOCK,
    lambda f: f.accept_remind_at is not None and f.now >= f.accept_remind_at,
    replace(PROJECT, accept_remind_at=LONG_AGO),
    replace(PROJECT, accept_remind_at=LATER),
)
acceptance_is_overdue = ProjectGuard(
    "acceptance_is_overdue",
    Text("未满逾期期限。", "Acceptance is not overdue yet."),
    _CLOCK,
    lambda f: f.accept_overdue_at is not None and f.now >= f.accept_overdue_at,
    replace(PROJECT, accept_overdue_at=LONG_AGO),
    replace(PROJECT, accept_overdue_at=LATER),
)
two_notices_served = ProjectGuard(
    "two_notices_served",
    Text("逾期处理前须已两次催告。", "Two reminders must have been served before."),
    _CLOCK,
    lambda f: f.reminders_sent >= 2,
    replace(PROJECT, reminders_sent=2),
    replace(PROJECT, reminders_sent=1),
)
no_acceptance_runs = ProjectGuard(
    "no_acceptance_runs",
    Text("验收正在办理。", "An acceptance is under way."),
    _CLOCK,
    lambda f: not f.acceptance_runs,
    PROJECT,
    replace(PROJECT, acceptance_runs=True),
)
not_suspended_by_order = ProjectGuard(
    "not_suspended_by_order",
    Text(
        "项目系议定暂停，请在暂停事项中恢复。",
        "The project was suspended by an order; resume it there.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: not f.suspended_by_order,
    PROJECT,
    replace(PROJECT, suspended_by_order=True),
)
offence_found = ProjectGuard(
    "offence_found",
    Text(
        "撤销项目须以已告知申辩并作出处理决定的调查为依据。",
        "A revocation rests on an investigation that is closed, heard and decided.",
    ),
    frozenset({Role.SUPERVISOR}),
    lambda f: f.offence_found,
    replace(PROJECT, offence_found=True),
    PROJECT,
)
suspension_is_over = SuspensionGuard(
    "suspension_is_over",
    Text("暂停期未满。", "The suspension is not over."),
    _CLOCK,
    lambda f: f.ends_at is not None and f.now >= f.ends_at,
    replace(SUSPENSION, ends_at=LONG_AGO),
    replace(SUSPENSION, ends_at=LATER),
)
team_is_not_racing = SuspensionGuard(
    "team_is_not_racing",
    Text(
        "参赛团队不以项目暂停令暂停，请由监督处在赛事中暂停团队（R15），同时核对下限与可行性。",
        "A racing team is not suspended by an order on its project: the supervisor suspends the "
        "team in the race (R15), where the floor and the last runner are looked at too.",
    ),
    frozenset({Role.SUPERVISOR}),
    lambda f: not f.races,
    SUSPENSION,
    replace(SUSPENSION, races=True),
)
appeal_in_time = AppealGuard(
    "appeal_in_time",
    Text("复查申请逾期，不予受理。", "The appeal came too late and is not admitted."),
    frozenset({Role.UNIT_ADMIN}),
    lambda f: f.filed_in_time,
    APPEAL,
    replace(APPEAL, filed_in_time=False),
)

"""What the guards of a project look at once its contract is signed: the end of the term, its
reminders, orders and findings that bear on it (J10-J16)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Appeal, History, IntegrityCase, Project, Suspension
from app.queries.project.accepting import BEING_ACCEPTED
from app.services.accepting.applying import open_of
from app.services.facts import Common
from app.services.facts.reminding import still_to_come
from app.services.facts.urgent import stands_until
from app.services.months import months_later
from workflows.engine.calendar import end_of_day, local_date

_TERM_COUNTS = ("active", "accept_due", "accept_applied")


class TermPart(TypedDict, total=False):
    reminders_sent: int
    term_ends_at: datetime | None
    accept_remind_at: datetime | None
    accept_overdue_at: datetime | None


class AcceptanceEndPart(TypedDict, total=False):
    accept_ends_at: datetime
    accept_warn_at: datetime | None
    accept_late_at: datetime | None


class AcceptancePart(TypedDict):
    acceptance_runs: bool


class SuspensionPart(TypedDict):
    suspended_by_order: bool
    stands_until: datetime | None


class OffencePart(TypedDict):
    offence_found: bool


def term_facts(session: Session, project: Project, common: Common) -> TermPart:
    """The end of the term, the next reminder not yet sent, and when it is too late."""
    if project.state not in _TERM_COUNTS:
        return {}
    sent = _reminders(session, project)
    rules, calendar, ends_on = common.parameters, common.calendar, project.ends_on
    half = rules["accept_apply_months"]

    def end(months: int) -> datetime:
        return end_of_day(months_later(ends_on, months))

    reminders = (end(-half), end(1), end(half))
    overdue = months_later(ends_on, rules["accept_overdue_months"])
    return {
        "reminders_sent": sent,
        "term_ends_at": end_of_day(ends_on),
        "accept_remind_at": reminders[sent] if sent < len(reminders) else None,
        "accept_overdue_at": end_of_day(calendar.next_working_day(overdue)),
    }


def acceptance_end_facts(session: Session, project: Project, common: Common) -> AcceptanceEndPart:
    """By when the whole acceptance is to be done, and what of it the clock has not told yet: of
    what is late already, that it ends soon is told no more."""
    if project.state not in BEING_ACCEPTED:
        return {}
    rules = common.parameters
    last = months_later(project.ends_on, rules["accept_done_months"])
    ends_at = end_of_day(common.calendar.next_working_day(last))
    warn_at = ends_at - timedelta(days=rules["accept_done_remind_days"])
    return {
        "accept_ends_at": ends_at,
        "accept_warn_at": still_to_come(session, project, "warn_of_acceptance_end", warn_at)
        if common.now < ends_at
        else None,
        "accept_late_at": still_to_come(session, project, "miss_acceptance_end", ends_at),
    }


def acceptance_facts(session: Session, project: Project, _common: Common) -> AcceptancePart:
    """One that the unit has not sealed has not been applied for."""
    case = open_of(session, project)
    return {"acceptance_runs": case is not None and case.state not in ("preparing", "unit_review")}


def suspension_facts(session: Session, project: Project, common: Common) -> SuspensionPart:
    """An order sets the term of a standstill itself; else it is the one to decide what is to become
    of the project."""
    order = order_in_force(session, project)
    return {
        "suspended_by_order": order is not None,
        "stands_until": order_ends(session, order, common)
        if order
        else _to_decide(project, common),
    }


def offence_facts(session: Session, project: Project, _common: Common) -> OffencePart:
    return {"offence_found": _offence_found(session, project)}


def _reminders(session: Session, project: Project) -> int:
    query = select(func.count(History.id)).where(
        History.case_kind == "project",
        History.case_id == project.id,
        History.transition == "remind_of_acceptance",
    )
    return session.scalar(query) or 0


def order_in_force(session: Session, project: Project) -> Suspension | None:
    query = select(Suspension).where(
        Suspension.project_id == project.id, Suspension.state.in_(("in_force", "overdue"))
    )
    return session.scalars(query.limit(1)).first()


def order_ends(session: Session, order: Suspension, common: Common) -> datetime:
    """One that is overdue has ended on the day it became so; one made at once ends unless it is
    ratified."""
    start = local_date(order.state_entered_at)
    if order.state != "in_force":
        return end_of_day(start)
    longest = end_of_day(months_later(start, common.parameters["suspension_months_most"]))
    return stands_until(session, order, "order", longest, common)


def _to_decide(project: Project, common: Common) -> datetime | None:
    if project.state != "suspended":
        return None
    last = local_date(common.entered_at) + timedelta(days=common.parameters["suspension_days"])
    return end_of_day(common.calendar.next_working_day(last))


def _offence_found(session: Session, project: Project) -> bool:
    """A case about this project, heard and decided against the respondent (J13). What was decided
    before an appeal corrected a revocation has been weighed and carries no second one (J19)."""
    corrected = (
        select(Appeal.state_entered_at)
        .where(
            Appeal.project_id == project.id,
            Appeal.against == "revoked",
            Appeal.state == "upheld",
        )
        .scalar_subquery()
    )
    query = (
        select(IntegrityCase.id)
        .join(History, History.case_id == IntegrityCase.id)
        .where(
            IntegrityCase.project_id == project.id,
            IntegrityCase.outcome.in_(("warning", "sanction")),
            IntegrityCase.state != "cleared",
            History.case_kind == "integrity_case",
            History.transition.in_(("warn", "sanction")),
            corrected.is_(None) | (History.at > corrected),
        )
    )
    return session.scalar(query.limit(1)) is not None

"""What the guards of a fund look at while it is frozen or waits to be recovered: since when, until
when, what of integrity keeps it frozen, and what was left to its unit (§3.10, J10, J13, J20)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.models import Fund, History, IntegrityCase, Race
from app.services.eligibility.mergers import answering
from app.services.facts import Common
from app.services.facts.course import order_ends, order_in_force
from app.services.money.funds import GROUNDS
from app.services.races.finding import team_of
from workflows.engine.calendar import local_date
from workflows.roles import Role

_FREEZES = (
    *("freeze", "order_freeze", "hold_for_progress", "hold_for_verification"),
    *("resume_after_verification", "weigh_revocation", "unfreeze", "order_unfreeze"),
)
"""Moves after which the money is frozen for another cause than before, or anew."""
_UNDER_WAY = ("investigating", "extended", "hearing", "deciding")
"""States of an integrity case during which money is frozen."""
_STANDS_STILL = ("suspended", "stopped", "seeking_user")


def freeze_ends(session: Session, fund: Fund, common: Common) -> datetime | None:
    """What is frozen for the progress of the project, with the order that suspends it; a freeze
    without one, or for another cause, has a term of its own."""
    if fund.state != "frozen":
        return None
    order = order_in_force(session, fund.project) if fund.freeze_class == "progress" else None
    if order is not None:
        return order_ends(session, order, common)
    days = common.parameters["freeze_days_most"]
    return common.calendar.end_of_term(_frozen_on(session, fund, common), days)


def _frozen_on(session: Session, fund: Fund, common: Common) -> date:
    """The day of the newest freeze; one that another followed has no term any more."""
    newest = session.scalar(_moves_of(fund, *_FREEZES).with_only_columns(func.max(History.at)))
    return local_date(max(newest or common.entered_at, common.entered_at))


def is_suspended(session: Session, fund: Fund, _common: Common) -> bool:
    """Also a claimed project that was stopped, or that seeks another user, and every team of a race
    that is halted."""
    if fund.project.state in _STANDS_STILL:
        return True
    team = team_of(session, fund.project.proposal)
    return team is not None and _is_halted(session, team.race)


def _is_halted(session: Session, race: Race) -> bool:
    """Also while it is rescued out of a halt: money waits until it goes on (R17)."""
    if race.state != "rescue":
        return race.state == "halted"
    entered = select(History.source).where(
        History.case_kind == race.kind,
        History.case_id == race.id,
        History.target == "rescue",
        History.source != "rescue",
    )
    return session.scalar(entered.order_by(History.id.desc()).limit(1)) == "halted"


def frozen_by_office(session: Session, fund: Fund, _common: Common) -> bool:
    """Since the money was frozen the office has said so too, whoever else did before or since."""
    if fund.state != "frozen":
        return False
    frozen = _moves_of(fund, *_FREEZES).with_only_columns(func.max(History.id))
    begun = session.scalar(frozen.where(History.source != "frozen"))
    by_hand = _moves_of(fund, "hold_for_progress").where(
        History.role == Role.PROGRAMME_OFFICER.value, History.id >= (begun or 0)
    )
    return session.scalar(by_hand.limit(1)) is not None


def held_by(session: Session, fund: Fund, common: Common) -> str:
    """Of a fund that is frozen; what was decided before it was frozen has been weighed."""
    if fund.state != "frozen":
        return ""
    about = IntegrityCase.project_id == fund.project_id
    led = fund.project.proposal
    about_leaders = and_(
        IntegrityCase.project_id.is_(None),
        or_(
            IntegrityCase.subject_person_id == led.pi_id,
            IntegrityCase.subject_unit_id.in_(answering([led.lead_unit_id])),
        ),
    )
    running = exists().where(or_(about, about_leaders), IntegrityCase.state.in_(_UNDER_WAY))
    if session.scalar(select(running)):
        return "case"
    sanctioned = exists().where(
        about,
        IntegrityCase.outcome == "sanction",
        IntegrityCase.state != "cleared",
        History.case_kind == IntegrityCase.kind,
        History.case_id == IntegrityCase.id,
        History.transition == "sanction",
        History.at >= common.entered_at,
    )
    return "sanction" if session.scalar(select(sanctioned)) else ""


def recovery_late(session: Session, fund: Fund, common: Common) -> datetime | None:
    """None once those concerned were told."""
    told = _moves_of(fund, "miss_recovery").where(History.at >= common.entered_at)
    late_at = recover_by(session, fund, common)
    return late_at if late_at and session.scalar(told.limit(1)) is None else None


def recover_by(_session: Session, fund: Fund, common: Common) -> datetime | None:
    """First the units report what they spent."""
    if fund.state not in ("balance_due", "to_recover"):
        return None
    reported = reporting_ends(fund, common)
    begins = local_date(common.entered_at if reported is None else reported - timedelta(seconds=1))
    return common.calendar.end_of_term(begins, common.parameters["recovery_start_days"])


def reporting_ends(fund: Fund, common: Common) -> datetime | None:
    """Until when the units of a project whose balance comes back report what they spent, or that
    they spent nothing: after a termination as long as it is audited (J12). Else None."""
    project = fund.project
    if project.state not in GROUNDS - {"revoked"}:
        return None
    terminated = project.state == "terminated"
    term = "termination_audit_days" if terminated else "spending_report_days"
    ended_on = local_date(project.state_entered_at)
    return common.calendar.end_of_term(ended_on, common.parameters[term])


def _moves_of(fund: Fund, *names: str) -> Select[Any]:
    return select(History.id).where(
        History.case_kind == fund.kind,
        History.case_id == fund.id,
        History.transition.in_(names),
    )

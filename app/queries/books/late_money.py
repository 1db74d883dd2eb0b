"""What lies in the pools of races and the budgets of calls, in 分. Of one that is over it waits to
go to the treasury, and stays as long as an award may still come out of it, or an appeal have it
paid again (J19)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import Session

from app.asked import once
from app.models import Appeal, Call, LedgerAccount, LedgerEntry, Project, Proposal, Race
from app.queries.calls.notices import is_to_be_noticed
from app.services.changes.appealing import still_appealable
from workflows.money.books import OF_RACE, AccountKind
from workflows.phases.late_money import CALL_OVER
from workflows.race.words import OVER

_STILL_IN_PLAY = ("scored", "awaiting_notice", "reserve", "notice", "objection", "re_review")
_IN_TERM: Any = bindparam("in_term", expanding=True)
"""What `calls_in_term` finds, given beforehand: terms are counted in working days."""


def pooled() -> Any:
    """On the table of races; NULL until the pool has been set up."""
    return _held(OF_RACE, Race.id).correlate(Race).scalar_subquery()


def budgeted() -> Any:
    """On the table of calls; NULL until the budget has been booked."""
    return _held({AccountKind.BUDGET}, Call.id).correlate(Call).scalar_subquery()


def _held(kinds: Collection[AccountKind], owner: Any) -> Any:
    return (
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .where(
            LedgerAccount.kind.in_(sorted(kind.value for kind in kinds)),
            LedgerAccount.owner_id == owner,
        )
    )


def _lies_with_race() -> ColumnElement[bool]:
    return and_(Race.state.in_(sorted(state.value for state in OVER)), pooled() > 0)


def _lies_with_call() -> ColumnElement[bool]:
    return and_(Call.state.in_(CALL_OVER), budgeted() > 0)


def is_to_return_of_race() -> ColumnElement[bool]:
    """Now: nobody can win it back."""
    return and_(_lies_with_race(), _nobody_wins_it_back(Race.call_id))


def is_to_return_of_call() -> ColumnElement[bool]:
    to_come = select(Proposal.id).where(Proposal.call_id == Call.id, may_still_be_awarded())
    settled = not_(to_come.correlate(Call).exists())
    return and_(_lies_with_call(), settled, _nobody_wins_it_back(Call.id))


def calls_in_term(session: Session, now: datetime) -> list[int]:
    """Ids of those that hold late money, or whose race does, and in which an appeal may still be
    filed."""
    return once(session, ("calls in term", now), lambda: _ask_in_term(session, now))


def _ask_in_term(session: Session, now: datetime) -> list[int]:
    races = select(Race.call_id).where(_lies_with_race())
    calls = select(Call.id).where(_lies_with_call())
    there = or_(Proposal.call_id.in_(calls), Proposal.call_id.in_(races))
    found = still_appealable(session, now, there)
    return sorted({project.proposal.call_id for project, _until in found})


def may_still_be_awarded() -> ColumnElement[bool]:
    """Of a proposal of a call that is over."""
    return or_(is_to_be_noticed(), Proposal.state.in_(_STILL_IN_PLAY))


def is_appealing() -> ColumnElement[bool]:
    """Of a project."""
    return (
        select(Appeal.id)
        .where(Appeal.project_id == Project.id, Appeal.state.in_(("filed", "admitted")))
        .correlate(Project)
        .exists()
    )


def _nobody_wins_it_back(call: Any) -> ColumnElement[bool]:
    """`call`: the column of its id."""
    appeals = (
        select(Project.id)
        .join(Proposal, Proposal.id == Project.proposal_id)
        .where(Proposal.call_id == call, is_appealing())
        .correlate(call.class_)
        .exists()
    )
    return and_(not_(appeals), call.not_in(_IN_TERM))

"""Where the money of a race lies at one moment, from its books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select
from sqlalchemy.orm import Session

from app.asked import once
from app.models import (
    History,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Project,
    Race,
    Share,
    StageResult,
    Team,
)
from app.services.races.finding import projects_of
from workflows.money.books import OF_RACE, OF_SHARE, AccountKind, Purpose

_ON_ITS_WAY = (AccountKind.COMMITTED, AccountKind.ORDERED)
_PAID = (AccountKind.IN_HAND, AccountKind.SPENT, AccountKind.LOST, *OF_SHARE)


class Balance(NamedTuple):
    """In 分: what an account holds, what of it has gone back to the treasury, and what of it came
    since the team last declared what finishing still costs."""

    held: int
    returned: int
    since: int


Balances = Mapping[tuple[AccountKind, int], Balance]
_EMPTY = Balance(0, 0, 0)


@dataclass(frozen=True, slots=True)
class TeamPurse:
    """In 分: `paid` is what it has got and not paid back, `ordered` is on its way."""

    paid: int = 0
    ordered: int = 0


@dataclass(frozen=True, slots=True)
class Purse:
    """In 分: `free` is in the pool and nobody's, `returned` has gone back to the treasury. By id of
    the team."""

    free: int
    ring_fenced: int
    prize: int
    returned: int
    teams: Mapping[int, TeamPurse]

    @property
    def paid(self) -> int:
        return sum(one.paid for one in self.teams.values())

    @property
    def ordered(self) -> int:
        return sum(one.ordered for one in self.teams.values())


def purse_of(session: Session, race: Race, upto: int | None = None) -> Purse:
    """Before the pool has been set up all of it is free, the prize apart."""
    projects = {proposal: one.id for proposal, one in projects_of(session, race).items()}
    found = balances_of(session, race, upto)
    teams = {
        team.id: _of_team(found, projects[team.proposal_id])
        for team in race.teams
        if team.proposal_id in projects
    }
    if not any((kind, race.id) in found for kind in OF_RACE):
        return Purse(race.pool - race.prize, 0, race.prize, 0, teams)
    free, fenced, prize = (
        found.get((kind, race.id), _EMPTY).held
        for kind in (AccountKind.UNCOMMITTED, AccountKind.RING_FENCED, AccountKind.PRIZE)
    )
    held = free + fenced + prize + sum(one.paid + one.ordered for one in teams.values())
    return Purse(free, fenced, prize, race.pool - held, teams)


def _of_team(found: Balances, project: int) -> TeamPurse:
    return TeamPurse(
        paid=sum(found.get((kind, project), _EMPTY).held for kind in _PAID),
        ordered=sum(found.get((kind, project), _EMPTY).held for kind in _ON_ITS_WAY),
    )


def balances_of(session: Session, race: Race, upto: int | None = None) -> Balances:
    """By kind of account and the id of its race or of a team's project, its partners' too: now, or
    as the books stood after this row of the history."""
    return once(session, ("balances", race.id, upto), lambda: _balances(session, race, upto))


def _balances(session: Session, race: Race, upto: int | None) -> Balances:
    projects = [project.id for project in projects_of(session, race).values()]
    of_race = LedgerAccount.kind.in_(OF_RACE) & (LedgerAccount.owner_id == race.id)
    of_share = LedgerAccount.kind.in_(OF_SHARE)
    owner = case((of_share, Share.project_id), else_=LedgerAccount.owner_id)
    of_teams = LedgerAccount.kind.in_((*_ON_ITS_WAY, *_PAID)) & owner.in_(projects)
    went_back = case((LedgerTransaction.purpose == Purpose.RETURN.value, -LedgerEntry.amount))
    declared = _declared(owner)
    is_since = declared.is_(None) | (History.at > declared)
    query = (
        select(
            *(LedgerAccount.kind, owner, func.sum(LedgerEntry.amount)),
            func.coalesce(func.sum(went_back), 0),
            func.coalesce(func.sum(case((is_since, LedgerEntry.amount))), 0),
        )
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .join(History, History.id == LedgerTransaction.history_id)
        .outerjoin(Share, of_share & (Share.id == LedgerAccount.owner_id))
        .where(of_race | of_teams)
        .group_by(LedgerAccount.kind, owner)
    )
    if upto is not None:
        query = query.where(LedgerTransaction.history_id <= upto)
    return {
        (AccountKind(kind), number): Balance(int(held), int(returned), int(since))
        for kind, number, held, returned, since in session.execute(query)
    }


def _declared(project: ColumnElement[int]) -> ScalarSelect[datetime | None]:
    """When the team of a project last declared, with its evidence, what finishing still costs."""
    return (
        select(func.max(StageResult.submitted_at))
        .join(Team, Team.id == StageResult.team_id)
        .join(Project, Project.proposal_id == Team.proposal_id)
        .where(Project.id == project)
        .correlate(LedgerAccount, Share)
        .scalar_subquery()
    )

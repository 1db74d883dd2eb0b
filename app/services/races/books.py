"""The books of a race: what the pool holds, what every team has, what has gone back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    History,
    Payment,
    Project,
    Race,
    Team,
)
from app.services.money.positions import positions
from app.services.races.finding import project_of, projects_of
from app.services.races.purse import Balances, balances_of
from workflows.money.books import OF_RACE, AccountKind
from workflows.race.state import Money

_LEFT = ("eliminated", "closed_out", "merged", "withdrawn", "disqualified")
_LEAVING = ("eliminate", "dismiss_appeal", "merge", "withdraw", "disqualify")


@dataclass(frozen=True, slots=True)
class Books:
    """In 分. `uncommitted` holds the prize and what is ring-fenced too; `returned` has gone back to
    the treasury; `teams` by team id, and so `spent_since` each declared what finishing costs."""

    uncommitted: int
    returned: int
    teams: Mapping[int, Money]
    spent_since: Mapping[int, int]


def books_of(session: Session, race: Race) -> Books:
    """A fixed number of queries. Before the award a team has no account."""
    projects = projects_of(session, race)
    stands = positions(session, list(projects.values()))
    late, found = _ordered_after_leaving(session, race), balances_of(session, race)
    teams, spent_since = {}, {}
    for team in race.teams:
        project = projects.get(team.proposal_id)
        if project is None:
            continue
        one = stands[project.id]
        teams[team.id] = Money(
            paid=one.paid,
            ordered=one.committed + one.ordered,
            spent=one.all_spent + one.lost,
            ring_fenced=team.ring_fenced,
            after_end=late.get(project.id, 0),
        )
        spent_since[team.id] = _spent_since(found, project)
    pooled, returned = _pooled(found, race)
    return Books(race.pool if pooled is None else pooled, returned, teams, spent_since)


def _spent_since(found: Balances, project: Project) -> int:
    kinds = (AccountKind.SPENT, AccountKind.PARTNER_SPENT)
    return sum(found[kind, project.id].since for kind in kinds if (kind, project.id) in found)


def _pooled(found: Balances, race: Race) -> tuple[int | None, int]:
    """What the pool holds, None until it has been set up in the books; and what has gone back to
    the treasury."""
    pooled = [found[kind, race.id] for kind in OF_RACE if (kind, race.id) in found]
    total = sum(one.held for one in pooled) if pooled else None
    return total, sum(one.returned for one in pooled)


def _ordered_after_leaving(session: Session, race: Race) -> dict[int, int]:
    """By project: orders later than the move by which its team left, settlements apart (I6)."""
    gone = [team.id for team in race.teams if team.state in _LEFT]
    if not gone:
        return {}
    left = (
        select(History.case_id.label("team_id"), func.max(History.at).label("at"))
        .where(
            History.case_kind == Team.kind,
            History.case_id.in_(gone),
            History.transition.in_(_LEAVING),
            History.target.in_(_LEFT),
        )
        .group_by(History.case_id)
        .subquery()
    )
    rows = session.execute(
        select(Payment.project_id, func.sum(Payment.amount))
        .join(Project, Project.id == Payment.project_id)
        .join(Team, Team.proposal_id == Project.proposal_id)
        .join(left, left.c.team_id == Team.id)
        .join(History, (History.case_kind == Payment.kind) & (History.case_id == Payment.id))
        .where(
            Payment.basis != "settlement",
            Payment.state != "cancelled",
            History.transition == "draft",
            History.at > left.c.at,
        )
        .group_by(Payment.project_id)
    )
    return {project: int(amount) for project, amount in rows}


def held(session: Session, race: Race) -> int:
    """分 that the pool holds, once it has been set up."""
    return _pooled(balances_of(session, race), race)[0] or 0


def given_back(session: Session, race: Race) -> int:
    """分 that have gone back to the treasury."""
    return _pooled(balances_of(session, race), race)[1]


def payments_of(session: Session, team: Team) -> list[Payment]:
    project = project_of(session, team)
    if project is None:
        return []
    rows = session.scalars(
        select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
    )
    return list(rows)

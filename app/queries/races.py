"""Races as lists, and one race with everything its board shows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import Call, Letter, Payment, Project, Proposal, Race, Stage, Team

BEFORE_POSTING = ("draft",)


def public_races() -> Select[Any]:
    """Never one that is not posted."""
    return (
        select(Race)
        .where(Race.state.not_in(BEFORE_POSTING))
        .options(joinedload(Race.call).joinedload(Call.programme))
        .order_by(Race.id.desc())
    )


def races_of_office() -> Select[Any]:
    return (
        select(Race)
        .options(joinedload(Race.call).joinedload(Call.programme))
        .order_by(Race.id.desc())
    )


def whole_race(session: Session, number: int) -> Race | None:
    """With its stages, their results, its routes and teams: a fixed number of queries."""
    return session.scalars(
        select(Race)
        .where(Race.id == number)
        .options(
            joinedload(Race.call).joinedload(Call.programme),
            selectinload(Race.stages).joinedload(Stage.results),
            selectinload(Race.routes),
            selectinload(Race.teams).joinedload(Team.route),
            selectinload(Race.teams).joinedload(Team.proposal).joinedload(Proposal.lead_unit),
            selectinload(Race.teams).joinedload(Team.proposal).joinedload(Proposal.pi),
        )
    ).first()


def public_letters(session: Session, race: Race) -> list[Letter]:
    """The filed public letters of a race and of its stages, oldest first."""
    stages = [stage.id for stage in race.stages]
    about = ((Letter.about_kind == "race") & (Letter.about_id == race.id)) | (
        (Letter.about_kind == "stage") & Letter.about_id.in_(stages)
    )
    query = select(Letter).where(about, Letter.is_public, Letter.state == "filed")
    return list(session.scalars(query.options(joinedload(Letter.number)).order_by(Letter.id)).all())


def payments_of(session: Session, race: Race) -> list[Payment]:
    """Every order of the race, by the time it was made."""
    return list(
        session.scalars(
            select(Payment)
            .join(Project, Project.id == Payment.project_id)
            .join(Team, Team.proposal_id == Project.proposal_id)
            .where(Team.race_id == race.id)
            .options(joinedload(Payment.project).joinedload(Project.proposal))
            .order_by(Payment.id)
        ).all()
    )

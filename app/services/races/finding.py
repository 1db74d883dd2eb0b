"""Which race a case belongs to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Case, Project, Proposal, Race, Route, Stage, Team
from app.services.cases import call_of

MECHANISM = "parallel_teams"


def race_of(session: Session, case: Case) -> Race | None:
    """None for everything that belongs to no race."""
    match case:
        case Race():
            return case
        case Stage() | Team() | Route():
            return case.race
    call = call_of(case)
    return race_of_call(session, call) if call and call.mechanism_key == MECHANISM else None


def race_of_call(session: Session, call: Call) -> Race | None:
    return session.scalars(select(Race).where(Race.call_id == call.id)).first()


def team_of(session: Session, proposal: Proposal) -> Team | None:
    return session.scalars(select(Team).where(Team.proposal_id == proposal.id)).first()


def project_of(session: Session, team: Team) -> Project | None:
    """The project the team signed for; None before the award."""
    return session.scalars(select(Project).where(Project.proposal_id == team.proposal_id)).first()

"""Which race a case belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Call, Case, Project, Proposal, Race, Route, Stage, Team
from app.services.cases import call_of

MECHANISM = "parallel_teams"
IN_RACE = ("racing", "at_checkpoint", "held", "elim_pending", "suspended")
_UNDER_TEST = ("evidence_due", "assessing", "result_draft", "notice", "objection")


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
    return next(iter(RACE.of(session, call=call.id)), None)


RACE = Listed(Race, Race.call_id == bindparam("call"))

TEAM = Listed(Team, Team.proposal_id == bindparam("proposal"))


def team_of(session: Session, proposal: Proposal) -> Team | None:
    return next(iter(TEAM.of(session, proposal=proposal.id)), None)


def is_racing(session: Session, proposal: Proposal) -> bool:
    """It is in a race and has not left it."""
    team = team_of(session, proposal)
    return team is not None and team.state in IN_RACE


def in_checkpoint(session: Session, proposal: Proposal) -> bool:
    """Its race is between the call of a checkpoint and the decision on it, or in the final."""
    team = team_of(session, proposal)
    return team is not None and is_under_test(team.race)


def is_under_test(race: Race) -> bool:
    """A checkpoint has been called and is not decided, also while the race is rescued from it."""
    return race.current is not None and race.current.state in _UNDER_TEST


def project_of(session: Session, team: Team) -> Project | None:
    """The project the team signed for; None before the award."""
    return next(iter(PROJECT.of(session, proposal=team.proposal_id)), None)


PROJECT = Listed(Project, Project.proposal_id == bindparam("proposal"))


def projects_of(session: Session, race: Race) -> Mapping[int, Project]:
    """By the id of the proposal; before the award there is none."""
    return {one.proposal_id: one for one in PROJECTS.of(session, race=race.id)}


PROJECTS = Listed(
    Project,
    Project.proposal_id.in_(select(Team.proposal_id).where(Team.race_id == bindparam("race"))),
)

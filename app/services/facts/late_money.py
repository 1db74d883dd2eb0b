"""What keeps late money of a race, or of a call that is over, from going back to the treasury."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Call, Project, Proposal, Race, Team
from app.queries.books.late_money import may_still_be_awarded
from app.services.changes.appealing import still_appealable
from app.services.changes.winning_back import appealing_of
from app.services.facts import Common
from app.services.facts.naming import titles
from app.services.money.funds import left_of_budget
from workflows.engine.calendar import last_day
from workflows.engine.text import Text
from workflows.facts import Names
from workflows.phases.late_money import CALL_OVER


def of_budget(session: Session, call: Call, _common: Common) -> int:
    return left_of_budget(session, call) if call.state in CALL_OVER else 0


def awards_to_come(session: Session, call: Call, common: Common) -> Names:
    return titles(session, common, Proposal.call_id == call.id, may_still_be_awarded())


def project_appeals(session: Session, case: Call | Race, _common: Common) -> Names:
    return tuple(_names(session, case, appealing_of(session, _call_of(case))).values())


def appeal_terms(session: Session, case: Call | Race, common: Common) -> Names:
    """With the last day of each."""
    found = dict(still_appealable(session, common.now, Proposal.call_id == _call_of(case)))
    return tuple(
        Text(f"{name}（至 {last_day(until)}）", f"{name} (until {last_day(until)})")
        if (until := found[project])
        else Text(f"{name}（文书尚未送达）", f"{name} (not served yet)")
        for project, name in _names(session, case, found).items()
    )


def _names(session: Session, case: Call | Race, projects: Iterable[Project]) -> dict[Project, str]:
    """A team of a race by its lane, any other project by its number."""
    found = list(projects)
    teams = case.teams if isinstance(case, Race) else _TEAMS.of(session, call=case.id)
    by_proposal = {team.proposal_id: team.lane for team in teams}
    return {project: by_proposal.get(project.proposal_id, project.number) for project in found}


_TEAMS = Listed(Team, Team.race_id.in_(select(Race.id).where(Race.call_id == bindparam("call"))))


def _call_of(case: Call | Race) -> int:
    return case.call_id if isinstance(case, Race) else case.id

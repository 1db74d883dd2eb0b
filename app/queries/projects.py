"""What the page of a project shows, read together."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.asked import ask_together
from app.models import Project
from app.queries import accepting, contracts, metrics, milestones, money_panel
from app.services import calendars, platforms, tolerating
from app.services.money import funds, shares
from app.services.open_call import testing
from app.services.races import finding

_PARTS = (
    *(milestones.OF_PROJECT, contracts.VERSIONS, metrics.METRICS, metrics.READINGS),
    *(*accepting.COURSE, tolerating.TOLERANCE, finding.TEAM, testing.USER_TEST),
    *(funds.FUND, money_panel.PAYMENTS, shares.SHARES, platforms.USED, calendars.ENTERED),
)


def read_parts(session: Session, project: Project) -> None:
    """The short lists that hang on a project, by one statement; whoever asks for one has it."""
    ask_together(session, *_PARTS, project=project.id, proposal=project.proposal_id)

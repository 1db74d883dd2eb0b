"""What the page of a project shows, read together."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.asked import Listed, ask_together, hang, hanging_on
from app.models import Project, Proposal
from app.queries import accepting, milestones
from app.services import calendars, cases, platforms, tolerating
from app.services.contracts import drafting
from app.services.milestones import targets
from app.services.money import funds, shares
from app.services.open_call import testing
from app.services.races import finding

_PARTS = (
    *(milestones.OF_PROJECT, drafting.VERSIONS, targets.METRICS, targets.READINGS),
    *(*accepting.COURSE, tolerating.TOLERANCE, finding.TEAM, testing.USER_TEST),
    *(funds.FUND, funds.PAYMENTS, funds.MATCHING, shares.SHARES, platforms.USED),
    *(cases.PANEL, calendars.ENTERED),
)


def read_parts(session: Session, project: Project) -> None:
    """The short lists that hang on a project, by one statement; whoever asks for one has it."""
    members, proposal = _members(), project.proposal_id
    given = {"kind": project.kind, "case": project.id, "project": project.id}
    ask_together(session, *_PARTS, *members.values(), proposal=proposal, **given)
    hang(session, project.proposal, members, proposal=proposal)


@cache
def _members() -> dict[str, Listed[Any]]:
    """At whom the question for the roles of a reader looks."""
    return {"members": hanging_on(Proposal.members, "proposal")}

"""The acts a definition may name: what a move does to the case's own data, in the same commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.services.acts.accepting import ACTS as ACCEPTING
from app.services.acts.calls import ACTS as CALLS
from app.services.acts.changes import ACTS as CHANGES
from app.services.acts.contracts import ACTS as CONTRACTS
from app.services.acts.integrity import ACTS as INTEGRITY
from app.services.acts.invitations import ACTS as INVITATIONS
from app.services.acts.letters import ACTS as LETTERS
from app.services.acts.meetings import ACTS as MEETINGS
from app.services.acts.milestones import ACTS as MILESTONES
from app.services.acts.money import ACTS as MONEY
from app.services.acts.notices import ACTS as NOTICES
from app.services.acts.open_call import ACTS as OPEN_CALL
from app.services.acts.projects import ACTS as PROJECTS
from app.services.acts.proposals import ACTS as PROPOSALS
from app.services.acts.races import ACTS as RACES
from app.services.acts.reviews import ACTS as REVIEWS
from app.services.acts.shares import ACTS as SHARES
from app.services.acts.teams import ACTS as TEAMS
from app.services.acts.tolerance import ACTS as TOLERANCE
from app.services.acts.voting import ACTS as VOTING
from app.services.moves import Move

Act = Callable[[Session, Any, Move], None]

ACTS: dict[str, Act] = {
    **CALLS,
    **PROPOSALS,
    **REVIEWS,
    **INVITATIONS,
    **MEETINGS,
    **VOTING,
    **NOTICES,
    **PROJECTS,
    **CONTRACTS,
    **MILESTONES,
    **MONEY,
    **SHARES,
    **TOLERANCE,
    **RACES,
    **TEAMS,
    **LETTERS,
    **INTEGRITY,
    **CHANGES,
    **ACCEPTING,
    **OPEN_CALL,
}

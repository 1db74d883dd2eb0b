"""Whose turn it is on a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.access.holders import holders
from app.models import Case
from app.services.cases import state_of
from app.services.door.pending_signatures import signatures_on, still_to_sign, unsigned_in
from app.services.facts import facts_of
from app.services.open_call.being_signed import SIGNED_BY, project_signed_for
from workflows.engine.decide import Turn, turn_in
from workflows.roles import OF_A_UNIT, SYSTEM_ROLES, Role


def unheld(session: Session, case: Case, hands: frozenset[Role], now: datetime) -> frozenset[Role]:
    """Which hands of a unit nobody has: nothing goes on, and nobody is told, until somebody is
    granted the role."""
    where = project_signed_for(session, case) or case
    return frozenset(
        role for role in hands & OF_A_UNIT if not holders(session, where, frozenset({role}), now)
    )


def turn_of(
    session: Session, case: Case, now: datetime, reader: frozenset[Role] = frozenset()
) -> Turn:
    """Who has still to sign what others have signed, or what an item that is won is signed by; else
    who has to give something first, or whom the state waits on: nobody where that is the clock.
    `reader` holds these roles on the case, and is told no more than they may know; nobody holds
    more than everybody may."""
    if (project := project_signed_for(session, case)) is not None:
        return Turn(unsigned_in(project, SIGNED_BY, signatures_on(session, project)))
    if missing := still_to_sign(session, case):
        return Turn(missing)
    state = state_of(case)
    if not state.first:
        return Turn(state.waits_on - SYSTEM_ROLES)
    turn = turn_in(state, facts_of(session, case, now, {}), reader)
    return Turn(turn.hands - SYSTEM_ROLES, turn.lacking)

"""What keeps the clock from a move that is due, for those who watch a case stand still."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Case
from app.services.cases import workflow_of
from app.services.facts import facts_of
from app.services.history import trail_of
from workflows.engine.decide import Offer, Refusals, decide
from workflows.engine.facts import Actor
from workflows.guards.bid import not_related_to_demander
from workflows.guards.deciding import award_not_barred, award_owes_nothing
from workflows.hands import HOUSE, TEAM
from workflows.roles import SYSTEM_ROLES, Role

_OF_THEIR_OWN = frozenset(
    {award_not_barred.key, award_owes_nothing.key, not_related_to_demander.key}
)
_CLOCK = Actor(None, frozenset({Role.SYSTEM_CLOCK}))


def held_up(
    session: Session, case: Case, now: datetime, roles: frozenset[Role]
) -> Offer[Any] | None:
    """For somebody with these roles: the move that the clock should have made by now, with what it
    lacks; None where the case is not due, waits on somebody, is moved in a moment, or lacks what
    nobody can supply. Its own side reads beside the house that a bar keeps a proposal from its
    award, or a tie to the demander, which is nobody else's business; of an objection it hears once
    that is admitted."""
    found = _held_up(session, case, now) if roles & (HOUSE | TEAM) else None
    if found is None or roles & HOUSE:
        return found
    told = tuple(reason for reason in found.refusals if reason.key in _OF_THEIR_OWN)
    return replace(found, refusals=told) if told else None


def _held_up(session: Session, case: Case, now: datetime) -> Offer[Any] | None:
    workflow = workflow_of(case)
    waits_on = workflow.state(case.state).waits_on
    if case.due_at is None or now < case.due_at or not waits_on or waits_on - SYSTEM_ROLES:
        return None
    facts, trail = facts_of(session, case, now, {}), trail_of(session, case)
    refused = []
    for due in (t for t in workflow.leaving(case.state) if t.due and t.roles & waits_on):
        answer = decide(workflow, case.state, due.name, _CLOCK, facts, trail)
        if not isinstance(answer, Refusals):
            return None
        refused.append(Offer(due, answer.reasons))
    return next((move for move in refused if any(r.people for r in move.refusals)), None)

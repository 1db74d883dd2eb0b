"""Waivers of limits (限项例外) of the proposals of a call, and for whom they wait."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.access.recused import aside_from
from app.models import Call, LimitWaiver, Person, Proposal
from app.queries.narrowing import Narrowing
from app.queries.sight.aside import no_proposal_of
from app.queries.sight.holding import Holding
from app.queries.sight.sources import SOURCES
from app.services.eligibility.waiving import IS_UNDER_WAY
from workflows.roles import Role


class Waiting(NamedTuple):
    """How many waivers in a call wait for one role; when the first of them was asked for."""

    call: Call
    status: str
    number: int
    since: datetime


WAIVERS = Narrowing({"proposal": LimitWaiver.proposal_id})


def waivers_in(call: Call, hidden: Collection[int]) -> Select[LimitWaiver]:
    """Those that wait first; nothing of what the reader stands aside from."""
    return (
        select(LimitWaiver)
        .join(LimitWaiver.proposal)
        .where(Proposal.call_id == call.id, no_proposal_of(hidden, Proposal.id))
        .options(contains_eager(LimitWaiver.proposal))
        .order_by(case((IS_UNDER_WAY, 0), else_=1), LimitWaiver.id)
    )


def waiver_in(
    session: Session, call: Call, hidden: Collection[int], number: int
) -> LimitWaiver | None:
    whole = (
        joinedload(LimitWaiver.proposed_by),
        joinedload(LimitWaiver.confirmed_by),
        joinedload(LimitWaiver.closed_by),
    )
    query = waivers_in(call, hidden).where(LimitWaiver.id == number)
    return session.scalars(query.options(*whole)).first()


def many_waivers(call: Call, hidden: Collection[int]) -> Select[int]:
    """Of those under way."""
    return (
        select(func.count(LimitWaiver.id))
        .join(LimitWaiver.proposal)
        .where(Proposal.call_id == call.id, no_proposal_of(hidden, Proposal.id), IS_UNDER_WAY)
    )


def waiting_for(
    session: Session, calls: Sequence[int], person: Person, now: datetime
) -> Sequence[Waiting]:
    """What waits for this officer or supervisor, the oldest first; `calls` are those with a waiver
    under way, as a rule none."""
    if not calls:
        return ()
    since = func.min(LimitWaiver.asked_at)
    counted = session.execute(
        select(Proposal.call_id, LimitWaiver.status, func.count(), since)
        .join(LimitWaiver.proposal)
        .where(
            IS_UNDER_WAY,
            Proposal.call_id.in_(calls),
            no_proposal_of(aside_from(session, person), Proposal.id),
            LimitWaiver.asked_by_id != person.id,
            func.coalesce(LimitWaiver.proposed_by_id, 0) != person.id,
        )
        .group_by(Proposal.call_id, LimitWaiver.status)
        .order_by(since)
    ).all()
    theirs = _theirs(session, [row.call_id for row in counted], Holding.of(session, person, now))
    return [
        Waiting(theirs[number, status], status, count, at)
        for number, status, count, at in counted
        if (number, status) in theirs
    ]


def _theirs(
    session: Session, calls: Sequence[int], holding: Holding
) -> dict[tuple[int, str], Call]:
    """By the call and the status of its waivers in which it is this person's turn."""
    asked = holding.on(Call.kind, Role.PROGRAMME_OFFICER)
    proposed = holding.on(Call.kind, Role.SUPERVISOR)
    columns: Any = select(Call, asked, proposed)
    query = SOURCES[Call.kind].joined(columns)
    found = {}
    for call, *turns in session.execute(query.where(Call.id.in_(calls), or_(asked, proposed))):
        for status, is_theirs in zip(("asked", "proposed"), turns, strict=True):
            if is_theirs:
                found[call.id, status] = call
    return found

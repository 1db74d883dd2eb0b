"""Append to the history and read what it says of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session, joinedload

from app.asked import once
from app.audit.chain import START, link
from app.models import Call, Case, Decision, History, PendingSignature, Timer
from app.services.cases import case_id, workflow_of
from workflows.engine.decide import DRAFT, due_moment, timers
from workflows.engine.facts import Facts, Signature, Trail
from workflows.roles import Role

_TURN = 7_031_421
_TAKEN = "turn"

HOUSE = "house"
"""The kind of a record that concerns no case."""


def append(
    session: Session,
    case: Case,
    transition: str,
    *,
    source: str,
    target: str,
    actor_id: int | None,
    role: Role,
    now: datetime,
    given: Mapping[str, str],
) -> History:
    """One more link of the chain, in the caller's transaction."""
    workflow = workflow_of(case)
    return _linked(
        session,
        case_kind=case.kind,
        case_id=case_id(case),
        transition=transition,
        source=source,
        target=target,
        actor_id=actor_id,
        role=role.value,
        at=now,
        given=dict(given),
        workflow=workflow.key,
        workflow_version=workflow.version,
    )


def record(session: Session, what: str, *, now: datetime, given: Mapping[str, str]) -> History:
    """What concerns no case: done to the house itself, by whoever runs its programs."""
    return _linked(
        session,
        case_kind=HOUSE,
        case_id=0,
        transition=what,
        source="",
        target="",
        actor_id=None,
        role=Role.SYSTEM_WORKER.value,
        at=now,
        given=dict(given),
        workflow=HOUSE,
        workflow_version=1,
    )


def _linked(session: Session, **fields: Any) -> History:
    row = History(**fields, previous_mac=_last_mac(session))
    row.mac = link(session.info["audit_key"], row.previous_mac, record_of(row))
    session.add(row)
    session.flush()
    return row


def note(
    session: Session,
    case: Case,
    what: str,
    *,
    actor_id: int | None,
    role: Role,
    now: datetime,
    given: Mapping[str, str],
) -> History:
    """What belongs to the history of a case without moving it."""
    return append(
        session,
        case,
        what,
        source=case.state,
        target=case.state,
        actor_id=actor_id,
        role=role,
        now=now,
        given=given,
    )


def record_of(row: History) -> dict[str, object]:
    """What the MAC of a row covers."""
    return {
        "case_kind": row.case_kind,
        "case_id": row.case_id,
        "transition": row.transition,
        "source": row.source,
        "target": row.target,
        "actor_id": row.actor_id,
        "role": row.role,
        "at": row.at.isoformat(timespec="microseconds"),
        "given": row.given,
        "workflow": row.workflow,
        "workflow_version": row.workflow_version,
    }


def newest(session: Session, case: Case) -> int:
    """The id of the newest row of the case; 0 when there is none."""
    of_case = (History.case_kind == case.kind) & (History.case_id == case_id(case))
    return session.scalar(select(func.max(History.id)).where(of_case)) or 0


def take_turn(session: Session) -> None:
    """Writers move one after the other until their commits: what a guard has counted (places, a
    unit's limit) still holds at the commit, and the chain has one end. On SQLite a writing session
    holds its one lock from the beginning anyway.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    taken = session.info.get(_TAKEN)
    if taken is not None and taken is session.get_transaction():
        return
    session.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))
    if not session.in_nested_transaction():  # what is taken within goes with its rollback
        session.info[_TAKEN] = session.get_transaction()


def _last_mac(session: Session) -> str:
    take_turn(session)
    newest = select(func.max(History.id)).scalar_subquery()
    return session.scalar(select(History.mac).where(History.id == newest)) or START


def trail_of(session: Session, case: Case) -> Trail:
    """Who made which move on this case before, and the signatures waiting in its present state."""
    moves = [(row.transition, row.actor_id) for row in rows_of(session, case)]
    actors: dict[str, set[int]] = {}
    for transition, actor_id in moves:
        # Who signed a move made it too, for the separation of duties.
        if actor_id is not None:
            actors.setdefault(transition.removeprefix("sign:"), set()).add(actor_id)
    leaving = workflow_of(case).leaving(case.state)
    if any(DRAFT in transition.separation for transition in leaving):
        actors.setdefault(DRAFT, set()).update(_drafters_of_decision(session, case))
    waiting = any(transition.approvals for transition in leaving)
    signatures = tuple(
        Signature(s.transition, s.person_id, Role(s.role))
        for s in (session.scalars(_signatures(case)) if waiting else ())
    )
    return Trail({name: frozenset(ids) for name, ids in actors.items()}, signatures)


def rows_of(session: Session, case: Case) -> Sequence[History]:
    """Every row of the case, oldest first, with who made the move."""
    query = (
        select(History)
        .where(History.case_kind == case.kind, History.case_id == case_id(case))
        .options(joinedload(History.actor))
        .order_by(History.id)
    )
    question = ("history", case.kind, case_id(case))
    return once(session, question, lambda: session.scalars(query).all())


def _drafters_of_decision(session: Session, case: Case) -> Iterable[int]:
    """What the meeting decides on a call is drafted beside the call (C11)."""
    if not isinstance(case, Call):
        return ()
    return session.scalars(select(Decision.drafted_by_id).where(Decision.call_id == case.id))


def _signatures(case: Case):  # type: ignore[no-untyped-def]
    return (
        select(PendingSignature)
        .where(
            PendingSignature.case_kind == case.kind,
            PendingSignature.case_id == case_id(case),
        )
        .order_by(PendingSignature.id)
    )


def first_words(session: Session, case: Case, transition: str) -> dict[str, str]:
    """What the first signatory typed, when a move needs several signatures."""
    leaving = workflow_of(case).leaving(case.state)
    if not any(t.approvals for t in leaving if t.name == transition):
        return {}
    first = session.scalars(
        _signatures(case).where(PendingSignature.transition == transition).limit(1)
    ).first()
    return dict(first.given) if first else {}


def still_to_sign(session: Session, case: Case) -> frozenset[Role]:
    """Whose signatures are missing on the moves that somebody has signed already."""
    shared = [t for t in workflow_of(case).leaving(case.state) if t.approvals]
    given = session.scalars(_signatures(case)).all() if shared else ()
    missing: set[Role] = set()
    for move in shared:
        signed = {Role(s.role) for s in given if s.transition == move.name}
        if signed:
            missing |= {*move.approvals, *(() if signed & move.roles else move.roles)} - signed
    return frozenset(missing)


def void_signatures(session: Session, case: Case, transition: str) -> None:
    """Those for this move: other words are to be signed now."""
    for signature in session.scalars(
        _signatures(case).where(PendingSignature.transition == transition)
    ):
        session.delete(signature)
    session.flush()


def clear_signatures(session: Session, case: Case) -> None:
    if not workflow_of(case).is_signed_by_several:
        return
    session.execute(
        delete(PendingSignature).where(
            PendingSignature.case_kind == case.kind,
            PendingSignature.case_id == case_id(case),
        )
    )


def rewrite_timers(session: Session, case: Case, facts: Facts) -> None:
    """The clock's list for this case follows from its state and facts, and from nothing else."""
    workflow = workflow_of(case)
    if workflow.is_timed:
        session.execute(
            delete(Timer).where(Timer.case_kind == case.kind, Timer.case_id == case_id(case))
        )
    for transition, moment in timers(workflow, case.state, facts):
        session.add(
            Timer(
                case_kind=case.kind,
                case_id=case_id(case),
                transition=transition,
                due_at=moment,
            )
        )
    renew_due(case, facts)


def renew_due(case: Case, facts: Facts) -> None:
    """By when those who are awaited in the present state are to act."""
    case.due_at = due_moment(workflow_of(case), case.state, facts)

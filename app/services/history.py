"""Append to the history and read what it says of a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import is_
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, cast, func, insert, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, forget
from app.audit.chain import START, link
from app.models import Call, Case, History, Payment
from app.services.cases import DECISION, case_id, workflow_of
from app.services.door.pending_signatures import (
    as_signatures,
    is_signed_jointly,
    signatures_on,
)
from app.services.door.turns import hold_the_end
from workflows.engine.decide import DRAFT
from workflows.engine.facts import Trail
from workflows.roles import Role

_END = "end of the chain"


class Step(NamedTuple):
    """Of a row of the history, what the next move asks about."""

    id: int
    transition: str
    actor_id: int | None


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


def record(
    session: Session,
    what: str,
    *,
    now: datetime,
    given: Mapping[str, str],
    actor_id: int | None = None,
    role: Role = Role.SYSTEM_WORKER,
) -> History:
    """What concerns no case: done to the house itself, by whoever runs its programs unless somebody
    is named."""
    return _linked(
        session,
        case_kind=HOUSE,
        case_id=0,
        transition=what,
        source="",
        target="",
        actor_id=actor_id,
        role=role.value,
        at=now,
        given=dict(given),
        workflow=HOUSE,
        workflow_version=1,
    )


def _linked(session: Session, **fields: Any) -> History:
    previous = _last_mac(session)
    mac = link(session.info["audit_key"], previous, record_of(History(**fields)))
    row = session.scalars(_APPENDED, fields | {"previous_mac": previous, "mac": mac}).one()
    forget(session)
    session.info[_END] = (*_open_in(session), mac)
    return row


_APPENDED = insert(History).returning(History)


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


EDITED = "draft_edited"
"""A draft was saved anew. Whoever did that drafted it too."""
TEST_RECORDED = "test_recorded"
"""What a third party measured was recorded: whoever was about to act on an earlier report looks
again."""


def said_by(
    session: Session, *which: ColumnElement[bool]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Of each of these records, oldest first, its case and what it says. One that is no JSON object
    any more says nothing: the chain tells that it was altered."""
    text = cast(History.given, String)
    query = select(History.case_id, text).where(*which).order_by(History.id)
    for number, written in session.execute(query):
        try:
            given = json.loads(written)
        except ValueError:
            continue
        if isinstance(given, dict):
            yield number, given


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
    return newest_of(rows_of(session, case))


def newest_of(past: Sequence[Step] | Sequence[History]) -> int:
    """The same of rows that have been read."""
    return past[-1].id if past else 0


def sent_before(
    session: Session, case: Case, transition: str, by: int, given: Mapping[str, str], seen: int
) -> History | None:
    """The same move, or signature, that the same person made with the same words since the row
    `seen`: a button pressed twice."""
    since = next((row for row in rows_of(session, case) if row.id > seen), None)
    if since is None or since.actor_id != by:
        return None
    is_same = since.transition.removeprefix("sign:") == transition and since.given == given
    return since if is_same else None


def _last_mac(session: Session) -> str:
    *transactions, mine = session.info.get(_END, (None, None, ""))
    if mine and all(map(is_, transactions, _open_in(session))):
        return str(mine)  # since then nobody else could
    hold_the_end(session)
    return end_of(session)


def end_of(session: Session) -> str:
    """The link in which the history ends: another one as soon as anything has moved."""
    return session.scalar(_NEWEST_MAC) or START


def _open_in(session: Session) -> tuple[object, object]:
    """What is appended within a savepoint goes with its rollback."""
    return session.get_transaction(), session.get_nested_transaction()


_NEWEST_MAC = select(History.mac).where(
    History.id == select(func.max(History.id)).scalar_subquery()
)


def trail_of(
    session: Session, case: Case, past: Sequence[Step] | Sequence[History] | None = None
) -> Trail:
    """Who made which move on this case before, and the signatures waiting in its present state.
    `past`: its steps, of whoever has read them."""
    past = rows_of(session, case) if past is None else past
    moves = [(row.transition, row.actor_id) for row in past]
    actors: dict[str, set[int]] = {}
    for transition, actor_id in moves:
        # Who signed a move made it too, for the separation of duties.
        if actor_id is not None:
            actors.setdefault(transition.removeprefix("sign:"), set()).add(actor_id)
    leaving = workflow_of(case).leaving(case.state)
    if any(DRAFT in transition.separation for transition in leaving):
        drafters = actors.setdefault(DRAFT, set()) | actors.get(EDITED, set())
        actors[DRAFT] = drafters.union(filter(None, _also_drafted(session, case)))
    waiting = signatures_on(session, case) if is_signed_jointly(case, case.state) else ()
    made = {name: frozenset(ids) for name, ids in actors.items()}
    return Trail(made, as_signatures(waiting))


def steps_of(session: Session, case: Case) -> Sequence[Step]:
    """Every row of the case, oldest first."""
    given = {"kind": case.kind, "case": case_id(case)}
    return [Step(*row) for row in session.execute(_STEPS, given)]


def rows_of(session: Session, case: Case) -> Sequence[History]:
    """Every row of the case, oldest first, with who made the move."""
    return ROWS.of(session, kind=case.kind, case=case_id(case))


ROWS = Listed(
    History,
    History.case_kind == bindparam("kind"),
    History.case_id == bindparam("case"),
    order=(History.id,),
    options=(joinedload(History.actor),),
)
_STEPS = (
    select(History.id, History.transition, History.actor_id)
    .where(*ROWS.conditions)
    .order_by(*ROWS.order)
)


def _also_drafted(session: Session, case: Case) -> Iterable[int | None]:
    """What the meeting decides on a call is drafted beside the call (C11); what is paid was ordered
    by whoever began the first order on its basis, or upheld the appeal it rests on. Orders in
    between were made again: were their makers ordering too, a small office could pay no more."""
    match case:
        case Call():
            return (one.drafted_by_id for one in DECISION.of(session, call=case.id))
        case Payment():
            return session.scalars(select(History.actor_id).where(_orders(case)))
    return ()


def _orders(payment: Payment) -> ColumnElement[bool]:
    if payment.basis == "appeal":
        upheld = (History.case_kind == payment.basis_kind) & (History.case_id == payment.basis_id)
        return upheld & (History.transition == "uphold")
    on_basis = select(Payment.id).where(
        Payment.project_id == payment.project_id,
        Payment.basis == payment.basis,
        Payment.basis_kind == payment.basis_kind,
        Payment.basis_id == payment.basis_id,
    )
    first = select(func.min(History.id)).where(
        History.case_kind == Payment.kind,
        History.case_id.in_(on_basis),
        History.transition == DRAFT,
    )
    return History.id == first.scalar_subquery()

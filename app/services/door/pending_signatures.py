"""The signatures that wait for others: a move that several sign is made with the last of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Case, PendingSignature
from app.services.cases import case_id, workflow_of
from workflows.engine.decide import Step
from workflows.engine.facts import Signature, Trail
from workflows.engine.model import Transition
from workflows.engine.signatures import open_slots, other_ways
from workflows.roles import Role


def is_signed_jointly(case: Case, state: str) -> bool:
    """Whether a move out of that state needs several signatures."""
    return any(transition.approvals for transition in workflow_of(case).leaving(state))


def signatures_on(session: Session, case: Case) -> Sequence[PendingSignature]:
    """Those that wait for others, oldest first."""
    return SIGNATURES.of(session, kind=case.kind, case=case_id(case))


SIGNATURES = Listed(
    PendingSignature,
    PendingSignature.case_kind == bindparam("kind"),
    PendingSignature.case_id == bindparam("case"),
    order=(PendingSignature.id,),
)


def first_words(session: Session, case: Case, transition: str) -> dict[str, str]:
    """What the first signatory typed, when a move needs several signatures."""
    leaving = workflow_of(case).leaving(case.state)
    if not any(t.approvals for t in leaving if t.name == transition):
        return {}
    given = (s.given for s in signatures_on(session, case) if s.transition == transition)
    return dict(next(given, {}))


def still_to_sign(session: Session, case: Case) -> frozenset[Role]:
    """Whose signatures are missing on the moves that somebody has signed already."""
    given = signatures_on(session, case) if is_signed_jointly(case, case.state) else ()
    return unsigned_by(case, given)


def is_being_ended(session: Session, case: Case) -> bool:
    """Whether somebody has signed its end, and others have not yet."""
    workflow = workflow_of(case)
    begun = {s.transition for s in signatures_on(session, case)}
    leaving = (t for t in workflow.leaving(case.state) if t.name in begun)
    return any(workflow.state(t.target).is_final for t in leaving)


def unsigned_by(case: Case, given: Sequence[PendingSignature]) -> frozenset[Role]:
    """Whose signatures are missing beside the `given` ones of the case."""
    begun = {s.transition for s in given}
    shared = [t for t in workflow_of(case).leaving(case.state) if t.approvals and t.name in begun]
    return frozenset[Role]().union(*(_unsigned(move, given) for move in shared))


def unsigned_in(case: Case, transition: str, given: Sequence[PendingSignature]) -> frozenset[Role]:
    """Whose signatures are missing for this move, whoever has begun to sign it."""
    [move] = (t for t in workflow_of(case).leaving(case.state) if t.name == transition)
    return _unsigned(move, given)


def _unsigned(move: Transition[Any], given: Sequence[PendingSignature]) -> frozenset[Role]:
    """Where two of one role sign, that role until both have."""
    trail = Trail(signatures=as_signatures(given))
    return frozenset[Role]().union(*open_slots(move, trail))


def as_signatures(given: Sequence[PendingSignature]) -> tuple[Signature, ...]:
    return tuple(Signature(s.transition, s.person_id, Role(s.role)) for s in given)


def keep_signature(
    session: Session,
    case: Case,
    transition: str,
    person_id: int,
    role: Role,
    given: Mapping[str, str],
    now: datetime,
) -> None:
    """Until the others have signed, or the case leaves its state."""
    session.add(
        PendingSignature(
            case_kind=case.kind,
            case_id=case_id(case),
            transition=transition,
            person_id=person_id,
            role=role.value,
            given=dict(given),
            signed_at=now,
        )
    )


def void_signatures(session: Session, case: Case, transition: str) -> None:
    """Those for this move: other words are to be signed now."""
    for signature in signatures_on(session, case):
        if signature.transition == transition:
            session.delete(signature)
    session.flush()


def signed_other_ways(
    session: Session, case: Case, transition: Transition[Any], person_id: int
) -> list[PendingSignature]:
    """What this person has signed of the case instead of this move: void with its signature."""
    ways = other_ways(workflow_of(case), case.state, transition)
    given = signatures_on(session, case) if ways else ()
    return [s for s in given if s.transition in ways and s.person_id == person_id]


def clear_signatures(session: Session, case: Case, step: Step[Any]) -> None:
    """Those given in the state that it has left, or that a move within it makes void; a reminder,
    which the clock gives in its time, voids none."""
    stays = step.transition.target == step.source
    reminds = stays and step.transition.due is not None and step.role is Role.SYSTEM_CLOCK
    if reminds or not is_signed_jointly(case, step.source):
        return
    session.execute(
        delete(PendingSignature).where(
            PendingSignature.case_kind == case.kind,
            PendingSignature.case_id == case_id(case),
        )
    )

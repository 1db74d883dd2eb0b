"""Letters: drafted with a frozen payload in the commit of the move they rest on."""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.payload import LetterPayload
from app.models import (
    Case,
    IntegrityCase,
    Letter,
    Objection,
    Organisation,
    Outbox,
    Payment,
    Person,
)
from app.services.cases import case_id, proposal_of
from app.services.door.wiring import carries_out
from app.services.letter_facts import wording_of
from app.services.moves import Move, begin
from config import Settings
from workflows.engine.calendar import local_date
from workflows.engine.effects import SendLetter
from workflows.parts.letter import LETTERS
from workflows.roles import Role


@carries_out(SendLetter)
def draft(session: Session, case: Case, effect: SendLetter, move: Move, _effect_no: int) -> None:
    """One letter of its kind for this case and its occasion, ever, or for each move where the kind
    recurs; its making waits in the outbox."""
    kind = effect.kind
    key = f"{kind}-{case.kind}-{case_id(case)}"
    if LETTERS[kind].recurs:
        key = f"{key}-{move.history.id}"
    elif case.occasion > 1:
        key = f"{key}-{case.occasion}"
    if session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return
    payload = _payload(session, case, kind, key, move)
    unit, leader = _recipients(case)
    letter = Letter(
        letter_kind=kind,
        key=key,
        about_kind=case.kind,
        about_id=case_id(case),
        title=payload.title,
        organisation_id=unit.id if unit else None,
        person_id=leader.id if leader else None,
        is_public=LETTERS[kind].is_public,
        payload=payload.to_dict(),
        payload_digest=payload.digest(),
        verification_code=payload.verification_code,
        created_at=move.now,
    )
    begin(session, letter, Role.SYSTEM_WORKER, move.now)
    session.add(
        Outbox(
            key=f"letter-{letter.id}",
            history_id=move.history.id,
            job="letter",
            payload={"letter_id": letter.id},
            not_before=move.now,
        )
    )


def verification_code(audit_key: bytes, key: str) -> str:
    """Cannot be guessed without the key, and is the same whenever the letter is made again."""
    digest = hmac.new(audit_key, f"letter:{key}".encode(), hashlib.sha256).hexdigest().upper()
    return "-".join(digest[n : n + 4] for n in range(0, 16, 4))


def _payload(session: Session, case: Case, kind: str, key: str, move: Move) -> LetterPayload:
    settings: Settings = session.info["settings"]
    wording = wording_of(session, case, kind, move)
    code = verification_code(session.info["audit_key"], key)
    return LetterPayload(
        kind=kind,
        layout=LETTERS[kind].layout,
        issuer=settings.office_name,
        number=None,
        title=wording.title,
        addressee=wording.addressee,
        blocks=wording.blocks,
        date=local_date(move.now),
        signatory=settings.office_name,
        copies=wording.copies,
        printed_by=settings.office_name,
        verify_url=f"{settings.base_url}/verify/{code}",
        verification_code=code,
        demo=not settings.is_production,
        annexes=wording.annexes,
    )


def _recipients(case: Case) -> tuple[Organisation | None, Person | None]:
    """Who objects stays unknown: an answer is sent by supervision, to nobody the system names."""
    if isinstance(case, IntegrityCase):
        return case.subject_unit, case.subject_person
    if isinstance(case, Objection):
        return None, None
    proposal = proposal_of(case)
    if isinstance(case, Payment):
        return case.payee, case.project.proposal.pi
    return (proposal.lead_unit, proposal.pi) if proposal else (None, None)

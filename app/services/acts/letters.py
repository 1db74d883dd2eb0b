"""What moves of a letter do: take its number, record its file or its failure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app.models import DocumentNumber, Letter, Outbox
from app.services.door.serving import begin_terms
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.upkeep.failed_letters import tell_of_failure
from workflows.engine.calendar import local_date


@act
def take_document_number(session: Session, letter: Letter, move: Move) -> None:
    """The next serial of the year, in the transaction of signing: no gap, no number twice.

    A letter that is made again after a failure keeps the number it has.
    """
    if letter.number is not None:
        return
    authority = session.info["settings"].office_code
    year = local_date(move.now).year
    newest = session.scalar(
        select(func.max(DocumentNumber.serial)).where(
            DocumentNumber.authority == authority, DocumentNumber.year == year
        )
    )
    letter.number = DocumentNumber(
        authority=authority, year=year, serial=(newest or 0) + 1, issued_at=move.now
    )


@act
def record_file(session: Session, letter: Letter, move: Move) -> None:
    letter.sha256 = move.given["sha256"]
    letter.size = int(move.given["size"])
    if "stamped_at" in move.given:
        letter.stamped_at = datetime.fromisoformat(move.given["stamped_at"])
        letter.stamped_by = move.given["stamped_by"]
    letter.error = ""
    begin_terms(session, letter, move.now)


@act
def record_error(session: Session, letter: Letter, move: Move) -> None:
    letter.error = move.given["error"]
    tell_of_failure(session, letter, move)


@act
def queue_letter_again(session: Session, letter: Letter, move: Move) -> None:
    """In place of the work that failed, which nobody needs to look at any more."""
    first = f"letter-{letter.id}"
    of_letter = or_(Outbox.key == first, Outbox.key.startswith(f"{first}-"))
    failed = update(Outbox).where(Outbox.job == "letter", Outbox.status == "failed", of_letter)
    session.execute(failed.values(status="done", done_at=move.now))
    session.add(
        Outbox(
            key=f"{first}-{move.history.id}",
            history_id=move.history.id,
            job="letter",
            payload={"letter_id": letter.id},
            not_before=move.now,
        )
    )


@act
def void_document_number(session: Session, letter: Letter, move: Move) -> None:
    """A void number stays in the register and is not used again."""
    if letter.number is not None:
        letter.number.voided_at = move.now
        letter.number.void_reason = move.given["reason"]
    begin_terms(session, letter, move.now)

"""When a party was served with a decision: its letter signed and filed, and so there to be read.

The term of an appeal runs from there (J19), not from the decision, whose letter may be made later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.models import Case, Letter
from app.services.cases import case_id, load_case
from app.services.door.timers import refresh_timers

APPEALABLE: dict[str, tuple[str, ...]] = {
    "proposal": ("formal_rejection",),
    "integrity_case": ("integrity_decision",),
    "project": (
        *("termination_notice", "revocation_decision", "fault_finding"),
        "acceptance_failure",
    ),
}
"""By the kind of case: the letters that serve what may be appealed against."""

_IS_SERVED = ("filed", "void")
"""A void letter is not made any more: whoever was told by message waits for it no longer."""


def served_at(session: Session, case: Case) -> datetime | None:
    """Aware UTC; None while the letter of the decision that the case stands at is being made. What
    is decided without a letter is served by the message in the same commit."""
    letters = select(Letter).where(Letter.about_id == case_id(case), serves(case.kind))
    return served_by(case, session.scalars(letters.order_by(Letter.id)).all())


def serves(kind: str) -> ColumnElement[bool]:
    """On the table of letters: those by which a case of this kind is served."""
    return and_(Letter.about_kind == kind, Letter.letter_kind.in_(APPEALABLE[kind]))


def served_by(case: Case, letters: Sequence[Letter]) -> datetime | None:
    """The same, of its letters that serve, the newest last."""
    newest = next((n for n in reversed(letters) if n.created_at >= case.state_entered_at), None)
    if newest is None:
        return case.state_entered_at
    return newest.state_entered_at if newest.state in _IS_SERVED else None


def begin_terms(session: Session, letter: Letter, now: datetime) -> None:
    """Once the letter is made, or never will be: what runs from its service runs from here."""
    if letter.letter_kind not in APPEALABLE.get(letter.about_kind, ()):
        return
    case = load_case(session, letter.about_kind, letter.about_id, lock=True)
    assert case is not None, "a letter is about a case"
    session.flush()
    refresh_timers(session, case, now)

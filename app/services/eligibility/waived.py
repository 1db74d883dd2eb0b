"""What a waiver by two takes from the findings on limits (domain §3.5). It never touches sanctions,
debts or barred people: those are findings on integrity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import LimitWaiver
from workflows.engine.text import Text

Phrases = tuple[Text, ...]


def unwaived(session: Session, found: Mapping[int, Phrases]) -> dict[int, Phrases]:
    """By the id of the proposal: what of its findings still stands. No question, where there are
    none."""
    concerned = [number for number, findings in found.items() if findings]
    waived = _confirmed(session, concerned) if concerned else {}
    return {
        number: tuple(text for text in findings if text.zh not in waived.get(number, ()))
        for number, findings in found.items()
    }


def waivers_of(session: Session, proposal: int) -> Sequence[LimitWaiver]:
    """All that was ever asked for, the newest last."""
    query = select(LimitWaiver).where(LimitWaiver.proposal_id == proposal)
    return session.scalars(query.order_by(LimitWaiver.id)).all()


def _confirmed(session: Session, proposals: Sequence[int]) -> dict[int, set[str]]:
    rows = select(LimitWaiver.proposal_id, LimitWaiver.finding).where(
        LimitWaiver.proposal_id.in_(proposals), LimitWaiver.status == "confirmed"
    )
    found: dict[int, set[str]] = {}
    for number, finding in session.execute(rows):
        found.setdefault(number, set()).add(finding["zh"])
    return found

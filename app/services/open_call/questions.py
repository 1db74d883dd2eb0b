"""Questions about a posted item: anybody asks, the answer is published to all, the asker never."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Item, ItemQuestion, Person
from app.services.identity import throttle
from app.services.identity.throttle import Sending
from app.services.problems import Problems, alone
from workflows.engine.text import Text


def ask(
    session: Session, item: Item, text: str, by: Person, now: datetime
) -> ItemQuestion | Problems:
    if item.state != "posted" or item.close_at is None or now >= item.close_at:
        return alone(
            Text(
                "揭榜已截止，不再受理提问。",
                "Bidding has closed. Questions are no longer accepted.",
            )
        )
    if not text.strip():
        return Problems({"text": Text("请写明问题", "Enter your question")})
    if wait := throttle.sent(session, Sending("question", by.id), now):
        return alone(wait)
    row = ItemQuestion(item_id=item.id, text=text.strip(), asked_by_id=by.id, asked_at=now)
    session.add(row)
    session.flush()
    return row


def answer(question: ItemQuestion, text: str, by: Person, now: datetime) -> Problems | None:
    """Published at once; an answer that bidders have read is not changed any more."""
    if question.answered_at is not None:
        return alone(Text("已经答复并公开。", "This has already been answered and published."))
    if not text.strip():
        return Problems({"answer": Text("请写明答复", "Enter the answer")})
    question.answer, question.answered_by_id, question.answered_at = text.strip(), by.id, now
    return None

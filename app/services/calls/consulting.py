"""Consultation (征求意见): anybody comments on a call, an officer answers each comment, and the
call is approved when all are answered. Who sent a comment is never published."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.holders import holders
from app.models import Call, ConsultationComment, Person
from app.services.calendars import working_calendar
from app.services.calls.programmes import title_of
from app.services.identity import throttle
from app.services.identity.throttle import Sending
from app.services.problems import Problems, alone
from app.services.telling.messages import is_told, tell_person
from workflows.engine.calendar import local_date, moment_words
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

PARTS: dict[str, Text] = {
    "guide": Text("支持方向或榜题", "Topics or items"),
    "conditions": Text("申报条件", "Eligibility conditions"),
    "criteria": Text("评审指标", "Criteria"),
    "money": Text("经费", "Funds"),
    "schedule": Text("时间安排", "Timing"),
    "other": Text("其他", "Other"),
}
OUTCOMES: dict[str, Text] = {
    "adopted": Text("采纳", "Adopted"),
    "partly": Text("部分采纳", "Adopted in part"),
    "rejected": Text("不采纳", "Not adopted"),
}


@dataclass(frozen=True, slots=True)
class Comment:
    """`part` is a key of PARTS; sender and contact may be empty. `sending` is the key that the page
    it was written on was handed out with: what comes with one key is one comment, however often
    the page is sent, and what two people write in the same words are two."""

    part: str
    text: str
    sender: str = ""
    contact: str = ""
    sending: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome` is a key of OUTCOMES; `summary` is what the public reads of the comment."""

    summary: str
    outcome: str
    reason: str


def ends_at(session: Session, call: Call) -> datetime | None:
    """When the consultation under way ends; None when there is none."""
    if call.state != "consulting":
        return None
    days = call.parameters["consult_days"]
    published_on = local_date(call.state_entered_at)
    return working_calendar(session).end_of_published_term(published_on, days)


def comment(
    session: Session,
    call: Call,
    typed: Comment,
    *,
    person: Person | None,
    address: str,
    now: datetime,
) -> ConsultationComment | Problems:
    if problems := _problems(session, call, typed, now):
        return problems
    if twice := _sent_before(session, call, typed.sending):
        return twice
    sending = Sending("comment", person.id if person else None, address)
    if wait := throttle.sent(session, sending, now):
        return alone(wait)
    row = ConsultationComment(
        call_id=call.id,
        receipt_code=secrets.token_hex(4).upper(),
        part=typed.part,
        text=typed.text.strip(),
        sending=typed.sending or None,
        sender=typed.sender.strip(),
        contact=typed.contact.strip(),
        sent_by_id=person.id if person else None,
        filed_at=now,
    )
    row.call = call
    session.add(row)
    session.flush()
    _tell_officers(session, call, now)
    return row


def _sent_before(session: Session, call: Call, sending: str) -> ConsultationComment | None:
    if not sending:
        return None
    return session.scalars(
        select(ConsultationComment).where(
            ConsultationComment.call_id == call.id, ConsultationComment.sending == sending
        )
    ).first()


def answer(
    session: Session, row: ConsultationComment, typed: Answer, by: Person, now: datetime
) -> Problems | None:
    """Given once: it is part of what the call was approved on, and published with it."""
    if row.answered_at is not None:
        return alone(_ANSWERED.format(at=moment_words(row.answered_at)))
    needed = {
        "summary": (typed.summary, _NO_SUMMARY),
        "reason": (typed.reason, _NO_REASON),
    }
    missing = {key: words for key, (text, words) in needed.items() if not text.strip()}
    if typed.outcome not in OUTCOMES:
        missing["outcome"] = _NO_OUTCOME
    if missing:
        return Problems(missing)
    row.answered_by, row.answered_at = by, now
    row.summary, row.outcome, row.reason = (
        typed.summary.strip(),
        typed.outcome,
        typed.reason.strip(),
    )
    session.flush()
    if row.sent_by is not None:
        _tell_sender(session, row, row.sent_by, now)
    return None


def unanswered(session: Session, call: Call) -> int:
    """Of every round of consultation."""
    query = select(func.count(ConsultationComment.id)).where(
        ConsultationComment.call_id == call.id, ConsultationComment.answered_at.is_(None)
    )
    return session.scalar(query) or 0


def _problems(session: Session, call: Call, typed: Comment, now: datetime) -> Problems | None:
    until = ends_at(session, call)
    if until is None:
        return alone(_NOT_NOW)
    if now >= until:
        return alone(_OVER.format(at=moment_words(until)))
    wrong = {}
    if typed.part not in PARTS:
        wrong["part"] = _NO_PART
    if not typed.text.strip():
        wrong["text"] = _NO_TEXT
    return Problems(wrong) if wrong else None


def _tell_officers(session: Session, call: Call, now: datetime) -> None:
    """Once a day, however many comments arrive."""
    wording = MESSAGES["comments_arrived"].format(title=title_of(call))
    for person in holders(session, call, frozenset({Role.PROGRAMME_OFFICER}), now):
        key = f"comments_arrived-{call.id}-{local_date(now)}-{person.id}"
        if is_told(session, key):
            continue
        tell_person(session, person, "comments_arrived", wording, key=key, about=call, now=now)


def _tell_sender(session: Session, row: ConsultationComment, person: Person, now: datetime) -> None:
    slots = {"title": title_of(row.call), "outcome": OUTCOMES[row.outcome], "reason": row.reason}
    tell_person(
        session,
        person,
        "comment_answered",
        MESSAGES["comment_answered"].format(**slots),
        key=f"comment_answered-{row.id}",
        about=None,
        now=now,
    )


_NOT_NOW = Text("不在征求意见期内。", "This call is not open for consultation.")
_OVER = Text(
    "征求意见已于 {at} 截止，不再受理。",
    "The consultation closed at {at}. Comments are no longer accepted.",
)
_NO_PART = Text("请选择意见针对哪一部分", "Choose which part your comment is about")
_NO_TEXT = Text("请写明意见和修改建议", "Enter your comments and suggested changes")
_ANSWERED = Text("这条意见已于 {at} 答复。", "This comment was answered at {at}.")
_NO_SUMMARY = Text("请写明公开的意见摘要", "Enter a summary to publish")
_NO_OUTCOME = Text("请选择是否采纳", "Choose whether it is adopted")
_NO_REASON = Text("请写明理由", "Enter the reason")

"""Tell people: a message in the site's inbox and, as its reader chose, by mail after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.holders import holders
from app.models import (
    Call,
    Case,
    Message,
    Opinion,
    Outbox,
    Payment,
    Person,
    Proposal,
    Review,
    Share,
)
from app.services.calls import programmes
from app.services.cases import call_of, case_id, item_of, proposal_of, workflow_of
from app.services.door.wiring import carries_out
from app.services.facts import facts_of
from app.services.money import bars
from app.services.moves import Move
from app.services.review.blinding import title_for_experts
from workflows.engine.calendar import deadline_words
from workflows.engine.effects import Notify
from workflows.engine.money import amount_text
from workflows.engine.text import Text, listed
from workflows.parts.lost_bids import WHY_LOST
from workflows.parts.messages import MESSAGES
from workflows.parts.messages.topics import TOPIC_OF
from workflows.parts.messages.wording import Wording
from workflows.roles import Role
from workflows.telling import AT_ONCE, minutes_held, way_of

ADDRESS_NOT_ASCII = "address beyond ASCII, and a mail server without SMTPUTF8"
"""Why a mail was given up that was never offered to the server (RFC 6531)."""


@carries_out(Notify)
def tell(session: Session, case: Case, effect: Notify, move: Move, effect_no: int) -> None:
    """Write the message for everybody who holds one of the roles on this case, in this commit."""
    message, roles = effect.message, effect.roles
    slots = _slots(case, move) | {
        "closes": _closes(session, case, move.now),
        "findings": _findings(session, case, move.now),
    }
    wording, mark = MESSAGES[message].format(**slots), f"{move.history.id}-{effect_no}"
    tell_holders(
        session, case, roles, message, wording, mark=mark, now=move.now, history_id=move.history.id
    )


def tell_holders(
    session: Session,
    case: Case,
    roles: frozenset[Role],
    kind: str,
    wording: Wording,
    *,
    mark: str,
    now: datetime,
    history_id: int | None = None,
) -> None:
    """Everybody who holds one of the roles on the case; what has the same `mark` is never told
    twice (the database refuses)."""
    rows = [
        _message(person, kind, wording, f"{kind}-{mark}-{person.id}", case, now)
        for person in holders(session, case, roles, now)
    ]
    _send(session, rows, history_id)


def tell_person(
    session: Session,
    person: Person,
    kind: str,
    wording: Wording,
    *,
    key: str,
    about: Case | None,
    now: datetime,
    history_id: int | None = None,
) -> None:
    """One message to one person. `kind` is a key of the messages, or one of those named in
    `workflows.parts.messages.topics`; the same `key` is never written twice (the database
    refuses)."""
    _send(session, [_message(person, kind, wording, key, about, now)], history_id)


def mail_of(key: str) -> str:
    """The key, in the outbox, of the mail of the message of this key."""
    return f"mail-{key}"


def is_told(session: Session, key: str) -> bool:
    return session.scalar(select(Message.id).where(Message.key == key)) is not None


def wording_of(message: Message) -> Wording:
    """What it says; of what was written in one language only, that one in both."""
    return Wording(
        Text(message.subject, message.subject_en or message.subject),
        Text(message.body, message.body_en or message.body),
    )


def _message(
    person: Person, kind: str, wording: Wording, key: str, about: Case | None, now: datetime
) -> Message:
    call = call_of(about) if about else None
    held = minutes_held(kind, call.parameters) if call else 0
    return Message(
        key=key,
        message_kind=kind,
        call_id=call.id if call else None,
        person_id=person.id,
        subject=wording.subject.zh,
        body=wording.body.zh,
        subject_en=wording.subject.en,
        body_en=wording.body.en,
        about_kind=about.kind if about else None,
        about_id=case_id(about) if about else None,
        created_at=now,
        goes_at=now + timedelta(minutes=held),
        by_mail=way_of(kind, TOPIC_OF.get(kind), person.by_mail),
    )


def _send(session: Session, rows: Sequence[Message], history_id: int | None) -> None:
    """Into the inbox, and by mail to whoever chose to have such at once; each in its turn."""
    _let_none_overtake(session, rows)
    session.add_all(rows)
    session.flush()
    session.add_all(
        Outbox(
            key=mail_of(row.key),
            history_id=history_id,
            job="mail",
            payload={"message_id": row.id},
            not_before=row.goes_at,
        )
        for row in rows
        if row.by_mail == AT_ONCE
    )


def _let_none_overtake(session: Session, rows: Sequence[Message]) -> None:
    """The same reader learns first what is still to go about the same case. `rows` are about one;
    what an officer holds is looked for when they go."""
    if not rows or rows[0].call_id is None:
        return
    one = rows[0]
    last = func.max(Message.goes_at).label("goes_at")
    going = select(Message.person_id, last).where(
        Message.call_id == one.call_id,
        Message.goes_at > one.created_at,
        Message.about_kind == one.about_kind,
        Message.about_id == one.about_id,
    )
    found = session.execute(going.group_by(Message.person_id))
    turns = {reader.person_id: reader.goes_at for reader in found}
    for row in rows:
        row.goes_at = max(filter(None, (row.goes_at, turns.get(row.person_id))))


def title_of(case: Case) -> Text:
    """What a case is about, as it may be said to whoever it waits for; empty when about nothing."""
    if isinstance(case, Review):
        return _as_written(title_for_experts(case.proposal))
    about = proposal_of(case) or item_of(case) or call_of(case)
    if isinstance(about, Call):
        return programmes.title_of(about)
    return _as_written(about.title if about else "")


def _as_written(title: str) -> Text:
    return Text(title, title)


def _slots(case: Case, move: Move) -> dict[str, Text | str]:
    """What a wording may name: {title} {number} {due} {reason}, the {unit} of the share of a
    partner, or else that leads, the {amount} of a payment or of the refund in hand, and {closes}
    and {findings} where `tell` does."""
    proposal = proposal_of(case)
    due = deadline_words(case.due_at) if case.due_at else "—"
    return {
        "title": title_of(case),
        "unit": _unit(case, proposal),
        "amount": _amount(case, move),
        "number": (proposal.number or "") if proposal else "",
        "due": due,
        "reason": move.given.get("reason", ""),
        "why": WHY_LOST.get(move.history.transition, ""),
    }


def _unit(case: Case, proposal: Proposal | None) -> str:
    if isinstance(case, Share):
        return case.unit.name
    return proposal.lead_unit.name if proposal else ""


def _amount(case: Case, move: Move) -> Text | str:
    if isinstance(case, Payment):
        return amount_text(case.amount)
    given = move.given.get("amount")
    return amount_text(int(given)) if given else ""


def _closes(session: Session, case: Case, now: datetime) -> str:
    """Until when what has a close may be done with this case as it stands."""
    closes = [t.until for t in workflow_of(case).leaving(case.state) if t.until]
    if not closes:
        return "—"
    facts = facts_of(session, case, now, {})
    moments = [moment for close in closes if (moment := close.moment(facts))]
    return deadline_words(min(moments)) if moments else "—"


def _findings(session: Session, case: Case, now: datetime) -> Text | str:
    """Why the payee of a payment that is put off is barred, and until when."""
    if not isinstance(case, Payment) or case.state != "barred":
        return "—"
    return listed(bars.findings(session, case, now))


def tell_expert(session: Session, asked: Review | Opinion, message: str, move: Move) -> None:
    """Tell the expert of this one review or opinion, and nobody else who reads the proposal."""
    tell_person(
        session,
        asked.expert.person,
        message,
        MESSAGES[message].format(**_slots(asked, move)),
        key=f"{message}-{asked.id}-{move.history.id}",
        about=asked,
        now=move.now,
        history_id=move.history.id,
    )

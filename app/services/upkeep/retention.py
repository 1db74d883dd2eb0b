"""What is kept of people no longer than it is needed, and what stays because it is a record.

Whoever has not signed in or acted for so many years, holds no role, sits in no pool and leads
nothing that is not over is anonymised: address, birthday, title, degree, password, factors,
bindings to single sign-on, sign-ins and the bank account for fees go. The name stays where an
official record rests on it (a move, an application, a place in a team, the pool); of anybody else
it goes too. The history is a chain and is never rewritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from app.access.grants import in_force
from app.models import (
    ConsultationComment,
    EarlierProject,
    Expert,
    ExpertAccount,
    Factor,
    History,
    Message,
    OutsideIdentity,
    Person,
    Proposal,
    ProposalMember,
    RecoveryCode,
    RoleGrant,
    SignIn,
    Token,
    WrongTries,
)
from app.services import history
from app.services.identity import passwords

RETAINED = "personal_data_removed"
"""What the history calls it: when, of whom by id, how much."""

NAMELESS = "—"
_GONE = "@invalid"


@dataclass(frozen=True, slots=True)
class Report:
    """Ids of the people anonymised, of them those whose name goes too, rows removed, and comments
    of a consultation that no longer say who sent them."""

    people: tuple[int, ...]
    nameless: tuple[int, ...]
    sign_ins: int
    messages: int
    wrong_tries: int
    senders: int


def retain(session: Session, since: datetime, now: datetime) -> Report:
    """Takes away what nobody has needed `since` that moment. To see only what would go, roll the
    transaction back."""
    people = session.scalars(select(Person).where(*_over(since, now)).order_by(Person.id)).all()
    ids = [one.id for one in people]
    kept = set(session.scalars(select(Person.id).where(Person.id.in_(ids), _is_on_record())))
    for one in people:
        _anonymise(one, keeps_name=one.id in kept)
    session.flush()
    for model in (Factor, OutsideIdentity, RecoveryCode, Token):
        session.execute(delete(model).where(model.person_id.in_(ids)))
    theirs = select(Expert.id).where(Expert.person_id.in_(ids))
    session.execute(delete(ExpertAccount).where(ExpertAccount.expert_id.in_(theirs)))
    report = Report(
        people=tuple(ids),
        nameless=tuple(i for i in ids if i not in kept),
        sign_ins=_remove(
            session, SignIn, or_(SignIn.expires_at < since, SignIn.person_id.in_(ids))
        ),
        messages=_remove(session, Message, Message.created_at < since),
        wrong_tries=_remove(session, WrongTries, WrongTries.last_at < since),
        senders=_forget_senders(session, since),
    )
    history.record(session, RETAINED, now=now, given=_told(report, since))
    return report


def _told(report: Report, since: datetime) -> dict[str, str]:
    """Ids and counts, nothing of what went."""
    return {
        "since": since.isoformat(),
        "people": ", ".join(map(str, report.people)),
        "nameless": ", ".join(map(str, report.nameless)),
        "sign_ins": str(report.sign_ins),
        "messages": str(report.messages),
        "senders": str(report.senders),
    }


def _over(since: datetime, now: datetime) -> Sequence[ColumnElement[bool]]:
    """On the table of people."""
    of_them = SignIn.person_id == Person.id
    earlier = EarlierProject.leader_id == Person.id
    running = Proposal.due_at.is_not(None) | (Proposal.state_entered_at >= since)
    return (
        Person.created_at < since,
        not_(Person.email.endswith(_GONE)),
        not_(exists().where(of_them, SignIn.began_at >= since)),
        not_(exists().where(History.actor_id == Person.id, History.at >= since)),
        not_(
            exists().where(
                RoleGrant.person_id == Person.id,
                in_force(now),
            )
        ),
        not_(exists().where(Expert.person_id == Person.id, Expert.removed_at.is_(None))),
        not_(exists().where(Proposal.pi_id == Person.id, running)),
        not_(exists().where(earlier, EarlierProject.outcome == "running")),
    )


def _is_on_record() -> ColumnElement[bool]:
    return or_(
        exists().where(History.actor_id == Person.id),
        exists().where(Proposal.pi_id == Person.id),
        exists().where(EarlierProject.leader_id == Person.id),
        exists().where(ProposalMember.person_id == Person.id),
        exists().where(Expert.person_id == Person.id),
    )


def _forget_senders(session: Session, since: datetime) -> int:
    """What was said of a call and its answer stay."""
    comment = ConsultationComment
    named = or_(comment.sender != "", comment.contact != "", comment.sent_by_id.is_not(None))
    which = and_(comment.filed_at < since, named)
    count = session.scalar(select(func.count(comment.id)).where(which)) or 0
    session.execute(update(comment).where(which).values(sender="", contact="", sent_by_id=None))
    return count


def _anonymise(one: Person, *, keeps_name: bool) -> None:
    one.email = f"gone-{one.id}{_GONE}"
    one.password_hash, one.is_active, one.email_confirmed_at = passwords.NONE, False, None
    one.title, one.degree, one.born_on = "", "", None
    one.by_mail, one.digest_since = {}, None
    if not keeps_name:
        one.name = NAMELESS


def _remove(session: Session, model: Any, which: ColumnElement[bool]) -> int:
    count = session.scalar(select(func.count(model.id)).where(which)) or 0
    session.execute(delete(model).where(which))
    return count

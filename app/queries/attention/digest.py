"""What a digest tells one person: what is new since the last one, and what falls due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.recused import recused_from
from app.models import Case, Message, Person
from app.queries.attention.inbox import reached, unless_about
from app.queries.attention.tasks import tasks_of
from app.queries.attention.waiting import waiting_for
from app.queries.paging import Tally
from app.services.cases import Key
from workflows.engine.text import Text
from workflows.telling import DAILY

_MOST = 50
"""Of what falls due so many are listed."""


@dataclass(frozen=True, slots=True)
class Digest:
    """`tasks` say what is to be done about what is `due`: see `tasks_of`. `overdue` counts what
    waits beyond its day: said beside the rest, and no mail by itself."""

    messages: Sequence[Message]
    due: Sequence[Case]
    tasks: Mapping[Key, Text]
    overdue: Tally

    @property
    def is_empty(self) -> bool:
        return not self.messages and not self.due


def digest_for(session: Session, person: Person, now: datetime) -> Digest:
    new = select(Message).where(
        *reached(person.id, now),
        Message.by_mail == DAILY,
        Message.mailed_at.is_(None),
        unless_about(recused_from(session, person)),
    )
    messages = session.scalars(new.order_by(Message.id)).all()
    waiting = waiting_for(session, person, now, size=_MOST, when="soon")
    due = waiting.page.rows
    tasks = tasks_of(session, due, person, now)
    return Digest(messages, due, tasks, waiting.tally("overdue"))

"""The digest: one mail a day to whoever asked to be told of something once a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy import String, cast, exists, literal, not_, select
from sqlalchemy.orm import Session

from app.models import Outbox, Person
from app.services.door.turns import take_turn
from workflows.engine.calendar import SHANGHAI, local_date
from workflows.telling import DAILY

HOUR = time(7, 30)
"""In Shanghai: on the desk when the office opens."""


def choose(person: Person, by_mail: Mapping[str, str], now: datetime) -> None:
    """`by_mail` as on the person; the first digest is that of the next morning."""
    person.by_mail = dict(by_mail)
    if DAILY not in person.by_mail.values():
        person.digest_since = None
    elif person.digest_since is None:
        person.digest_since = now


def ask_for_digests(session: Session, now: datetime) -> int:
    """From `HOUR` on, a piece of work for everybody who asked before; a second clock finds it
    there and adds nothing. Returns how many were added."""
    day = local_date(now)
    begins = datetime.combine(day, HOUR, SHANGHAI)
    if now < begins:
        return 0
    take_turn(session)  # of two clocks, the second looks after the first has committed
    key = literal(f"digest-{day}-") + cast(Person.id, String)
    wanted = select(Person.id).where(
        Person.is_active,
        Person.digest_since < begins,
        not_(exists().where(Outbox.key == key)),
    )
    people = session.scalars(wanted.order_by(Person.id)).all()
    for number in people:
        session.add(
            Outbox(
                key=f"digest-{day}-{number}",
                job="digest",
                payload={"person_id": number, "day": day.isoformat()},
                not_before=now,
            )
        )
    return len(people)

"""Whoever keeps the system running hears of what fails, once a day however often it does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.access.holders import administrators
from app.services.telling.messages import is_told, tell_person
from workflows.engine.calendar import local_date
from workflows.parts.messages.topics import SYSTEM
from workflows.parts.messages.wording import Wording


def tell_operators(session: Session, wording: Wording, what: str, now: datetime) -> None:
    """`what` names what failed."""
    for person in administrators(session, now):
        key = f"{what}-{local_date(now)}-{person.id}"
        if not is_told(session, key):
            tell_person(session, person, SYSTEM, wording, key=key, about=None, now=now)

"""A comparison in one transaction, where a test has no worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Proposal
from app.services.similarity.comparing import conclude, enter, measure
from app.services.similarity.content import Words


def compare(session: Session, proposal: Proposal, read: Words, now: datetime) -> None:
    found = enter(session, proposal, read)
    conclude(session, proposal, found, measure(session, proposal, found), now)

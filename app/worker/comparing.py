"""Compares a proposal that came to its formal check with all others (查重)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.models import Proposal
from app.services.similarity.comparing import conclude, enter, measure
from app.services.similarity.content import newly_read
from app.worker.context import Context


def compare_proposal(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """Safe to repeat: what was found before is found anew. What takes long is done between two
    short commits, so that others write meanwhile."""
    number = int(payload["proposal_id"])
    with context.database.session(writing=False) as session:
        read = newly_read(session, session.get_one(Proposal, number), context.settings)
    with context.transaction() as session:
        found = enter(session, session.get_one(Proposal, number), read)
    with context.database.session(writing=False) as session:
        likenesses = measure(session, session.get_one(Proposal, number), found)
    with context.transaction() as session:
        conclude(session, session.get_one(Proposal, number), found, likenesses, now)

"""Compares a proposal that came to its formal check with all others (查重)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.models import Proposal
from app.services.similarity.comparing import compare
from app.worker.context import Context


def compare_proposal(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """Safe to repeat: what was found before is found anew."""
    with context.transaction() as session:
        compare(session, session.get_one(Proposal, int(payload["proposal_id"])), now)

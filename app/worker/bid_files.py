"""Removes the readable files of a sealed bid, and the sealed ones of a bid never opened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.files.places import bid_files_of
from app.models import Proposal
from app.worker.context import Context


def remove_bid_files(context: Context, payload: dict[str, Any], _now: datetime) -> None:
    """Only what no row names any more; safe to repeat."""
    number = int(payload["proposal_id"])
    store = bid_files_of(context.settings, number)
    with context.transaction() as session:
        bid = session.get_one(Proposal, number, with_for_update=True)
        named = {attachment.sha256 for attachment in bid.attachments}
        for digest in payload["digests"]:
            if digest not in named:
                store.remove(digest)

"""When a proposal may be written and recommended: by its call, its item, or late into a race."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import Item, Proposal
from app.services.facts import Common
from app.services.races.finding import MECHANISM
from app.services.races.supplementing import window_end


class WindowPart(TypedDict):
    call_state: str
    stands_still: bool
    close_at: datetime | None
    recommend_until: datetime | None


def of_window(session: Session, proposal: Proposal, common: Common) -> WindowPart:
    if proposal.item is not None:
        return _of_item(proposal.item)
    call = proposal.call
    if call.mechanism_key == MECHANISM and (end := window_end(session, proposal)) is not None:
        return _late_window(end, common)
    return {
        "call_state": call.state,
        "stands_still": call.stands_still,
        "close_at": None if call.stands_still else call.close_at,
        "recommend_until": None if call.stands_still else call.recommend_until,
    }


def _late_window(end: datetime, common: Common) -> WindowPart:
    """That of a supplementary entry of a race, as if its call were open until then."""
    recommend_until = common.calendar.later(end, common.parameters["recommend_days"])
    state = "open" if common.now < end else "recommending"
    return {
        "call_state": state if common.now < recommend_until else "formal",
        "stands_still": False,
        "close_at": end,
        "recommend_until": recommend_until,
    }


def _of_item(item: Item) -> WindowPart:
    """The item has a window of its own, which its list does not (B3, B6, B8); while it stands still
    there is no close."""
    close_at = None if item.state == "paused" else item.close_at
    return {
        "call_state": "open" if item.state == "posted" else item.state,
        "stands_still": False,
        "close_at": close_at,
        "recommend_until": close_at,
    }

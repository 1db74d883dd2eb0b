"""A round of posting: its version with what changed, its window, its key (B3, B5-B8, C5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import sealing
from app.models import Item, ItemVersion, Metric, Proposal
from app.services.calendars import working_calendar
from app.services.door.timers import refresh_timers
from app.services.open_call.bidding import LIVE
from app.services.open_call.content import content_of, differences, material_parts, write
from config import Settings
from workflows.engine.calendar import local_date


def open_round(session: Session, item: Item, reason: str, now: datetime) -> None:
    """A new round with a key of its own; nothing of an earlier one is carried over."""
    item.round += 1
    _publish(session, item, reason, now)
    settings: Settings = session.info["settings"]
    pair = sealing.new_pair(settings.sealing_key)
    item.sealing_key, item.wrapped_key, item.key_released_at = pair.public, pair.wrapped, None
    item.extension_allowed = item.extended = False
    item.close_at = _end(session, item, "posting_days", now)
    session.flush()


def amend(session: Session, item: Item, reason: str, now: datetime) -> None:
    """Wording alone keeps the window; a change of what is asked starts it again for everybody."""
    if material_parts(content_of(item), item.draft):
        item.metrics_since = now
        item.close_at = _end(session, item, "posting_days", now)
    _publish(session, item, reason, now)
    _move_dates(session, item, now)


def extend(session: Session, item: Item, now: datetime) -> None:
    item.extended = True
    item.close_at = _end(session, item, "extension_days", now)
    _move_dates(session, item, now)


def stop_window(session: Session, item: Item, now: datetime) -> None:
    item.stood_since = now
    _move_dates(session, item, now)


def move_window(session: Session, item: Item, now: datetime) -> None:
    """Later by every day on which it stood, the first and the last included."""
    assert item.close_at is not None, "what was posted has its close"
    assert item.stood_since is not None, "it stood still"
    days = (local_date(now) - local_date(item.stood_since)).days + 1
    item.close_at, item.stood_since = working_calendar(session).later(item.close_at, days), None
    _move_dates(session, item, now)


def _publish(session: Session, item: Item, reason: str, now: datetime) -> None:
    before = item.versions[-1].content if item.versions else None
    after = dict(item.draft) or content_of(item)
    if after["metrics"] != content_of(item)["metrics"]:
        _set_answers_free(session, item)
    write(item, after)
    item.draft = {}
    session.add(
        ItemVersion(
            item_id=item.id,
            version=len(item.versions) + 1,
            round=item.round,
            content=after,
            changes=[[c.path, c.before, c.after] for c in differences(before, after)]
            if before
            else [],
            is_material=bool(before and material_parts(before, after)),
            reason=reason,
            published_at=now,
        )
    )
    session.flush()
    session.refresh(item, ["versions", "metrics", "nodes"])


def _set_answers_free(session: Session, item: Item) -> None:
    """Answers to metrics that leave the posting answer nothing any more; drafts answer anew."""
    leaving = [metric.id for metric in item.metrics]
    session.execute(
        update(Metric).where(Metric.item_metric_id.in_(leaving)).values(item_metric_id=None)
    )


def _end(session: Session, item: Item, parameter: str, now: datetime) -> datetime:
    days = item.call.parameters[parameter]
    return working_calendar(session).end_of_term(local_date(now), days)


def _move_dates(session: Session, item: Item, now: datetime) -> None:
    """The dates of bids not opened yet move with the window of their item."""
    session.flush()
    for bid in session.scalars(
        select(Proposal).where(Proposal.item_id == item.id, Proposal.state.in_(LIVE))
    ):
        refresh_timers(session, bid, now)

"""How long a partner's system is left alone after it has kept us waiting: nine times as long as it
took, so that it never holds more than a tenth of a worker, and longer each time it hangs, whichever
message that was. Letters and mails do not wait for a partner."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.models import Webhook

PAUSES: tuple[timedelta, ...] = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)),
    *(timedelta(hours=5), timedelta(hours=10), timedelta(hours=10)),
)
"""Between the attempts at one delivery: eight in a little more than a day."""

_QUICK = timedelta(seconds=1)
_REST = 9


def rest(
    session: Session, webhook_id: int, took: timedelta, now: datetime, *, has_hung: bool
) -> None:
    """After each attempt; what is next in line waits until then."""
    webhook = session.get_one(Webhook, webhook_id, with_for_update=True)
    webhook.hung = webhook.hung + 1 if has_hung else 0
    longer = PAUSES[min(webhook.hung, len(PAUSES)) - 1] if webhook.hung else timedelta()
    is_slow = has_hung or took > _QUICK
    webhook.rests_until = now + max(_REST * took, longer) if is_slow else None

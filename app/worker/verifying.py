"""The history is verified while nobody waits for it, every hour."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.audit.checkpoint import verify_since
from app.audit.exported import newest_signed
from app.models import History, HistoryCheck
from app.worker.context import Context


def verify_newest(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """From the newest signed checkpoint on; what lies before it is for `flask audit verify`. Only
    the newest finding is kept."""
    signed = newest_signed(context.settings)
    with context.database.session(writing=False) as session:
        rows = session.scalar(select(func.count(History.id))) or 0
        mark = signed.mark if signed else None
        broken = verify_since(session, context.settings.audit_keys, mark)
    with context.transaction() as session:
        found = session.scalars(select(HistoryCheck)).first() or HistoryCheck()
        found.at, found.rows = now, rows
        found.since = signed.name.removesuffix(".json") if signed else ""
        found.broken_row = broken.row if broken else None
        found.reason = asdict(broken.reason) if broken else {}
        session.add(found)

"""Plays a call that is not published yet to its end (演练)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Outbox, Rehearsal
from app.services.calls.rehearsal_gaps import gaps_of
from app.services.calls.rehearsal_report import as_json
from app.services.calls.rehearsal_setting import RealPool, setting_of
from app.worker.context import Context
from workflows.rehearsal import rehearse


def rehearse_call(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """It only reads, and writes nothing but its report. Safe to repeat."""
    number = int(payload["rehearsal_id"])
    with context.database.session(writing=False) as session:
        session.info["settings"] = context.settings
        row = session.get_one(Rehearsal, number)
        if row.status != "waiting":
            return
        pool = RealPool(session, row.call, row.seed, row.asked_at)
        setting = setting_of(session, row, pool, row.asked_at)
        played = rehearse(setting)
        gaps = gaps_of(session, row.call, setting.facts, played, pool, row.asked_at)
        report = as_json(session, setting, played, pool, gaps)
    with context.transaction() as session:
        row = session.get_one(Rehearsal, number)
        row.report, row.status, row.done_at = report, "done", now


def not_rehearsed(session: Session, outbox: Outbox, now: datetime) -> None:
    """It is said to have failed, and may be asked for again."""
    row = session.get_one(Rehearsal, int(outbox.payload["rehearsal_id"]))
    row.status, row.done_at = "failed", now

"""The last minutes before a close: proposals submitted through the real site, on PostgreSQL.

Everybody submits, from before the close until after it; meanwhile others read the public pages.
At the end the answers people got are held against the database: nothing may be lost, doubled,
refused that arrived in time, or taken that came late.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from app.clock import SystemClock
from app.database import Database
from app.factory import create_app
from app.migrating import transaction, upgrade
from app.models import History, Proposal, ProposalVersion
from app.services.door.lateness import LATE
from app.services.door.timers import refresh_timers
from config import Settings, settings_from
from tests.bench.figures import Figures, at_percent
from tests.bench.rush.people import Answer, Crowd
from tests.bench.rush.season import Entry, settle
from tests.bench.site import environment_of, running, serving
from tests.servers import private_postgres, private_redis

CLIENTS, READERS = 64, 2
BEFORE, AFTER, BARE = 120, 60, 15
"""Seconds of rush before and after the close, and of the bare view."""

_ENTRIES, _SETTLING = 8000, 5


def measure() -> Figures:
    with (
        TemporaryDirectory() as folder,
        private_postgres(durable=True) as database_url,
        private_redis() as redis_url,
    ):
        environment = environment_of(Path(folder), database_url, redis_url)
        rush, held, entries = _rush(environment)
        bare = _bare(environment, entries)
    return Figures(
        f"A close with {CLIENTS} clients",
        (rush | {"against bare": round(rush["per s"] / bare["per s"], 2)} | held, bare),
    )


def _rush(
    environment: Mapping[str, str],
) -> tuple[dict[str, Any], dict[str, Any], Sequence[Entry]]:
    settings = settings_from(environment)
    database = Database(settings.database_url)
    with transaction(database.engine) as connection:
        upgrade(connection)
    with serving("wsgi:app", environment) as (host, port):
        entries, closing = _settle(settings, database)
        crowd = Crowd(host, port)
        queue = _queue_of(entries)
        clock = (sys.executable, "-m", "flask", "--app", "behind", "clock", "run")
        with running(clock, environment):
            crowd.read(READERS)
            crowd.submit(queue, CLIENTS)
            crowd.until(closing + AFTER)
            time.sleep(_SETTLING)
        held = _held_against(database, crowd.answers, closing)
    database.engine.dispose()
    taken = [a for a in crowd.answers if a.is_taken]
    first = min(a.began for a in crowd.answers)
    return (
        {
            "case": "rush",
            "per s": round(len(taken) / (closing - first), 1),
            "p50 s": round(at_percent([a.took for a in taken], 50), 3),
            "p99 s": round(at_percent([a.took for a in taken], 99), 3),
            "readers p95 s": round(at_percent(crowd.readings, 95), 3),
            "left over": queue.qsize(),
        },
        held,
        entries,
    )


def _queue_of(entries: Sequence[Entry]) -> SimpleQueue[Entry]:
    queue: SimpleQueue[Entry] = SimpleQueue()
    for entry in entries:
        queue.put(entry)
    return queue


def _settle(settings: Settings, database: Database) -> tuple[list[Entry], float]:
    """The close lies BEFORE seconds behind the end of the settling."""
    app = create_app(settings)
    with database.session(writing=True) as session:
        session.info["audit_key"] = settings.audit_key.encode()
        session.info["settings"] = settings
        session.info["clock"] = SystemClock()
        now = datetime.now(UTC)
        entries, call = settle(app, session, _ENTRIES, now)
        closing = time.time() + BEFORE
        call.close_at = datetime.fromtimestamp(closing, UTC)
        refresh_timers(session, call, datetime.now(UTC))
        session.commit()
    app.extensions["database"].engine.dispose()
    return entries, closing


def _held_against(database: Database, answers: list[Answer], closing: float) -> dict[str, Any]:
    """Counts that must all be 0, beside how many were taken and how many refused. Everybody who is
    refused gets a receipt of it, which the history keeps."""
    with database.session(writing=False) as session:
        counted = select(ProposalVersion.proposal_id, func.count()).group_by(
            ProposalVersion.proposal_id
        )
        versions = dict(session.execute(counted).all())
        submitted = set(session.scalars(select(Proposal.id).where(Proposal.state == "unit_review")))
        expired = set(session.scalars(select(Proposal.id).where(Proposal.state == "expired")))
        kept = set(
            session.scalars(
                select(History.case_id).where(
                    History.case_kind == "proposal", History.transition == f"{LATE}submit"
                )
            )
        )
    taken = {a.proposal_id for a in answers if a.is_taken}
    refused = [a for a in answers if not a.is_taken and a.status != 0]
    return {
        "taken": len(taken),
        "refused": len(refused),
        "lost": len(taken - submitted - expired - set(versions)) + len(taken - set(versions)),
        "doubled": sum(count > 1 for count in versions.values()),
        "taken late": sum(a.is_taken and a.began > closing for a in answers),
        "refused in time": sum(a.sent < closing for a in refused),
        "refused without receipt": sum(
            not a.has_receipt or a.proposal_id not in kept for a in refused
        ),
        "broken": sum(a.status == 0 for a in answers),
    }


def _bare(environment: Mapping[str, str], entries: Sequence[Entry]) -> dict[str, Any]:
    """By the same clients, while as many others read."""
    with serving("tests.bench.rush.bare:create()", environment) as (host, port):
        crowd = Crowd(host, port)
        queue = _queue_of(entries)
        began = time.time()
        crowd.read(READERS)
        crowd.submit(queue, CLIENTS)
        crowd.until(began + BARE)
        seconds = time.time() - began
    done = [a.took for a in crowd.answers if a.is_taken]
    return {
        "case": "bare view",
        "per s": round(len(done) / seconds, 1),
        "p50 s": round(at_percent(done, 50), 3),
        "p99 s": round(at_percent(done, 99), 3),
        "left over": queue.qsize(),
    }

"""A database as large as a province's or a country's, made by COPY in minutes.

What was moved there was moved along the definitions, with a history that verifies. It holds no
files and no letters.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from sqlalchemy import make_url

from app.database import Database
from app.migrating import transaction, upgrade
from app.queries.paging import SIZE
from app.worker.context import Context
from config import settings_from
from tests.bench.figures import Figures
from tests.bench.load.copying import Sender, Words
from tests.bench.load.filling import TABLES, Filling
from tests.bench.load.indexing import set_sequences, without_indexes
from tests.bench.load.settling import settle
from tests.conftest import StillClock
from tests.servers import private_postgres

PROVINCE, COUNTRY = 10_000, 400_000
"""Proposals; three times as many reviews, a fifth as many projects."""

_COUNTED = """
    UPDATE notice SET item_count = (SELECT count(*) FROM notice_item WHERE notice_id = notice.id)
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Which rows to look at, and how many there are of each table."""

    url: str
    officer: int
    expert_person: int
    call: int
    proposal: int
    page_200: int
    race: int
    counts: dict[str, int]
    seconds: float


def measure_province() -> Figures:
    return _measure(PROVINCE)


def measure_country() -> Figures:
    return _measure(COUNTRY)


def _measure(proposals: int) -> Figures:
    with loaded(proposals) as there:
        rows = [{"table": t, "rows": n} for t, n in sorted(there.counts.items())]
        rows.append({"table": "all", "rows": sum(there.counts.values())})
        rows.append({"table": "seconds", "rows": round(there.seconds)})
    return Figures(f"Loading {proposals} proposals", tuple(rows))


@contextmanager
def loaded(proposals: int) -> Iterator[Loaded]:
    """A PostgreSQL of its own with everything in it, gone after the block."""
    with private_postgres() as url:
        yield load(url, proposals)


def load(url: str, proposals: int) -> Loaded:
    """Into an empty database."""
    began = time.perf_counter()
    settings = settings_from({"CHONGXIAN_MODE": "development", "CHONGXIAN_DATABASE_URL": url})
    database = Database(url)
    with transaction(database.engine) as connection:
        upgrade(connection)
    now = datetime.now(UTC)
    context = Context(settings, database, StillClock(now))
    ground, race = settle(context, now)
    database.engine.dispose()
    address = _address(url)
    with psycopg.connect(address, autocommit=True) as connection, Sender(address) as sender:
        words = connection.execute("SELECT kind, word, case_id FROM search_word").fetchall()
        connection.execute("TRUNCATE search_word")
        filling = Filling(sender, ground, Words(words))
        with without_indexes(address, TABLES):
            filling.fill(proposals)
        set_sequences(connection, [t for t in TABLES if t != "search_word"])
        connection.execute(_COUNTED)
        connection.execute("VACUUM ANALYZE")
    seconds = time.perf_counter() - began
    return Loaded(
        url=url,
        officer=ground.officer,
        expert_person=filling.expert_person,
        call=ground.calls[0],
        proposal=ground.first["proposal"] + 1,
        page_200=ground.first["proposal"] + proposals - 199 * SIZE,
        race=race,
        counts=filling.counts,
        seconds=seconds,
    )


def _address(url: str) -> str:
    """As PostgreSQL's own library takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

"""Whether this process can serve: the database answers, its tables are those the code expects, and
what follows a request (mail, letters) is carried out or waits; files can be stored."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.documents.certificate import certificate_standing
from app.files.places import files_of
from app.files.store import StoreAway
from app.queries.administering.operating import Standing, standing
from app.replica import Replica
from config import ROOT, Settings

_REDIS_PATIENCE = 1.0
"""Seconds."""


class Readiness(NamedTuple):
    """Each `ok`, or what is wrong."""

    database: str
    migrations: str
    redis: str
    files: str
    replica: str
    signing: str

    @property
    def is_ready(self) -> bool:
        """Without Redis nothing is lost, it only waits: the outbox holds it. Without its files a
        site still shows pages and takes forms, and no other process would have them. What a
        replica would answer, the primary does. Letters wait for something to sign with."""
        return self.database == "ok" and self.migrations in ("ok", "ahead")


def readiness(
    session: Session, settings: Settings, replica: Replica | None, now: datetime
) -> Readiness:
    around = {
        "redis": _redis(settings.redis_url),
        "files": "ok" if are_files_there(settings) else "away",
        "replica": "none" if replica is None else "ok" if replica.is_fit() else "left out",
        "signing": certificate_standing(settings, now).state,
    }
    try:
        return Readiness("ok", _migrations(session), **around)
    except OperationalError:
        return Readiness("away", "unknown", **around)


def standing_of_work(session: Session, now: datetime) -> Standing | None:
    """None while the database is away: then of all times somebody has to be told."""
    try:
        return standing(session, now)
    except OperationalError:
        session.rollback()
        return None


def are_files_there(settings: Settings) -> bool:
    try:
        files_of(settings).check()
    except StoreAway:
        return False
    return True


def _migrations(session: Session) -> str:
    """`ahead` where newer code has migrated already: expanding first, it leaves this code what it
    needs, so a rolling upgrade takes no process out of service."""
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return "behind"
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found == revisions()[-1]:
        return "ok"
    return "behind" if found in revisions() else "ahead"


@lru_cache(maxsize=1)
def revisions() -> tuple[str, ...]:
    """Those this code brings, oldest first, by the names of their files: what migrates need not be
    loaded to serve."""
    files = (ROOT / "migrations" / "versions").glob("*.py")
    return tuple(sorted(file.name.partition("_")[0] for file in files))


def _redis(url: str) -> str:
    redis = Redis.from_url(
        url, socket_connect_timeout=_REDIS_PATIENCE, socket_timeout=_REDIS_PATIENCE
    )
    try:
        redis.ping()
    except RedisError:
        return "degraded"
    finally:
        redis.close()
    return "ok"

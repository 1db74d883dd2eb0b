"""Whether this process can serve: the database answers, its tables are those the code expects, and
what follows a request (mail, letters) is carried out or waits; files can be stored."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.documents.certificate import certificate_standing
from app.files.places import files_of
from app.files.store import StoreAway
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


def are_files_there(settings: Settings) -> bool:
    try:
        files_of(settings).check()
    except StoreAway:
        return False
    return True


def _migrations(session: Session) -> str:
    """`ahead` where newer code has migrated already: expanding first, it leaves this code what it
    needs, so a rolling upgrade takes no process out of service."""
    found = MigrationContext.configure(session.connection()).get_current_heads()
    known, heads = _revisions()
    if set(found) == heads:
        return "ok"
    return "ahead" if found and not set(found) & known else "behind"


@lru_cache(maxsize=1)
def _revisions() -> tuple[frozenset[str], frozenset[str]]:
    """All revisions this code brings, and the newest."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    return frozenset(s.revision for s in scripts.walk_revisions()), frozenset(scripts.get_heads())


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

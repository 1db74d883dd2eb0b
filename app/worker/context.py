"""What a process outside the web needs: settings, database, clock, without Flask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.clock import Clock, clock_for
from app.database import Database
from config import Settings


@dataclass(frozen=True)
class Context:
    settings: Settings
    database: Database
    clock: Clock

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session that knows the settings, the audit key and the clock of its seals,
        committed at the end."""
        with self.database.transaction() as session:
            session.info["audit_key"] = self.settings.audit_key.encode()
            session.info["settings"] = self.settings
            session.info["clock"] = self.clock
            yield session


def context_for(settings: Settings) -> Context:
    return Context(settings, Database(settings.database_url), clock_for(settings))

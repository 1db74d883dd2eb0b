"""Brings the database to the tables the code expects, up or down, and says whether they drifted."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from app.models import Base
from config import ROOT


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(alembic_config(connection), revision)


def downgrade(connection: Connection, revision: str = "base") -> None:
    command.downgrade(alembic_config(connection), revision)


def drift(connection: Connection) -> list[object]:
    """What the models and the migrated database disagree on; empty when they agree."""
    migration = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(migration, Base.metadata))

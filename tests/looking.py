"""`python -m tests.looking`: a demonstration was played on SQLite; every page linked in it opens on
PostgreSQL, too, from the same rows."""

from __future__ import annotations

import os
import subprocess
import sys

from sqlalchemy import Connection, create_engine, insert, select, text

from app.models import Base
from config import settings_from
from tests.servers import private_postgres

ROWS_AT_ONCE = 500


def _copy(played: Connection, fresh: Connection) -> None:
    """All rows, whatever refers to them, and numbers that go on from the last."""
    Base.metadata.create_all(fresh)
    fresh.execute(text("SET LOCAL session_replication_role = replica"))
    for table in Base.metadata.tables.values():
        for rows in played.execute(select(table)).mappings().partitions(ROWS_AT_ONCE):
            fresh.execute(insert(table), [dict(row) for row in rows])
        numbered = table.autoincrement_column
        if numbered is not None:
            fresh.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{numbered.name}'),"
                    f' max("{numbered.name}")) FROM "{table.name}"'
                )
            )


def main() -> int:
    played_url = settings_from(os.environ).database_url
    with private_postgres() as url:
        played, fresh = create_engine(played_url), create_engine(url)
        with played.connect() as source, fresh.begin() as target:
            _copy(source, target)
        played.dispose()
        fresh.dispose()
        looked = subprocess.run(
            ["flask", "demo", "look"], env=os.environ | {"CHONGXIAN_DATABASE_URL": url}
        )
    return looked.returncode


if __name__ == "__main__":
    sys.exit(main())

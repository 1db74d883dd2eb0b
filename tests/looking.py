"""`python -m tests.looking`: a demonstration was played on SQLite; its race ended as told, and
linked pages of each kind open on PostgreSQL, too, from the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

from sqlalchemy import Connection, create_engine, insert, select, text
from sqlalchemy.orm import Session

from app.models import Base, Letter, Race
from app.services.races.books import books_of, given_back
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


LANES = {"A": "finished", "B": "withdrawn", "C": "merged", "D": "closed_out", "E": "runner_up"}
LETTERS = {
    **dict.fromkeys(("target_adjustment", "merger_notice", "elimination_letter"), 1),
    **dict.fromkeys(("stage_decision", "crossing_certificate"), 2),
    "checkpoint_notice": 3,
}
"""The last notice is of the race that still runs."""


def _the_race_ended_as_told(session: Session) -> None:
    """Every cent of the pool is with a team or back in the treasury."""
    race = session.scalars(select(Race).where(Race.state == "finished")).one()
    assert {team.lane: team.state for team in race.teams} == LANES
    made = Counter(session.scalars(select(Letter.letter_kind)))
    assert {kind: made[kind] for kind in LETTERS} == LETTERS
    teams = books_of(session, race).teams.values()
    assert sum(team.committed for team in teams) + given_back(session, race) == race.pool


def main() -> int:
    played_url = settings_from(os.environ).database_url
    with private_postgres() as url:
        played, fresh = create_engine(played_url), create_engine(url)
        with Session(played) as session:
            _the_race_ended_as_told(session)
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

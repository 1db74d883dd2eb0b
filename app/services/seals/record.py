"""What the history says of seals.

A record of seals gives, by the name of a row, the seal of what it holds since then, and beside it
(`was`) the seal it would have borne just before. So each record either follows the one before it,
or tells that somebody else had written the row in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.models import History
from app.services import history
from app.services.seals.kind import Kind

SEALED = "seal"
"""What the record of a commit's seals is called."""

BEGUN = "seals_begin"
"""What the record is called that names the tables whose rows are judged from there on."""

TABLES = "tables"
"""Under this, in such a record."""

EXPLAINED = "seal_explained"
"""What the record is called that says what was found out about a row that is named as broken."""

ROW, REASON = "row", "reason"
"""Under these, in such a record."""

GONE = ""
"""In the place of a seal: the row is not there, or does not count."""

WAS = "was "
"""Before the name of a row: the seals of what it held before, one for each key that was known. A
program of an earlier version does not say it."""


@dataclass(slots=True)
class OnRecord:
    """`newest`: by the name of a row its newest seal, or GONE. `broken`: the rows that the house
    once wrote although they did not bear the seal they had to bear; `explained`: those of which it
    is on record why, and which have not broken again since."""

    newest: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)

    def breaks(self, name: str) -> None:
        self.broken.add(name)
        self.explained.discard(name)

    def explains(self, name: str) -> None:
        self.broken.discard(name)
        self.explained.add(name)


def name_of(kind: Kind, number: int) -> str:
    return f"{kind.table} {number}"


def table_of(name: str) -> str:
    return name.rpartition(" ")[0]


def begun(session: Session) -> frozenset[str]:
    """The tables of which every row that counts must bear its seal."""
    records = history.said_by(session, *_called(BEGUN))
    return frozenset(table for _, given in records for table in _tables(given))


def on_record(session: Session) -> OnRecord:
    """Reads all there is."""
    found, judged, said_of = OnRecord(), set[str](), set[str]()
    for _case, given in history.said_by(session, *_called(SEALED, BEGUN, EXPLAINED)):
        judged.update(_tables(given))
        if ROW in given:
            found.explains(str(given[ROW]))
        for name in (n for n in given if n not in _NO_SEALS and not n.startswith(WAS)):
            before, was = found.newest.get(name, GONE), given.get(WAS + name)
            if isinstance(was, str):
                # An earlier version said nothing of a row that it made count no more.
                is_untold = was == GONE and name not in said_of
                if table_of(name) in judged and not is_untold and not _follows(was, before):
                    found.breaks(name)
                said_of.add(name)
            found.newest[name] = str(given[name])
    return found


_NO_SEALS = (TABLES, ROW, REASON)


def _follows(was: str, before: str) -> bool:
    return before in was.split() if before != GONE else was == GONE


def _tables(given: Mapping[str, object]) -> list[str]:
    return str(given.get(TABLES, "")).split()


def _called(*names: str) -> tuple[ColumnElement[bool], ...]:
    return History.case_kind == history.HOUSE, History.transition.in_(names)

"""Seals what is written in the same commit, in one record of the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, event, select
from sqlalchemy.orm import Session

from app.models import History
from app.services import history
from app.services.door.turns import take_turn
from app.services.portions import in_portions
from app.services.seals.content import all_ids, mac, rows
from app.services.seals.kinds import KINDS, Kind

SEALED = "seal"
"""What the record of a commit's seals is called; it gives the seal of each row by its name."""

BEGUN = "seals_begin"
"""What the record is called that names the tables whose rows are judged from there on."""

GONE = ""
"""In the place of a seal: the house itself removed the row."""

_NOTED = "rows whose content is to be sealed"

_OWNERS: dict[Any, list[tuple[Kind, str]]] = defaultdict(list)
"""By model: of which kinds its rows are, and the column that names the sealed row."""
for _kind in KINDS:
    _OWNERS[_kind.model].append((_kind, "id"))
    for _part in _kind.parts:
        _OWNERS[_part.model].append((_kind, _part.owner))


def watch(kind_of_session: type[Session]) -> None:
    """What such a session writes is sealed when it is committed, if the session has a key."""
    event.listen(kind_of_session, "after_flush", _note)
    event.listen(kind_of_session, "before_commit", _keep)
    event.listen(kind_of_session, "after_rollback", _forget)


def name_of(kind: Kind, number: int) -> str:
    return f"{kind.table} {number}"


def on_record(session: Session) -> Mapping[str, str]:
    """By the name of a row: the newest seal, or GONE."""
    found: dict[str, str] = {}
    for _case, given in history.said_by(session, *_records_called(SEALED)):
        found |= given
    return found


def begun(session: Session) -> frozenset[str]:
    """The tables of which every row that counts must bear its seal."""
    records = history.said_by(session, *_records_called(BEGUN))
    return frozenset(table for _, given in records for table in str(given.get("tables")).split())


def _records_called(what: str) -> tuple[ColumnElement[bool], ...]:
    return History.case_kind == history.HOUSE, History.transition == what


def begin(session: Session, now: datetime) -> int:
    """Seals all there is of the kinds that are not judged yet, which are judged from here on;
    returns how many rows. To be called when no program of an earlier version writes any more,
    for such a one seals nothing of a kind it does not know."""
    take_turn(session)  # what others seal meanwhile must not be followed by what it was before
    judged = begun(session)
    older = [kind for kind in KINDS if kind.table not in judged]
    seals = dict(_seals(session, ((kind, all_ids(session, kind)) for kind in older)))
    _record(session, seals, now)
    _note_begun(session, older, now)
    return len(seals)


def begin_known(session: Session, now: datetime) -> None:
    """At the first time: judges, on a new database, every kind, else those of which the version
    before has sealed something. The others wait for `begin`."""
    if begun(session):
        return
    is_new = session.scalar(select(History.id).limit(1)) is None
    known = {name.rpartition(" ")[0] for name in on_record(session)}
    _note_begun(session, [kind for kind in KINDS if is_new or kind.table in known], now)


def _note_begun(session: Session, kinds: Sequence[Kind], now: datetime) -> None:
    if kinds:
        tables = " ".join(kind.table for kind in kinds)
        history.record(session, BEGUN, now=now, given={"tables": tables})


def _note(session: Session, _flushed: Any) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        for kind, column in _OWNERS.get(type(row), ()):
            _noted(session)[kind.table].add(getattr(row, column))


def _keep(session: Session) -> None:
    if session.in_nested_transaction() or not {"audit_key", "clock"} <= session.info.keys():
        return
    session.flush()
    noted = session.info.pop(_NOTED, {})
    kinds = [(kind, sorted(noted[kind.table])) for kind in KINDS if kind.table in noted]
    if kinds:
        _record(session, dict(_seals(session, kinds)), session.info["clock"].now())


def _forget(session: Session) -> None:
    session.info.pop(_NOTED, None)


def _noted(session: Session) -> dict[str, set[int]]:
    noted: dict[str, set[int]] = session.info.setdefault(_NOTED, defaultdict(set))
    return noted


def _seals(
    session: Session, kinds: Iterable[tuple[Kind, Sequence[int]]]
) -> Iterator[tuple[str, str]]:
    key = session.info["audit_key"]
    for kind, ids in kinds:
        there = dict(rows(session, kind, ids))
        for number in ids:
            content = there.get(number)
            if number not in there:
                yield name_of(kind, number), GONE
            elif content is not None:
                yield name_of(kind, number), mac(key, kind, content)


def _record(session: Session, seals: Mapping[str, str], now: datetime) -> None:
    for some in in_portions(seals.items()):
        history.record(session, SEALED, now=now, given=dict(some))

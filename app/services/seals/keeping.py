"""Seals what is written in the same commit, in one record of the history.

Whoever changes a row in the database by hand breaks its seal, until the house writes that row and
seals what it then holds, the forgery with it. So what the row held just before the house wrote it
goes on record beside its new seal; where that is not what the house had sealed, the check names the
row from then on, for good.

The write itself goes through. Otherwise whoever reaches the database could stop a close, a decision
or a payment by touching a row, and on such a night an office needs its system, an inspector the
trace; and the trace is not lost by going on, for it stands in the chain. Which seal a row bore is
told only by reading all seals there are: that is the check's work, too dear for each commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from app.models import History
from app.services import history
from app.services.door.turns import take_turn
from app.services.portions import in_portions
from app.services.seals.content import Content, all_ids, mac, rows
from app.services.seals.kind import Kind
from app.services.seals.kinds import KINDS
from app.services.seals.record import (
    BEGUN,
    GONE,
    SEALED,
    TABLES,
    WAS,
    begun,
    name_of,
    on_record,
    table_of,
)
from app.services.seals.writing import added, to_be_changed

_NOTED = "rows whose content is to be sealed"

Noted = dict[Kind, dict[int, tuple[object, str]]]
"""By the id of a row: in which transaction or savepoint it was first written, and what it was."""


def watch(kind_of_session: type[Session]) -> None:
    """What such a session writes is sealed when it is committed, if the session has a key."""
    event.listen(kind_of_session, "before_flush", _note_changed)
    event.listen(kind_of_session, "after_flush", _note_added)
    event.listen(kind_of_session, "before_commit", _keep)
    event.listen(kind_of_session, "after_soft_rollback", _forget)


def begin(session: Session, now: datetime) -> int:
    """Seals all there is of the kinds that are not judged yet, which are judged from here on;
    returns how many rows. To be called when no program of an earlier version writes any more,
    for such a one seals nothing of a kind it does not know."""
    take_turn(session)  # what others seal meanwhile must not be followed by what it was before
    judged = begun(session)
    older = [kind for kind in KINDS if kind.table not in judged]
    there = _seals(session, ((kind, all_ids(session, kind)) for kind in older))
    seals = {name: seal for name, seal in there if seal != GONE}
    for some in in_portions(seals.items()):
        history.record(session, SEALED, now=now, given=dict(some))
    _note_begun(session, older, now)
    return len(seals)


def begin_known(session: Session, now: datetime) -> None:
    """At the first time: judges, on a new database, every kind, else those of which the version
    before has sealed something. The others wait for `begin`."""
    if begun(session):
        return
    is_new = session.scalar(select(History.id).limit(1)) is None
    known = {table_of(name) for name in on_record(session).newest}
    _note_begun(session, [kind for kind in KINDS if is_new or kind.table in known], now)


def _note_begun(session: Session, kinds: Sequence[Kind], now: datetime) -> None:
    if kinds:
        tables = " ".join(kind.table for kind in kinds)
        history.record(session, BEGUN, now=now, given={TABLES: tables})


def _note_changed(session: Session, *_flushing: Any) -> None:
    """What is about to be changed is read once, before it is."""
    if not _seals_what_it_writes(session):
        return
    noted = _noted(session)
    unread: dict[Kind, set[int]] = defaultdict(set)
    for kind, number in to_be_changed(session):
        if number not in noted[kind]:
            unread[kind].add(number)
    for kind in (kind for kind in KINDS if kind in unread):
        there = dict(rows(session, kind, sorted(unread[kind]), lock=True))
        for number in unread[kind]:
            was = _under_each_key(session, kind, there.get(number))
            noted[kind][number] = _open_in(session), was


def _note_added(session: Session, _flushed: Any) -> None:
    if _seals_what_it_writes(session):
        for kind, number in added(session):
            _noted(session)[kind].setdefault(number, (_open_in(session), GONE))


def _keep(session: Session) -> None:
    if session.in_nested_transaction() or not _seals_what_it_writes(session):
        return
    session.flush()
    noted: Noted = session.info.pop(_NOTED, {})
    if not noted:
        return
    written = [(kind, sorted(noted[kind])) for kind in KINDS if kind in noted]
    seals = dict(_seals(session, written))
    was = {
        WAS + name_of(kind, number): what
        for kind, ids in noted.items()
        for number, (_transaction, what) in ids.items()
    }
    for some in in_portions(name for name in seals if seals[name] or was[WAS + name]):
        said = chain.from_iterable(((n, seals[n]), (WAS + n, was[WAS + n])) for n in some)
        history.record(session, SEALED, now=session.info["clock"].now(), given=dict(said))


def _forget(session: Session, ended: SessionTransaction) -> None:
    """With a savepoint goes what was first written in it, and nothing else."""
    if ended.parent is None:
        session.info.pop(_NOTED, None)
    elif ended.nested:
        for ids in _noted(session).values():
            for number in [n for n, (begun_in, _was) in ids.items() if begun_in is ended]:
                del ids[number]


def _seals_what_it_writes(session: Session) -> bool:
    return {"audit_key", "clock"} <= session.info.keys()


def _open_in(session: Session) -> object:
    return session.get_nested_transaction() or session.get_transaction()


def _noted(session: Session) -> Noted:
    noted: Noted = session.info.setdefault(_NOTED, defaultdict(dict))
    return noted


def _under_each_key(session: Session, kind: Kind, content: Content | None) -> str:
    """The newest seal of the row may be under a key that was replaced since."""
    if content is None:
        return GONE
    keys = session.info["settings"].audit_keys
    return " ".join(mac(key.encode(), kind, content) for key in keys)


def _seals(
    session: Session, kinds: Iterable[tuple[Kind, Sequence[int]]]
) -> Iterator[tuple[str, str]]:
    key = session.info["audit_key"]
    for kind, ids in kinds:
        there = dict(rows(session, kind, ids))
        for number in ids:
            content = there.get(number)
            yield name_of(kind, number), GONE if content is None else mac(key, kind, content)

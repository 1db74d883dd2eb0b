"""Keeps the words of the search with what they come from: in one commit, or all anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session

from app.models import SearchEntry, search_word
from app.services.finding.sources import SOURCES, WATCHED
from app.services.finding.words import Indexed, Spelled, indexed
from app.services.portions import in_portions

_Reached = dict[str, dict[Any, set[int]]]
_NOTED = "cases whose words are to be written"

_ENTRY: Any = SearchEntry.__table__
_ENTRIES = select(_ENTRY.c.case_id, _ENTRY.c.text, _ENTRY.c.words).where(
    _ENTRY.c.kind == bindparam("kind"), _ENTRY.c.case_id.in_(bindparam("cases", expanding=True))
)
_RENEWED = update(_ENTRY).where(
    _ENTRY.c.kind == bindparam("of_kind"), _ENTRY.c.case_id == bindparam("of_case")
)


def watch(kind_of_session: type[Session]) -> None:
    """What such a session writes can be found as soon as it is committed, and not longer."""
    event.listen(kind_of_session, "after_flush", _note)
    event.listen(kind_of_session, "before_commit", _keep)
    event.listen(kind_of_session, "after_rollback", _forget_what_was_noted)


def _note(session: Session, _flushed: Any) -> None:
    """Which cases a changed row is about; their words are written once, before the commit."""
    reached = _reached(session)
    for row in (*session.new, *session.dirty, *session.deleted):
        for watched in WATCHED.get(type(row), ()):
            if _has_changed(session, row, watched.columns):
                for reach in watched.reaches:
                    reached[reach.kind][reach.column].add(getattr(row, reach.value))


def _keep(session: Session) -> None:
    session.flush()
    reached = session.info.pop(_NOTED, {})
    for kind, columns in reached.items():
        for column, values in columns.items():
            for some in in_portions(sorted(values)):
                _write(session, kind, _cases(session, kind, column, some))


def _forget_what_was_noted(session: Session) -> None:
    session.info.pop(_NOTED, None)


def _reached(session: Session) -> _Reached:
    noted: _Reached = session.info.setdefault(_NOTED, defaultdict(lambda: defaultdict(set)))
    return noted


def rebuild(session: Session) -> int:
    """Every word anew, from what is there; returns how many cases can be found."""
    count = 0
    session.execute(delete(search_word))
    session.execute(delete(SearchEntry))
    for kind, source in SOURCES.items():
        ids = session.scalars(select(source.model.id).order_by(source.model.id)).all()
        for some in in_portions(ids):
            _write(session, kind, _cases(session, kind, source.model.id, some))
        count += len(ids)
    return count


def _has_changed(session: Session, row: Any, columns: Iterable[str]) -> bool:
    if row in session.new or row in session.deleted:
        return True
    state = inspect(row)
    return any(state.attrs[column].history.has_changes() for column in columns)


def _cases(
    session: Session, kind: str, column: Any, values: Sequence[int]
) -> dict[int, Indexed | None]:
    """What cases of a kind are found by; None for one that is no more."""
    source = SOURCES[kind]
    number = source.model.id
    if column is not number:
        values = session.scalars(source.joined(select(number)).where(column.in_(values))).all()
    if not values:
        return {}
    fields: dict[int, dict[Spelled, None]] = defaultdict(dict)
    for case, *texts in session.execute(_texts_of(kind), {"cases": list(values)}):
        mine = fields[case]
        for n, text in enumerate(texts):
            if text:
                mine[Spelled(str(text), by_sound=n < len(source.spelled))] = None
    gone: dict[int, Indexed | None] = dict.fromkeys(values)
    return gone | {case: indexed(texts) for case, texts in fields.items()}


@cache
def _texts_of(kind: str) -> Select[Any]:
    source = SOURCES[kind]
    number = source.model.id
    query = source.joined(select(number, *source.spelled, *source.plain))
    return query.where(number.in_(bindparam("cases", expanding=True)))


def _write(session: Session, kind: str, cases: dict[int, Indexed | None]) -> None:
    """Only what differs from what is there."""
    for some in in_portions(sorted(cases)):
        before = {
            row.case_id: (row.text, set(row.words.split()))
            for row in session.execute(_ENTRIES, {"kind": kind, "cases": some})
        }
        added: list[dict[str, Any]] = []
        entries: list[dict[str, Any]] = []
        for number in some:
            now = cases[number]
            text, words = before.get(number, ("", set()))
            wanted = now.words if now else frozenset()
            _forget(session, kind, number, words - wanted)
            added += [_word(kind, number, word) for word in wanted - words]
            if now is None or not now.words:
                _drop(session, kind, number)
            elif number not in before:
                entries.append(_entry(kind, number, now))
            elif text != now.text or words != wanted:
                renewed = _entry(kind, number, now)
                session.execute(_RENEWED, renewed | {"of_kind": kind, "of_case": number})
        if added:
            added.sort(key=lambda row: (row["word"], row["case_id"]))
            session.execute(insert(search_word), added)
        if entries:
            session.execute(insert(_ENTRY), entries)


def _word(kind: str, number: int, word: str) -> dict[str, Any]:
    return {"kind": kind, "word": word, "case_id": number}


def _entry(kind: str, number: int, now: Indexed) -> dict[str, Any]:
    words = " ".join(sorted(now.words))
    return {"kind": kind, "case_id": number, "text": now.text, "words": words}


def _forget(session: Session, kind: str, number: int, words: set[str]) -> None:
    if words:
        session.execute(
            delete(search_word).where(
                search_word.c.kind == kind,
                search_word.c.word.in_(sorted(words)),
                search_word.c.case_id == number,
            )
        )


def _drop(session: Session, kind: str, number: int) -> None:
    session.execute(delete(_ENTRY).where(_ENTRY.c.kind == kind, _ENTRY.c.case_id == number))

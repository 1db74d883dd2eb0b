"""What is dear to count is counted once and kept by the process, until the history tells of a move
of what it was counted from.

The history has one end and its rows are numbered in the order of their commits, so whoever counts
after reading the end has counted everything up to there. Kept is an answer with the link the chain
ended in; every look after it reads only what has been appended since.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, Row, Select, bindparam, case, func, select, true
from sqlalchemy.orm import Session

from app.asked import once, only_reads
from app.models import History

T = TypeVar("T")

LOOKED_THROUGH_MOST = 5_000
"""Rows of the history; when more have come, counting anew is the cheaper."""
KEPT_MOST = 16
"""Answers, of which the ranking of a call with 20,000 proposals holds some megabytes."""
_NONE = 0


class _Kept(NamedTuple):
    answer: Any
    end: int
    mac: str


@dataclass
class _Shelf:
    """Of one database. Whoever finds nothing counts while others wait for the same answer."""

    answers: dict[Hashable, _Kept] = field(default_factory=dict)
    counting: dict[Hashable, threading.Lock] = field(default_factory=dict)

    def keep(self, question: Hashable, answer: _Kept) -> None:
        """The ones kept longest make room."""
        self.answers.pop(question, None)
        self.answers[question] = answer
        for oldest in list(self.answers)[:-KEPT_MOST]:
            self.answers.pop(oldest, None)
            self.counting.pop(oldest, None)


_shelves: WeakKeyDictionary[Pool, _Shelf] = WeakKeyDictionary()
"""As long as the connections to that database."""


def kept(session: Session, kinds: tuple[str, ...], question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to `question`, from `ask` unless no case of these kinds has moved since. Kept are
    plain values only; a session that writes asks for itself."""
    if not only_reads(session):
        return ask()
    return once(session, ("kept", question), lambda: _from_shelf(session, kinds, question, ask))


def _from_shelf(
    session: Session, kinds: tuple[str, ...], question: Hashable, ask: Callable[[], T]
) -> T:
    shelf = _shelves.setdefault(session.get_bind().engine.pool, _Shelf())
    with shelf.counting.setdefault(question, threading.Lock()):
        found = shelf.answers.get(question)
        seen = found.end if found else _NONE
        look = session.execute(_LOOK, {"seen": seen, "kinds": kinds}).first()
        if look is None:
            return ask()
        answer: T = found.answer if found and _stands(found, look) else ask()
        shelf.keep(question, _Kept(answer, look.id, look.mac))
        return answer


def _stands(found: _Kept, look: Row[Any]) -> bool:
    """The link is asked for, too: a number alone may be of another history."""
    return look.mac_then == found.mac and not look.moved and look.appended <= LOOKED_THROUGH_MOST


def _look() -> Select[Any]:
    seen: Any = bindparam("seen")
    then = select(History.mac).where(History.id == seen).scalar_subquery()
    new = (
        select(History.case_kind)
        .where(History.id > seen)
        .order_by(History.id)
        .limit(LOOKED_THROUGH_MOST + 1)
        .subquery()
    )
    of_kinds = case((new.c.case_kind.in_(bindparam("kinds", expanding=True)), 1), else_=0)
    counts = select(func.count().label("appended"), func.sum(of_kinds).label("moved"))
    since = counts.select_from(new).subquery()
    end = select(History.id, History.mac).order_by(History.id.desc()).limit(1).subquery()
    columns = end.c.id, end.c.mac, then.label("mac_then"), since.c.appended, since.c.moved
    return select(*columns).select_from(end.join(since, true()))


_LOOK = _look()

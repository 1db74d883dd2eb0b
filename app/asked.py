"""What a page asks of the database several times is asked once, and several lists by one statement.

Only a session that reads one page remembers; whoever writes asks again each time, because others,
or it itself, may have changed the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    ColumnExpressionArgument,
    Integer,
    Select,
    and_,
    bindparam,
    inspect,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql import visitors

T = TypeVar("T")

_ASKED = "asked"
_KEPT_MOST = 256
"""Statements of several lists; of the kinds of cases on a page there are very many choices."""


def remember(session: Session) -> None:
    """From now on, until it writes."""
    session.info[_ASKED] = {}


@contextmanager
def asking_once(session: Session) -> Iterator[None]:
    """For whoever writes: as long as nothing is written, as while a move is decided."""
    remember(session)
    try:
        yield
    finally:
        forget(session)


def once(session: Session, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to `question`, from `ask` unless this page has asked before."""
    answers: dict[Hashable, Any] | None = session.info.get(_ASKED)
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    found: T = answers[question]
    return found


def keep(session: Session, question: Hashable, answer: Any) -> None:
    """What another statement has found already, for `once` in a session that only reads."""
    once(session, question, lambda: answer)


def is_answered(session: Session, question: Hashable) -> bool:
    return question in session.info.get(_ASKED, ())


class Listed(Generic[T]):
    """A short list of whole rows: those of `kind` under the conditions, with what the options load
    beside them (no lists of their own).

    The statement is built once in a process; what differs each time has a name in it, as in
    `Listed(Share, Share.project_id == bindparam("project"), order=(Share.id,))`.
    """

    def __init__(
        self,
        kind: type[T],
        *conditions: ColumnExpressionArgument[bool],
        order: Sequence[Any] = (),
        options: Sequence[Any] = (),
    ) -> None:
        self.kind, self.conditions, self.order, self.options = kind, conditions, order, options

    def of(self, session: Session, **given: Any) -> Sequence[T]:
        """Asked for once in a session that only reads. More may be given than is asked for."""
        own = self.own(given)
        return once(session, own, lambda: session.scalars(self._alone, given).all())

    def own(self, given: Mapping[str, Any]) -> Hashable:
        """The question: this list, of what it is to be given."""
        return self, frozenset((name, given[name]) for name in self.names)

    def keep(self, session: Session, rows: Sequence[T], **given: Any) -> None:
        """What another statement has found already, for `of` in a session that only reads."""
        keep(session, self.own(given), rows)

    def of_each(self, name: str) -> tuple[Listed[T], str]:
        """The same of several owners, whose ids are given as `name`, and the attribute by which a
        row tells whose it is. For a list that asks for one owner by one key."""
        (own,) = (
            one
            for one in self.conditions
            if isinstance(one, BinaryExpression)
            and isinstance(one.right, BindParameter)
            and one.right.key == name
        )
        of_several = own.left.in_(bindparam(name, expanding=True))
        conditions = (of_several if one is own else one for one in self.conditions)
        several = Listed(self.kind, *conditions, order=self.order, options=self.options)
        return several, str(own.left.key)

    @cached_property
    def _alone(self) -> Select[Any]:
        query = select(self.kind).where(*self.conditions)
        return query.options(*self.options).order_by(*self.order)

    @cached_property
    def names(self) -> frozenset[str]:
        """Of what is to be given."""
        parts = visitors.iterate(and_(true(), *self.conditions))
        return frozenset(p.key for p in parts if isinstance(p, BindParameter) and p.required)


def hanging_on(relation: Any, owner: str, *options: Any) -> Listed[Any]:
    """The list that a relation holds, in its own order; the id of who holds it is given as `owner`.
    For a relation by one foreign key."""
    (key,) = relation.property.remote_side
    return Listed(
        relation.property.mapper.class_,
        key == bindparam(owner),
        order=relation.property.order_by or (),
        options=options,
    )


def ask_together(session: Session, *lists: Listed[Any], **given: Any) -> None:
    """Asks for all of these lists by one statement, so that `of` finds each answered. Whoever
    writes goes on to ask for each."""
    if only_reads(session):
        _rows(session, lists, given)


def ask_for_each(
    session: Session, owners: Mapping[str, Collection[int]], *lists: Listed[Any], **given: Any
) -> None:
    """The lists of several owners by one statement, so that `of` finds those of each answered; ids
    by the name that they are given by, of which a list has one; with it those of no owner. Whoever
    writes goes on to ask for each."""
    if not only_reads(session):
        return
    of_all = {**given, **{name: tuple(ids) for name, ids in owners.items()}}
    asked = [
        (one, name, *_of_each(one, name))
        for one in lists
        for name in one.names & {*owners}
        if not all(is_answered(session, one.own({**given, name: own})) for own in owners[name])
    ]
    of_nobody = (one for one in lists if one.names.isdisjoint(owners))
    ask_together(session, *(of_several for _, _, of_several, _ in asked), *of_nobody, **of_all)
    for one, name, of_several, key in asked:
        rows = defaultdict(list)
        for row in of_several.of(session, **of_all):
            rows[getattr(row, key)].append(row)
        for owner in owners[name]:
            one.keep(session, rows[owner], **{**given, name: owner})


@lru_cache(maxsize=_KEPT_MOST)
def _of_each(one: Listed[Any], name: str) -> tuple[Listed[Any], str]:
    return one.of_each(name)


def hang(session: Session, owner: Any, lists: Mapping[str, Listed[Any]], **given: Any) -> None:
    """Puts those lists that are not there yet where the owner keeps them, each under the name of
    its attribute: what has not been asked, by one statement; for whoever writes, too."""
    missing = {name: one for name, one in lists.items() if name in inspect(owner).unloaded}
    for name, rows in zip(missing, _rows(session, tuple(missing.values()), given), strict=True):
        set_committed_value(owner, name, list(rows))


def _rows(
    session: Session, lists: Sequence[Listed[Any]], given: Mapping[str, Any]
) -> list[Sequence[Any]]:
    """Of each of the lists, in the order they are named."""
    asked = {one: one.own(given) for one in lists}
    known: dict[Hashable, Any] = session.info.get(_ASKED, {})
    missing = tuple(one for one, question in asked.items() if question not in known)
    if missing:
        rows = session.execute(_side_by_side(missing), given).all()
        for number, one in enumerate(missing):
            known[asked[one]] = [row[number] for row in rows if row[number] is not None]
    return [known[asked[one]] for one in lists]


@lru_cache(maxsize=_KEPT_MOST)
def _side_by_side(lists: tuple[Listed[Any], ...]) -> Select[Any]:
    """A row of one list has nothing of the others beside it, so that they do not multiply."""
    numbers = [select(literal_column(str(n), Integer).label("number")) for n in range(len(lists))]
    list_of = union_all(*numbers).subquery("list_of")
    query = select(*(one.kind for one in lists)).select_from(list_of)
    for number, one in enumerate(lists):
        query = query.outerjoin(
            one.kind, and_(list_of.c.number == literal_column(str(number)), *one.conditions)
        )
    query = query.options(*chain.from_iterable(one.options for one in lists))
    return query.order_by(list_of.c.number, *chain.from_iterable(one.order for one in lists))


def only_reads(session: Session) -> bool:
    """Whether what has been loaded is as it was, because nobody writes here."""
    return _ASKED in session.info


def forget(session: Session, _flushed: Any = None) -> None:
    """After a flush, or what is written without one."""
    session.info.pop(_ASKED, None)

"""The search: the cases that have every word asked for and exist for whoever asks.

Newest first within a kind, and never more than `MOST` of one: whoever finds that many narrows the
words. One statement, one for each kind on the page, and one more for terms in letters and figures;
and, as the words lie in the order of the cases, a cost that hardly grows with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import (
    Call,
    Expert,
    ExpertUnit,
    Item,
    Letter,
    Notice,
    Organisation,
    Project,
    Proposal,
    Race,
    SearchEntry,
    search_word,
)
from app.queries.paging import SIZE, Page
from app.queries.sight.conditions import is_never
from app.queries.sight.names import beside_row, in_title
from app.queries.sight.seeing import Sight
from app.services.finding.sources import SOURCES
from app.services.finding.words import Term, beginnings_of

KINDS = (
    *("call", "item", "race", "proposal", "project", "result", "notice"),
    *("unit", "expert", "letter"),
)
MOST = 200
_TWO_PAGES = ("call", "item")
"""What has a page for the public and another for those who hold a role."""
_PAST_ALL, _ESCAPE = "\U0010ffff", "/"
_GATHERED_MOST = 2000

Common = frozenset[tuple[str, str]]
"""(kind, text) of terms that very many cases have."""

WHOLE: dict[str, tuple[Any, ...]] = {
    "call": (joinedload(Call.programme),),
    "item": (joinedload(Item.demander), beside_row(Item.call)),
    "race": (beside_row(Race.call).joinedload(Call.programme),),
    "proposal": (
        *in_title(),
        joinedload(Proposal.pi),
    ),
    "project": (joinedload(Project.proposal).options(*in_title(), joinedload(Proposal.pi)),),
    "result": (joinedload(Project.proposal).options(*in_title()),),
    "notice": (beside_row(Notice.call),),
    "unit": (joinedload(Organisation.recommender),),
    "expert": (
        joinedload(Expert.person),
        selectinload(Expert.units).joinedload(ExpertUnit.organisation),
    ),
    "letter": (joinedload(Letter.number), joinedload(Letter.organisation)),
}
"""What a line of the results shows of each kind, loaded at once."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`inside`: the reader may open the case's own page; otherwise its public one."""

    kind: str
    row: Any
    inside: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`counts` of each kind, `MOST` standing for "at least as many"."""

    counts: dict[str, int]
    page: Page[Hit]


def find(session: Session, sight: Sight, terms: Sequence[Term], chosen: str, number: int) -> Found:
    """`chosen` is the one kind to page through; empty pages through all."""
    common = common_terms(session, KINDS, terms)
    shape = tuple((len(term.words), term.spelled) for term in terms)
    at = frozenset((kind, n) for n, term in enumerate(terms) for kind in _kinds_in(common, term))
    search = sight.written(("find", shape, at), lambda: _search(terms, sight, common))
    rows = sorted(session.execute(search, _given(terms)), key=_by_kind_then_newest)
    wanted = [row for row in rows if chosen in ("", row.kind)]
    number = max(1, min(number, -(-len(wanted) // SIZE) or 1))
    here = wanted[(number - 1) * SIZE : number * SIZE]
    return Found(
        Counter(row.kind for row in rows),
        Page(_load(session, here), number, SIZE, len(wanted)),
    )


def _search(terms: Sequence[Term], sight: Sight, common: Common) -> CompoundSelect[Any]:
    """The same for all searches of one reader that have as many words."""
    arms = (select(having(kind, terms, sight, common).limit(MOST).subquery()) for kind in KINDS)
    return union_all(*arms)


def _kinds_in(common: Common, term: Term) -> list[str]:
    return [kind for kind, text in common if text == term.text]


def _by_kind_then_newest(row: Any) -> tuple[int, int]:
    return KINDS.index(row.kind), -row.id


def common_terms(session: Session, kinds: Sequence[str], terms: Sequence[Term]) -> Common:
    """Of the terms in letters and figures those that begin so many words of a kind that its cases
    are better asked one by one, newest first, than gathered."""
    asked = [(kind, term.text) for kind in kinds for term in terms if term.spelled]
    if not asked:
        return frozenset()
    counts = (
        select(
            literal(kind).label("kind"),
            literal(text).label("text"),
            select(func.count())
            .select_from(
                _beginning(kind, text, text + _PAST_ALL).limit(_GATHERED_MOST + 1).subquery()
            )
            .scalar_subquery()
            .label("cases"),
        )
        for kind, text in asked
    )
    rows = session.execute(union_all(*counts))
    return frozenset((row.kind, row.text) for row in rows if row.cases > _GATHERED_MOST)


def having(
    kind: str, terms: Sequence[Term], sight: Sight, common: Common = frozenset()
) -> Select[Any]:
    """(kind, id, inside) of every case of a kind that has all terms and exists for the
    reader, newest first."""
    number = SOURCES[kind].model.id
    query = sight.joined(
        kind,
        select(
            literal(kind).label("kind"),
            number.label("id"),
            (sight.inside(kind) if kind in _TWO_PAGES else literal(True)).label("inside"),
        ).select_from(SOURCES[kind].model),
    )
    query, number = with_terms(kind, query, terms, number, common)
    if is_never(sight.outside(kind)):
        query = query.where(sight.near(kind))
    return query.where(sight.there(kind)).order_by(number.desc())


def with_terms(
    kind: str, query: Select[Any], terms: Sequence[Term], number: Any, common: Common
) -> tuple[Select[Any], Any]:
    """A query of cases with that number, narrowed to those that have all terms; and the number to
    order by, which is that of the first word where there is one. What is asked for stands in it by
    the names of `_given`."""
    given: dict[str, Any] = {
        name: bindparam(name, value, expanding=isinstance(value, list))
        for name, value in _given(terms).items()
    }
    exact = [given[name] for name in _words(terms)]
    if exact:
        first = search_word.alias()
        query = query.join(first, first.c.case_id == number)
        query = query.where(first.c.kind == kind, first.c.word == exact[0])
        number = first.c.case_id
    for word in exact[1:]:
        query = query.where(_has(kind, word, number))
    for n, term in enumerate(terms):
        says, begins = given[f"says_{n}"], given[f"begins_{n}"]
        if (kind, term.text) in common:
            query = query.where(_begins_in(kind, number, begins))
        elif term.spelled:
            there = _beginning(kind, given[f"text_{n}"], given[f"past_{n}"])
            longer = _longer(kind, given[f"beginnings_{n}"], says)
            query = query.where(number.in_(union_all(there, longer)))
        elif len(term.words) > 1:
            query = query.where(_entry(kind, number, SearchEntry.text.like(says, escape=_ESCAPE)))
    return query, number


def _given(terms: Sequence[Term]) -> dict[str, Any]:
    """What is asked for, each under its name."""
    found: dict[str, Any] = dict(
        zip(_words(terms), (word for term in terms for word in term.words), strict=True)
    )
    for n, term in enumerate(terms):
        plain = _escaped(term.text)
        found |= {f"says_{n}": f"%{plain}%", f"begins_{n}": f"% {plain}%", f"text_{n}": term.text}
        found |= {f"past_{n}": term.text + _PAST_ALL, f"beginnings_{n}": beginnings_of(term.text)}
    return found


def _words(terms: Sequence[Term]) -> list[str]:
    return [f"word_{n}" for n in range(sum(len(term.words) for term in terms))]


def _escaped(text: str) -> str:
    for mark in (_ESCAPE, "%", "_"):
        text = text.replace(mark, _ESCAPE + mark)
    return text


def _has(kind: str, word: Any, number: Any) -> ColumnElement[bool]:
    other = search_word.alias()
    return exists().where(other.c.kind == kind, other.c.word == word, other.c.case_id == number)


def _entry(kind: str, number: Any, says: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a case that has been found. OFFSET says that it is looked at then, and not planned as one
    more table to begin with."""
    there = select(SearchEntry.id).where(
        SearchEntry.kind == kind, SearchEntry.case_id == number, says
    )
    return exists(there.offset(0))


def _beginning(kind: str, text: Any, past: Any) -> Select[Any]:
    """Cases with a word that begins with the text."""
    word = search_word.c
    return select(word.case_id).where(word.kind == kind, word.word >= text, word.word < past)


def _begins_in(kind: str, number: Any, begins: Any) -> ColumnElement[bool]:
    """Whether one of the words of that case begins so."""
    words = literal(" ") + SearchEntry.words
    return _entry(kind, number, words.like(begins, escape=_ESCAPE))


def _longer(kind: str, beginnings: Any, says: Any) -> Select[Any]:
    """Cases with a word that the term begins with, if they say all of it."""
    word = search_word.c
    return (
        select(word.case_id)
        .join(
            SearchEntry,
            (SearchEntry.kind == word.kind) & (SearchEntry.case_id == word.case_id),
        )
        .where(
            word.kind == kind,
            word.word.in_(beginnings),
            SearchEntry.text.like(says, escape=_ESCAPE),
        )
    )


def _load(session: Session, wanted: Sequence[Any]) -> list[Hit]:
    """In the order wanted; one query a kind."""
    found: dict[tuple[str, int], Any] = {}
    for kind in {row.kind for row in wanted}:
        model = SOURCES[kind].model
        ids = [row.id for row in wanted if row.kind == kind]
        rows = session.scalars(select(model).where(model.id.in_(ids)).options(*WHOLE[kind]))
        found |= {(kind, row.id): row for row in rows}
    return [Hit(row.kind, found[row.kind, row.id], bool(row.inside)) for row in wanted]


def unit_seen(session: Session, sight: Sight, number: int) -> Organisation | None:
    return session.scalars(
        select(Organisation)
        .where(Organisation.id == number, sight.inside("unit"))
        .options(*WHOLE["unit"])
    ).first()

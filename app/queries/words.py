"""Cases that have all words asked for, found in the table of words (ADR 20): which of them somebody
may see, whoever asks says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.models import SearchEntry, search_word
from app.services.finding.sources import SOURCES
from app.services.finding.words import Term, beginnings_of
from app.services.finding.words import terms as terms_of

_PAST_ALL, _ESCAPE = "\U0010ffff", "/"
_GATHERED_MOST = 2000

Common = frozenset[tuple[str, str]]
"""(kind, text) of terms that very many cases have."""


def having_words(
    session: Session, kind: str, number: Any, typed: str
) -> Iterator[ColumnElement[bool]]:
    """That the case of this kind with this number has all the words that were typed."""
    asked = terms_of(typed)
    if asked:
        model, common = SOURCES[kind].model, common_terms(session, [kind], asked)
        found, _ = with_terms(kind, select(model.id), asked, model.id, common)
        yield number.in_(found.correlate(None))


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


def with_terms(
    kind: str, query: Select[Any], terms: Sequence[Term], number: Any, common: Common
) -> tuple[Select[Any], Any]:
    """A query of cases with that number, narrowed to those that have all terms; and the number to
    order by, which is that of the first word where there is one. What is asked for stands in it by
    the names of `given_for`."""
    given: dict[str, Any] = {
        name: bindparam(name, value, expanding=isinstance(value, list))
        for name, value in given_for(terms).items()
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


def given_for(terms: Sequence[Term]) -> dict[str, Any]:
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

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

from sqlalchemy import CompoundSelect, Select, literal, select, union_all
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
)
from app.queries.paging import Page, page_of
from app.queries.sight.conditions import is_never
from app.queries.sight.names import beside_row, in_title
from app.queries.sight.seeing import Sight
from app.queries.words import Common, common_terms, given_for, with_terms
from app.services.finding.sources import SOURCES
from app.services.finding.words import Term

KINDS = (
    *("call", "item", "race", "proposal", "project", "result", "notice"),
    *("unit", "expert", "letter"),
)
MOST = 200
_TWO_PAGES = ("call", "item")
"""What has a page for the public and another for those who hold a role."""
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
    rows = sorted(session.execute(search, given_for(terms)), key=_by_kind_then_newest)
    wanted = [row for row in rows if chosen in ("", row.kind)]
    page = page_of(wanted, number)
    hits = Page(_load(session, page.rows), page.number, page.size, page.total)
    return Found(Counter(row.kind for row in rows), hits)


def _search(terms: Sequence[Term], sight: Sight, common: Common) -> CompoundSelect[Any]:
    """The same for all searches of one reader that have as many words."""
    arms = (select(having(kind, terms, sight, common).limit(MOST).subquery()) for kind in KINDS)
    return union_all(*arms)


def _kinds_in(common: Common, term: Term) -> list[str]:
    return [kind for kind, text in common if text == term.text]


def _by_kind_then_newest(row: Any) -> tuple[int, int]:
    return KINDS.index(row.kind), -row.id


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

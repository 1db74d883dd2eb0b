"""Whose the accounts of the books are, as a reader knows them: call, race, project and unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, LedgerAccount, Project, Proposal, Race, Share
from workflows.engine.text import Text
from workflows.money.books import OF_PROJECT, OF_RACE, OF_SHARE, AccountKind

Key = tuple[str, int]
"""Kind and owner of an account."""


def owners_of(session: Session, accounts: Iterable[LedgerAccount]) -> Mapping[Key, Text | str]:
    """Of each account the name of whom it belongs to; one query for each kind of owner."""
    keys = {(account.kind, account.owner_id) for account in accounts}
    named: dict[Key, Text | str] = {}
    for kinds, names in _NAMES:
        asked = {(kind, owner) for kind, owner in keys if AccountKind(kind) in kinds}
        found = names(session, {owner for _, owner in asked}) if asked else {}
        named |= {(kind, owner): found[owner] for kind, owner in asked}
    return named


def _years(_session: Session, ids: Iterable[int]) -> Mapping[int, Text | str]:
    return {year: Text(f"{year}年度", str(year)) for year in ids}


def _calls(session: Session, ids: Iterable[int]) -> Mapping[int, Text | str]:
    rows = session.execute(select(Call.id, Call.title).where(Call.id.in_(ids)))
    return {row.id: row.title for row in rows}


def _races(session: Session, ids: Iterable[int]) -> Mapping[int, Text | str]:
    rows = session.execute(select(Race.id, Call.title).join(Race.call).where(Race.id.in_(ids)))
    return {row.id: row.title for row in rows}


def _projects(session: Session, ids: Iterable[int]) -> Mapping[int, Text | str]:
    lead = joinedload(Project.proposal).joinedload(Proposal.lead_unit)
    rows = session.scalars(select(Project).where(Project.id.in_(ids)).options(lead))
    return {p.id: f"{p.number} {p.proposal.lead_unit.name}" for p in rows}


def _shares(session: Session, ids: Iterable[int]) -> Mapping[int, Text | str]:
    whole = joinedload(Share.project), joinedload(Share.unit)
    rows = session.scalars(select(Share).where(Share.id.in_(ids)).options(*whole))
    return {s.id: f"{s.project.number} {s.unit.name}" for s in rows}


_Names = Callable[[Session, Any], Mapping[int, Text | str]]
_NAMES: Sequence[tuple[frozenset[AccountKind], _Names]] = (
    (frozenset({AccountKind.TREASURY}), _years),
    (frozenset({AccountKind.BUDGET}), _calls),
    (OF_RACE, _races),
    (OF_SHARE, _shares),
    (OF_PROJECT, _projects),
)
"""What the kinds of account belong to, as `AccountKind` says it."""

"""What other systems read, kind by kind: the rows that exist for the owner of a token, by key."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, Item, Notice, Payment, Project, Proposal
from app.queries.sight.seeing import Sight
from app.services.cases import CASES

_PROPOSAL = joinedload(Project.proposal)
_WHOLE: dict[str, tuple[Any, ...]] = {
    "call": (joinedload(Call.programme),),
    "item": (joinedload(Item.demander),),
    "proposal": (joinedload(Proposal.lead_unit),),
    "project": (_PROPOSAL.joinedload(Proposal.lead_unit),),
    "payment": (joinedload(Payment.project), joinedload(Payment.payee)),
    "notice": (joinedload(Notice.call),),
}


def seen(kind: str, sight: Sight) -> Select[Any]:
    """Every case of a kind that exists for the reader, in the order of their ids."""
    model: Any = CASES[kind]
    query = sight.joined(kind, select(model)).where(sight.there(kind))
    return query.options(*_WHOLE[kind]).order_by(model.id)


def rows_after(
    session: Session, kind: str, sight: Sight, after: int, limit: int
) -> tuple[list[Any], bool]:
    """At most `limit` rows with greater ids, and whether more follow; what stands far down the list
    costs no more than its beginning."""
    model: Any = CASES[kind]
    found = session.scalars(seen(kind, sight).where(model.id > after).limit(limit + 1)).all()
    return list(found[:limit]), len(found) > limit


def row_seen(session: Session, kind: str, sight: Sight, number: int) -> Any | None:
    model: Any = CASES[kind]
    return session.scalars(seen(kind, sight).where(model.id == number)).first()


def seen_ids(session: Session, kind: str, sight: Sight, numbers: Collection[int]) -> set[int]:
    """Those of these cases that exist for the reader."""
    model: Any = CASES[kind]
    query = sight.joined(kind, select(model.id)).where(sight.there(kind), model.id.in_(numbers))
    return set(session.scalars(query))

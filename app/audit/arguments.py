"""An expert's opinion of a need is what the history says was signed, no more and no less (B2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.fault import Fault
from app.models import ArgumentOpinion, Expert, History, Item
from app.services.open_call.arguing import SIGNED, as_signed
from workflows.engine.text import Text

Key = tuple[int, str, int | None]
"""An item, the round that is argued for, and the person who signs."""


def faults(session: Session) -> Iterator[Fault | None]:
    """For each opinion that the history or the table knows as signed: a fault, or None. Those
    signed before the first that the history holds are left out."""
    kept, table = _kept(session), _table(session)
    first = min((row.at for row in kept.values()), default=_NEVER)
    for key in sorted(kept.keys() | table.keys(), key=str):
        row, opinion = kept.get(key), table.get(key)
        if row is None and opinion is not None and (opinion.signed_at or _NEVER) < first:
            continue
        holds = row is not None and opinion is not None and as_signed(opinion) == row.given
        where = Text(f"榜题 {key[0]} 的论证意见", f"opinion on item {key[0]}")
        yield None if holds else Fault(where, _ALTERED)


def _kept(session: Session) -> dict[Key, History]:
    rows = session.scalars(
        select(History).where(History.case_kind == Item.kind, History.transition == SIGNED)
    )
    return {(row.case_id, str(row.given["round"]), row.actor_id): row for row in rows}


def _table(session: Session) -> dict[Key, ArgumentOpinion]:
    rows = session.execute(
        select(ArgumentOpinion, Expert.person_id)
        .join(Expert, Expert.id == ArgumentOpinion.expert_id)
        .where(ArgumentOpinion.signed_at.is_not(None))
    )
    return {(o.item_id, str(o.round), person): o for o, person in rows}


_NEVER = datetime.max.replace(tzinfo=UTC)
_ALTERED = Text(
    "与专家签署时记入流转记录的不符：被改动、添加或删除",
    "is another than the history says was signed: altered, added or removed",
)

"""Which proposals of a call resemble others (查重), whatever call those are of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from app.models import Call, Likeness, Proposal
from app.queries.sight.aside import no_proposal_of


@dataclass(frozen=True, slots=True)
class Pair:
    """`mine` is of the call, and its share that of its text."""

    mine: Proposal
    share: int
    other: Proposal
    its_share: int


def similar_pairs(call: Call, least: int, hidden: Collection[int]) -> Select[Any]:
    """From so many hundredths of a percent of either on, the greatest first; without those that the
    reader stands aside from."""
    beside = (
        contains_eager(Likeness.one.of_type(_One)).joinedload(_One.lead_unit),
        contains_eager(Likeness.other.of_type(_Other)).joinedload(_Other.lead_unit),
    )
    found: Select[Any] = _of_call(select(Likeness), call, least, hidden)
    return found.options(*beside).order_by(_GREATER.desc(), Likeness.id)


def many_similar(call: Call, least: int, hidden: Collection[int]) -> Select[int]:
    many: Select[int] = _of_call(select(func.count(Likeness.id)), call, least, hidden)
    return many


_One, _Other = aliased(Proposal), aliased(Proposal)
_GREATER = case(
    (Likeness.one_share >= Likeness.other_share, Likeness.one_share), else_=Likeness.other_share
)


def _of_call(query: Any, call: Call, least: int, hidden: Collection[int]) -> Any:
    return (
        query.select_from(Likeness)
        .join(Likeness.one.of_type(_One))
        .join(Likeness.other.of_type(_Other))
        .where(
            or_(_One.call_id == call.id, _Other.call_id == call.id),
            least <= _GREATER,
            no_proposal_of(hidden, _One.id),
            no_proposal_of(hidden, _Other.id),
        )
    )


def pair(call: Call, row: Likeness) -> Pair:
    """Of two of the same call, the one that more of stands in the other."""
    turned = row.one.call_id != call.id or (
        row.other.call_id == call.id and row.other_share > row.one_share
    )
    if turned:
        return Pair(row.other, row.other_share, row.one, row.one_share)
    return Pair(row.one, row.one_share, row.other, row.other_share)

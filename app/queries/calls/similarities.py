"""Which proposals of a call resemble others (查重), whatever call those are of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, or_, select
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
    one, other = aliased(Proposal), aliased(Proposal)
    is_first = Likeness.one_share >= Likeness.other_share
    greater = case((is_first, Likeness.one_share), else_=Likeness.other_share)
    return (
        select(Likeness)
        .join(Likeness.one.of_type(one))
        .join(Likeness.other.of_type(other))
        .options(
            contains_eager(Likeness.one.of_type(one)).joinedload(one.lead_unit),
            contains_eager(Likeness.other.of_type(other)).joinedload(other.lead_unit),
        )
        .where(
            or_(one.call_id == call.id, other.call_id == call.id),
            greater >= least,
            no_proposal_of(hidden, one.id),
            no_proposal_of(hidden, other.id),
        )
        .order_by(greater.desc(), Likeness.id)
    )


def pair(call: Call, row: Likeness) -> Pair:
    """Of two of the same call, the one that more of stands in the other."""
    turned = row.one.call_id != call.id or (
        row.other.call_id == call.id and row.other_share > row.one_share
    )
    if turned:
        return Pair(row.other, row.other_share, row.one, row.one_share)
    return Pair(row.one, row.one_share, row.other, row.other_share)

"""What the office's page of a call counts, by one statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.models import Call
from app.queries.calls.consulting import many_comments
from app.queries.calls.similarities import many_similar
from app.queries.calls.waivers import many_waivers


class Counts(NamedTuple):
    """Comments on what was consulted, how many of them wait for an answer, and the pairs of
    proposals that somebody must look at; waivers of limits that are not dealt with."""

    comments: int
    unanswered: int
    alike: int
    waivers: int


def counts_of(session: Session, call: Call, least: int, hidden: Collection[int]) -> Counts:
    """Pairs from so many hundredths of a percent on, without those the reader stands aside from."""
    alike = many_similar(call, least, hidden).scalar_subquery()
    waivers = many_waivers(call, hidden).scalar_subquery()
    return Counts(*session.execute(many_comments(call).add_columns(alike, waivers)).one())

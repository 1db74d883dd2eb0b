"""What comparisons found of a proposal, and what of it a person must look at (§3.5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.asked import keep, once
from app.models import Comparison, Likeness, Project, Proposal, ProposalVersion
from app.services.cases import state_of
from workflows.engine.model import Kind
from workflows.engine.text import Text

Phrases = tuple[Text, ...]
MOST = 50
"""Of the others that are told of: of a text that hundreds have copied, too, nobody reads more."""

_BESIDE: tuple[Any, ...] = (
    Likeness.one,
    Likeness.other,
    Likeness.one_version,
    Likeness.other_version,
)


@dataclass(frozen=True, slots=True)
class Resembled:
    """Another proposal: `share` of the text of this one stands in it, and `its_share` of its own
    in this one, in hundredths of a percent. `passages` begin with the places in this one.
    `found_at` is when one of the two was compared last."""

    other: Proposal
    is_funded: bool
    share: int
    its_share: int
    same_metrics: int
    version: ProposalVersion
    its_version: ProposalVersion
    passages: Sequence[Sequence[str | int]]
    found_at: datetime | None

    @property
    def most(self) -> int:
        """How much of either stands in the other."""
        return max(self.share, self.its_share)


def resembled(session: Session, proposal: Proposal) -> Sequence[Resembled]:
    """What shares most with it first, by the greater share of the two; `MOST` at most."""
    return once(session, _question(proposal.id), lambda: _resembled(session, proposal))


def read_unlike(session: Session, proposals: Collection[int]) -> None:
    """Which of several resemble nothing, so that only the others are asked about."""
    pairs = select(Likeness.one_id, Likeness.other_id)
    among = or_(Likeness.one_id.in_(proposals), Likeness.other_id.in_(proposals))
    alike = frozenset(chain.from_iterable(session.execute(pairs.where(among))))
    for number in frozenset(proposals) - alike:
        keep(session, _question(number), ())


def _question(proposal: int) -> tuple[str, int]:
    return "resembled", proposal


def _resembled(session: Session, proposal: Proposal) -> Sequence[Resembled]:
    found = (
        _as_the_one(row, its, at) if row.one_id == proposal.id else _as_the_other(row, project, at)
        for row, project, its, at in _rows(session, proposal)
    )
    return sorted(found, key=lambda one: (-one.most, -one.same_metrics, one.other.id))


def similarity_findings(
    session: Session,
    proposal: Proposal,
    rules: Mapping[str, int],
    since: datetime | None = None,
) -> Phrases:
    """The proposals that it resembles so much that a person must look at it, as far as that was
    found after this moment."""
    return tuple(
        in_words(one)
        for one in to_look_at(session, proposal, rules)
        if since is None or (one.found_at is not None and one.found_at > since)
    )


def to_look_at(
    session: Session, proposal: Proposal, rules: Mapping[str, int]
) -> Sequence[Resembled]:
    """By how much of either stands in the other: what was taken does not become less by what is put
    beside it."""
    least = 100 * rules["similarity_looked_at"]
    metrics = len(proposal.metrics)
    return [
        one
        for one in resembled(session, proposal)
        if not _is_own_of_which_nothing_came(proposal, one)
        and (one.most >= least or _is_same_work(proposal, one, metrics, least))
    ]


def in_words(one: Resembled) -> Text:
    """Without title and names, which not everybody who checks may know."""
    more = _MORE_OF_IT.format(share=one.its_share // 100) if one.its_share > one.share else ""
    metrics = _METRICS.format(count=one.same_metrics) if one.same_metrics else ""
    return _ALIKE.format(
        number=one.other.number or "", share=one.share // 100, more=more, metrics=metrics
    )


_ALIKE = Text(
    "与 {number} 相似 {share}%{more}{metrics}", "{share}% of it is in {number}{more}{metrics}"
)
_MORE_OF_IT = Text("（该件的 {share}% 见于本件）", " ({share}% of that one is in this one)")
_METRICS = Text("、相同考核指标 {count} 项", ", and {count} metrics are the same")


def _is_same_work(proposal: Proposal, one: Resembled, metrics: int, least: int) -> bool:
    """The same leader promises the same again that is funded already (§3.5: same team, same
    indicators)."""
    is_same_leader = one.other.pi_id == proposal.pi_id
    return is_same_leader and one.is_funded and 10_000 * one.same_metrics >= least * metrics > 0


def _is_own_of_which_nothing_came(proposal: Proposal, one: Resembled) -> bool:
    """Whoever was not selected may apply with the same again."""
    is_over = state_of(one.other).kind is Kind.FINAL
    return one.other.pi_id == proposal.pi_id and is_over and not one.is_funded


def _rows(
    session: Session, proposal: Proposal
) -> Sequence[tuple[Likeness, int | None, int | None, datetime | None]]:
    """Each with the project of either, where there is one, and when it was found; with the same
    metrics, or the greatest share of either, before others."""
    ones, others = aliased(Project), aliased(Project)
    found_at = (
        select(func.max(Comparison.compared_at))
        .where(Comparison.proposal_id.in_((Likeness.one_id, Likeness.other_id)))
        .scalar_subquery()
    )
    is_one = Likeness.one_id == proposal.id
    is_more = Likeness.one_share > Likeness.other_share
    most = case((is_more, Likeness.one_share), else_=Likeness.other_share)
    query = (
        select(Likeness, ones.id, others.id, found_at)
        .outerjoin(ones, ones.proposal_id == Likeness.one_id)
        .outerjoin(others, others.proposal_id == Likeness.other_id)
        .where(or_(is_one, Likeness.other_id == proposal.id))
        .order_by(Likeness.same_metrics.desc(), most.desc(), Likeness.id)
        .limit(MOST)
        .options(
            *map(joinedload, _BESIDE),
            *(joinedload(one).joinedload(Proposal.call) for one in _BESIDE[:2]),
        )
    )
    return session.execute(query).all()


def _as_the_one(row: Likeness, project: int | None, at: datetime | None) -> Resembled:
    return Resembled(
        row.other,
        project is not None,
        row.one_share,
        row.other_share,
        row.same_metrics,
        row.one_version,
        row.other_version,
        row.passages,
        at,
    )


def _as_the_other(row: Likeness, project: int | None, at: datetime | None) -> Resembled:
    turned = [[*places[3:], *places[:3]] for places in row.passages]
    return Resembled(
        row.one,
        project is not None,
        row.other_share,
        row.one_share,
        row.same_metrics,
        row.other_version,
        row.one_version,
        turned,
        at,
    )

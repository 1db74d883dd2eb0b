"""What members of a panel see of their own work and, in the discussion, of one another's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.asked import Listed, ask_together, hang, hanging_on
from app.models import (
    Assessment,
    Case,
    Expert,
    GroupProposal,
    PanelSeat,
    Review,
    ReviewGroup,
    SecretVote,
    VoteCandidate,
    Voter,
)
from app.queries.letters import ABOUT
from app.queries.review.experts import INVITATIONS
from app.queries.review.replaced import LEFT
from app.queries.sight.names import read_names, with_names, without_lists
from app.services.assessing.opinions import OF_PANEL
from app.services.calendars import CALENDAR
from app.services.cases import case_id, panel_of

_DONE = ("signed", "revising", "closed")
_OPEN = ("assigned", "reading")


def struck(session: Session, among: ColumnElement[bool]) -> dict[int, int]:
    """How many scores of a result that stands were struck for a conflict, by proposal; `among` is a
    condition on the reviews."""
    stands = and_(
        GroupProposal.group_id == Review.group_id,
        GroupProposal.proposal_id == Review.proposal_id,
        GroupProposal.voided_at.is_(None),
    )
    rows = session.execute(
        select(Review.proposal_id, func.count(Review.id))
        .join(GroupProposal, stands)
        .where(Review.struck_at.is_not(None), among)
        .group_by(Review.proposal_id)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one expert is in one panel."""

    group: ReviewGroup
    done: int
    total: int


class Files(Counter[str]):
    """How many reviews are in which state: progress, and nobody's scores."""

    @property
    def done(self) -> int:
        return sum(self[state] for state in _DONE)

    @property
    def to_sign(self) -> int:
        """Signed, or still to be signed."""
        return self.done + sum(self[state] for state in _OPEN)

    @property
    def left(self) -> dict[str, int]:
        """Those that were handed on or struck."""
        return {state: self[state] for state in LEFT if self[state]}


def files_by_expert(session: Session, group: ReviewGroup) -> dict[int, Files]:
    """Who has no file yet is not in it."""
    rows = session.execute(
        select(Review.expert_id, Review.state, func.count(Review.id))
        .where(Review.group_id == group.id)
        .group_by(Review.expert_id, Review.state)
    )
    found = defaultdict[int, Files](Files)
    for expert, state, count in rows:
        found[expert][state] = count
    return dict(found)


def progress_of_expert(session: Session, person_id: int) -> list[Progress]:
    """Panels in which the expert still has something to do, oldest first."""
    rows = session.execute(_PROGRESS, {"person": person_id})
    return [Progress(row[0], row[1], row[2]) for row in rows if row[2]]


_PROGRESS = (
    select(
        ReviewGroup,
        func.count().filter(Review.state.in_(_DONE)),
        func.count().filter(Review.state.in_((*_DONE, *_OPEN))),
    )
    .join(Review, Review.group_id == ReviewGroup.id)
    .join(Expert, Expert.id == Review.expert_id)
    .where(
        Expert.person_id == bindparam("person"),
        ReviewGroup.state.in_(("reviewing", "discussing", "postponed")),
    )
    .group_by(ReviewGroup.id)
    .order_by(ReviewGroup.id)
)


def own_scores(session: Session, review: Review) -> Sequence[Review]:
    """What the same expert has given in this panel so far, for comparison; best first."""
    found = session.scalars(
        select(Review)
        .where(
            Review.group_id == review.group_id,
            Review.expert_id == review.expert_id,
            Review.id != review.id,
            Review.total.is_not(None),
            Review.state.in_(("reading", *_DONE)),
        )
        .options(*without_lists(Review.proposal))
        .order_by(Review.total.desc(), Review.id)
    ).all()
    read_names(session, (one.proposal for one in found))
    return found


def panels_of_expert(session: Session, person_id: int) -> Sequence[ReviewGroup]:
    """Panels whose discussion is open to this member, or to a substitute who took over a file."""
    return session.scalars(_DISCUSSING, {"person": person_id}).all()


_JUDGED = (
    select(Review.group_id)
    .join(Expert, Expert.id == Review.expert_id)
    .join(PanelSeat, (PanelSeat.group_id == Review.group_id) & (PanelSeat.expert_id == Expert.id))
    .where(
        Expert.person_id == bindparam("person"),
        Review.state.in_(_DONE),
        PanelSeat.left_reason.is_(None),
    )
)
_DISCUSSING = (
    select(ReviewGroup)
    .where(ReviewGroup.id.in_(_JUDGED))
    .where(ReviewGroup.state.in_(("discussing", "locked")) | (ReviewGroup.purpose == "defence"))
    .order_by(ReviewGroup.id)
)


PANEL_WHOLE = (joinedload(ReviewGroup.call), joinedload(ReviewGroup.chair))
"""What the page of a panel shows beside its own columns."""


def read_parts(session: Session, group: ReviewGroup) -> None:
    """The short lists of a panel, by one statement."""
    lists = parts()
    more = (INVITATIONS, ABOUT, *CALENDAR)
    about = {"kind": group.kind, "case": group.id}
    ask_together(session, *lists.values(), *more, group=group.id, **about)
    hang(session, group, lists, group=group.id)


@cache
def parts() -> dict[str, Listed[Any]]:
    expert = joinedload(PanelSeat.expert).joinedload(Expert.person)
    return {
        "items": hanging_on(ReviewGroup.items, "group", *without_lists(GroupProposal.proposal)),
        "seats": hanging_on(ReviewGroup.seats, "group", expert),
    }


def items_of(session: Session, group: ReviewGroup) -> Sequence[GroupProposal]:
    return session.scalars(
        select(GroupProposal)
        .where(GroupProposal.group_id == group.id)
        .options(*with_names(GroupProposal.proposal))
        .order_by(GroupProposal.id)
    ).all()


def votes_of(session: Session, group: ReviewGroup) -> Sequence[SecretVote]:
    """The secret votes of a panel with their candidates and voters, newest first."""
    named = selectinload(SecretVote.candidates)
    return session.scalars(
        select(SecretVote)
        .where(SecretVote.group_id == group.id)
        .options(
            *(named.options(one) for one in with_names(VoteCandidate.proposal)),
            selectinload(SecretVote.voters).joinedload(Voter.expert),
        )
        .order_by(SecretVote.id.desc())
    ).all()


def assessment_of(session: Session, case: Case) -> Assessment | None:
    """The panel that assesses this case, with its seats and what its members have given."""
    panel = panel_of(session, case)
    if panel is not None:
        hang(session, panel, OF_PANEL, kind=case.kind, case=case_id(case))
    return panel

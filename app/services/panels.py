"""Review groups: formed with a commitment, drawn at random, filled up by substitutes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.draw import Infeasible, Panel, draw
from app.experts.pool import SEED_BYTES, Snapshot, commitment, snapshot_from_json
from app.models import Call, GroupProposal, PanelSeat, Person, Proposal, Review, ReviewGroup
from app.services.history import take_turn
from app.services.moves import begin
from app.services.pool import findings, pool_for
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

GONE = ("withdrawn", "disqualified", "not_selected")
"""States of a proposal that left its panel's table."""


def form(
    session: Session,
    call: Call,
    proposals: Sequence[Proposal],
    name: str,
    by: Person,
    now: datetime,
) -> ReviewGroup | Problems:
    """A panel for accepted proposals; the pool is fixed and the commitment published at once."""
    take_turn(session)
    grouped = set(
        session.scalars(
            select(GroupProposal.proposal_id)
            .join(ReviewGroup)
            .where(ReviewGroup.call_id == call.id, ReviewGroup.state != "dissolved")
        )
    )
    unfit = [p.title for p in proposals if p.state != "accepted" or p.id in grouped]
    if not proposals or unfit:
        titles = "、".join(unfit) or "—"
        return alone(
            Text(
                f"请选择已受理且未编组的项目；不能编入：{titles}",
                f"Choose accepted proposals that are in no group; not: {titles}",
            )
        )
    group = ReviewGroup(
        call_id=call.id,
        name=name,
        formed_by_id=by.id,
        seed="",
        seed_commitment="",
        draw={},
    )
    group.call = call
    group.items = [GroupProposal(proposal_id=p.id, proposal=p) for p in proposals]
    session.add(group)
    begin(session, group, by, now)
    commit_to_pool(session, group, now)
    return group


def commit_to_pool(session: Session, group: ReviewGroup, now: datetime) -> None:
    """Fix the pool as it stands and commit to it and a fresh secret seed. Wishes to avoid an expert
    are honoured when a panel exists that way."""
    pool = pool_for(session, group, now)
    seed = secrets.token_bytes(SEED_BYTES)
    group.seed = seed.hex()
    feasible = isinstance(draw(pool.strict, seed), Panel)
    snapshot = pool.strict if feasible else pool.lenient
    group.draw = {"snapshot": snapshot.as_json()}
    group.seed_commitment = commitment(snapshot, seed)


def fixed_pool(group: ReviewGroup) -> Snapshot:
    """The pool the commitment speaks of."""
    return snapshot_from_json(group.draw["snapshot"])


def draw_problems(session: Session, group: ReviewGroup, now: datetime) -> tuple[Text, ...]:
    """Why the panel cannot be drawn now: no panel by the rules, or the pool has changed since."""
    snapshot = fixed_pool(group)
    fresh = pool_for(session, group, now)
    if snapshot.as_json() not in (fresh.strict.as_json(), fresh.lenient.as_json()):
        return (_POOL_CHANGED,)
    result = draw(snapshot, bytes.fromhex(group.seed))
    return (result.reason,) if isinstance(result, Infeasible) else ()


def seat_panel(session: Session, group: ReviewGroup) -> None:
    """Carry out the committed draw; the first seat drawn chairs."""
    panel = draw(fixed_pool(group), bytes.fromhex(group.seed))
    assert isinstance(panel, Panel), "a guard has checked that a panel exists"
    order = 0
    for seat in panel.seats:
        session.add(PanelSeat(group_id=group.id, expert_id=seat.member, seat=seat.number))
    for place in range(max(len(s.substitutes) for s in panel.seats)):
        for seat in panel.seats:
            if place < len(seat.substitutes):
                order += 1
                session.add(
                    PanelSeat(
                        group_id=group.id,
                        expert_id=seat.substitutes[place],
                        seat=len(panel.seats) + order,
                        is_substitute=True,
                    )
                )
    group.chair_id = panel.seats[0].member
    group.draw = {
        **group.draw,
        "members": list(panel.members),
        "steps": [[s.place, s.candidate, s.ticket, s.seat, asdict(s.reason)] for s in panel.steps],
    }
    session.flush()
    session.refresh(group)


def assign_all(session: Session, group: ReviewGroup, now: datetime) -> list[Review]:
    """Every member of the panel reviews every proposal of the group, if it is still in the race;
    after a postponed meeting only what was not assigned before."""
    members = [s for s in group.seats if not s.is_substitute and s.left_reason is None]
    pairs = select(Review.proposal_id, Review.expert_id).where(Review.group_id == group.id)
    assigned = {(row[0], row[1]) for row in session.execute(pairs)}
    return [
        _assign(session, group, item.proposal, seat, now)
        for item in group.items
        for seat in members
        if item.proposal.state not in GONE and (item.proposal_id, seat.expert_id) not in assigned
    ]


def call_substitute(session: Session, review: Review, now: datetime) -> Review | None:
    """The next substitute without a conflict takes over this one proposal; None when there is
    none, and then a person has to act (the group cannot be locked with too few scores)."""
    group = review.group
    busy = set(
        session.scalars(
            select(Review.expert_id).where(
                Review.group_id == group.id, Review.proposal_id == review.proposal_id
            )
        )
    )
    for seat in group.seats:
        if not seat.is_substitute or seat.expert_id in busy or seat.left_reason is not None:
            continue
        if not any(_must_avoid(session, seat, one, now) for one in _judged_with(review)):
            return _assign(session, group, review.proposal, seat, now)
    return None


def _judged_with(review: Review) -> Sequence[Proposal]:
    """Whose conflicts count: at a checkpoint of a race those with any of the teams."""
    if review.group.purpose == "checkpoint":
        return [item.proposal for item in review.group.items]
    return [review.proposal]


def _must_avoid(session: Session, seat: PanelSeat, proposal: Proposal, now: datetime) -> bool:
    return any(not f.is_soft for f in findings(session, seat.expert, proposal, now))


def _assign(
    session: Session, group: ReviewGroup, proposal: Proposal, seat: PanelSeat, now: datetime
) -> Review:
    review = Review(group_id=group.id, proposal_id=proposal.id, expert_id=seat.expert_id)
    review.group, review.proposal, review.expert = group, proposal, seat.expert
    begin(session, review, Role.SYSTEM_CLOCK, now)
    return review


_POOL_CHANGED = Text(
    "专家库或回避情况在承诺之后有变化，请重新固定候选名单",
    "the pool or the conflicts changed since the commitment: fix the list of candidates again",
)

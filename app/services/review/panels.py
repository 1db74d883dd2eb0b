"""Review groups: formed with a commitment, drawn at random, and what each member reads."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.canonical import canonical_json
from app.experts.draw import Panel, draw, infeasibility
from app.experts.pool import SEED_BYTES, Snapshot, commitment, snapshot_from_json
from app.models import (
    Call,
    Expert,
    GroupProposal,
    PanelSeat,
    Person,
    Proposal,
    RaceEntry,
    Review,
    ReviewGroup,
)
from app.services import history
from app.services.door.turns import take_turn
from app.services.experts.pool import pool_for
from app.services.experts.standing import standing_of
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.review.assigning import settled_pairs, stand_in
from app.services.review.purposes import judges_bids
from app.services.review.recusal import findings, hard
from workflows.engine.text import Text
from workflows.roles import Role

WITHOUT = ("accepted", "online_review")
"""Where a proposal stands that has no first panel yet, or none any more: it was dissolved."""
IN_PLACE_OF = "in_place_of"
"""In the record that begins a review: the number of the one whose file it takes over."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How many are drawn, and how many of them read each proposal; empty: as the call says, all."""

    seats: int | None = None
    each: int | None = None


def form(
    session: Session,
    call: Call,
    proposals: Sequence[Proposal],
    name: str,
    by: Person,
    now: datetime,
    reading: Reading | None = None,
) -> ReviewGroup | Problems:
    """The first panel of accepted proposals."""
    take_turn(session)
    if unfit := _unfit(session, call, proposals):
        return unfit
    purpose = "item" if call.mechanism == "open_call" else "selection"
    return open_panel(session, call, purpose, proposals, name, by, now, reading or Reading())


def open_panel(
    session: Session,
    call: Call,
    purpose: str,
    proposals: Sequence[Proposal],
    name: str,
    by: Person,
    now: datetime,
    reading: Reading,
) -> ReviewGroup:
    """The pool is fixed and the commitment published at once. Who calls has seen to it that the
    proposals wait for such a panel."""
    group = ReviewGroup(
        call_id=call.id,
        name=name,
        formed_by_id=by.id,
        seed="",
        seed_commitment="",
        draw={},
        purpose=purpose,
        round=_next_round(session, proposals),
        seats_wanted=reading.seats,
        reviews_each=reading.each,
    )
    group.call = call
    group.items = [GroupProposal(proposal_id=p.id, proposal=p) for p in proposals]
    session.add(group)
    begin(session, group, by, now)
    commit_to_pool(session, group, now)
    return group


def _unfit(session: Session, call: Call, proposals: Sequence[Proposal]) -> Problems | None:
    free = ids_without(session, call, proposals) - late_entries(session, call)
    unfit = [p.title for p in proposals if p.state not in WITHOUT or p.id not in free]
    if proposals and not unfit:
        return None
    titles = "、".join(unfit) or "—"
    return alone(
        Text(
            f"请选择已受理且未编组的项目；不能编入：{titles}",
            "Choose accepted proposals that are not in a panel. These cannot be included: "
            f"{titles}",
        )
    )


def late_entries(session: Session, call: Call) -> set[int]:
    """The proposals of a supplementary entry of its race: the executive meeting admits them, and no
    panel of the call ranks them (R17)."""
    late = select(RaceEntry.proposal_id).join(Proposal, Proposal.id == RaceEntry.proposal_id)
    found = late.where(Proposal.call_id == call.id, RaceEntry.supplementary)
    return set(session.scalars(found))


def ids_without(session: Session, call: Call, proposals: Sequence[Proposal]) -> set[int]:
    """Those of the proposals that no panel of the call has."""
    if not proposals:
        return set()
    grouped = session.scalars(
        select(GroupProposal.proposal_id)
        .join(ReviewGroup)
        .where(ReviewGroup.call_id == call.id, ReviewGroup.state != "dissolved")
    )
    return {proposal.id for proposal in proposals} - set(grouped)


def _next_round(session: Session, proposals: Sequence[Proposal]) -> int:
    latest = session.scalar(
        select(func.max(ReviewGroup.round))
        .join(GroupProposal, GroupProposal.group_id == ReviewGroup.id)
        .where(
            GroupProposal.proposal_id.in_([p.id for p in proposals]),
            ReviewGroup.state != "dissolved",
        )
    )
    return (latest or 0) + 1


def commit_to_pool(session: Session, group: ReviewGroup, now: datetime) -> None:
    """Fix the pool as it stands and commit to it and a fresh secret seed. Wishes to avoid an expert
    are honoured when a panel exists that way. The chained history keeps the commitment, so that
    nobody can put another in its place."""
    pool = pool_for(session, group, now)
    seed = secrets.token_bytes(SEED_BYTES)
    group.seed = seed.hex()
    snapshot = pool.lenient if infeasibility(pool.strict) else pool.strict
    former = standing_of(session, group, [c.id for c in snapshot.candidates], now)
    group.draw = {
        "snapshot": snapshot.as_json(),
        "former_chairs": sorted(former.chaired_last_year),
    }
    group.seed_commitment = commitment(snapshot, seed)
    history.note(
        session,
        group,
        "commit",
        actor_id=None,
        role=Role.SYSTEM_CLOCK,
        now=now,
        given={"commitment": group.seed_commitment, "snapshot": snapshot_digest(group)},
    )


def fixed_pool(group: ReviewGroup) -> Snapshot:
    """The pool the commitment speaks of."""
    return snapshot_from_json(group.draw["snapshot"])


def snapshot_digest(group: ReviewGroup) -> str:
    """SHA-256 of the stored snapshot as it lies in the database."""
    return hashlib.sha256(canonical_json(group.draw["snapshot"])).hexdigest()


def draw_problems(session: Session, group: ReviewGroup, now: datetime) -> tuple[Text, ...]:
    """Why the panel cannot be drawn now: no panel by the rules, or the pool has changed since."""
    snapshot = fixed_pool(group)
    fresh = pool_for(session, group, now)
    if snapshot.as_json() not in (fresh.strict.as_json(), fresh.lenient.as_json()):
        return (_POOL_CHANGED,)
    found = infeasibility(snapshot)
    return (found.reason,) if found else ()


def seat_panel(session: Session, group: ReviewGroup) -> None:
    """Carry out the committed draw; the first seat drawn chairs who did not chair last year."""
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
    group.chair_id = first_to_chair(group, panel.members)
    group.draw = {
        **group.draw,
        "members": list(panel.members),
        "steps": [[s.place, s.candidate, s.ticket, s.seat, asdict(s.reason)] for s in panel.steps],
    }
    session.flush()
    session.refresh(group)


def first_to_chair(group: ReviewGroup, members: Sequence[int]) -> int:
    """The first in the order of the draw who was not chair last year; the first, if all were."""
    former = set(group.draw.get("former_chairs", ()))
    return next((member for member in members if member not in former), members[0])


def assign_all(session: Session, group: ReviewGroup, now: datetime) -> list[Review]:
    """Every member of the panel reviews every proposal that is still on its table; with an
    assignment, those it gives them. Only what was not assigned before: a meeting may begin again
    after it was postponed."""
    pairs = settled_pairs(session, group)
    before = select(Review.proposal_id, Review.expert_id).where(Review.group_id == group.id)
    assigned = {(proposal, expert) for proposal, expert in session.execute(before)}
    return [
        _assign(session, group, item.proposal, seat, now)
        for item in group.on_the_table
        for seat in group.sitting
        if (pair := (item.proposal_id, seat.expert_id)) not in assigned
        and (pairs is None or pair in pairs)
    ]


def call_substitute(session: Session, review: Review, now: datetime) -> Review | None:
    """Who takes over this one proposal: with an assignment the best of the panel who has room, else
    the next substitute without a conflict. None when there is nobody, and then a person has to
    act (the group cannot be locked with too few scores)."""
    group = review.group
    busy = set(
        session.scalars(
            select(Review.expert_id).where(
                Review.group_id == group.id, Review.proposal_id == review.proposal_id
            )
        )
    )
    seats = [s for s in group.seats if s.left_reason is None and s.expert_id not in busy]
    if group.reviews_each is not None:
        found = stand_in(session, group, review.proposal, group.sitting, busy, now)
        seats = [s for s in seats if s.expert_id == found] or [s for s in seats if s.is_substitute]
    else:
        seats = [s for s in seats if s.is_substitute]
    if judges_bids(group):
        seats = _keeping_users_few(seats, review.expert)
    for seat in seats:
        if not hard(findings(session, seat.expert, review.proposal, now, group)):
            return _assign(session, group, review.proposal, seat, now, in_place_of=review)
    return None


def _keeping_users_few(seats: Sequence[PanelSeat], leaving: Expert) -> list[PanelSeat]:
    """Users stand in for users first, and never for anybody else: they stay under a third (B10)."""
    users = [seat for seat in seats if seat.expert.type == "end_user"]
    others = [seat for seat in seats if seat.expert.type != "end_user"]
    return [*users, *others] if leaving.type == "end_user" else others


def _assign(
    session: Session,
    group: ReviewGroup,
    proposal: Proposal,
    seat: PanelSeat,
    now: datetime,
    in_place_of: Review | None = None,
) -> Review:
    review = Review(group_id=group.id, proposal_id=proposal.id, expert_id=seat.expert_id)
    review.group, review.proposal, review.expert = group, proposal, seat.expert
    given = {} if in_place_of is None else {IN_PLACE_OF: str(in_place_of.id)}
    begin(session, review, Role.SYSTEM_CLOCK, now, given)
    return review


_POOL_CHANGED = Text(
    "专家库或回避情况在承诺之后有变化，请重新固定候选名单",
    "the expert pool or conflicts have changed since the commitment: fix the candidate list again",
)

"""A panel for an accepted proposal, as far as a test needs it: formed, drawn, reviewing, locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.models import Expert, Invitation, Proposal, Review, ReviewGroup
from app.services.review import panels
from app.services.review.panels import Reading
from tests.factories import expert
from tests.played import played_once
from tests.services.stage import Applied, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@played_once
def accepted(stage: Stage, experts: int = 9, **rules: int) -> Applied:
    """An accepted proposal, and a pool of that many experts, each from a unit of their own."""
    for _ in range(experts):
        expert(stage.session)
    call = stage.call("review", rules=DEFAULTS | rules)
    return stage.applied(call=call, state="accepted")


def formed(
    stage: Stage, *proposals: Proposal, reading: Reading | None = None, **fields: Any
) -> ReviewGroup:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    call = proposals[0].call
    group = panels.form(stage.session, call, proposals, "第一组", officer, stage.now, reading)
    assert isinstance(group, ReviewGroup), group
    for name, value in fields.items():
        setattr(group, name, value)
    return group


@played_once
def drawn(stage: Stage, *proposals: Proposal, reading: Reading | None = None) -> ReviewGroup:
    group = formed(stage, *proposals, reading=reading)
    draw(stage, group)
    return group


def draw(stage: Stage, group: ReviewGroup) -> None:
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(group, "draw", stage.holder(Role.DISCIPLINE))


@played_once
def reviewing(stage: Stage, *proposals: Proposal) -> ReviewGroup:
    group = drawn(stage, *proposals)
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    return group


def score(stage: Stage, review: Review, points: int = 85) -> None:
    """The whole way of one opinion, from the declaration to the signature."""
    if review.state == "assigned":
        stage.moved(review, "declare_no_conflict", review.expert.person)
    keys = [c["key"] for c in review.group.criteria]
    review.scores = dict.fromkeys(keys, points * 100)
    review.comments = dict.fromkeys(keys, "目标明确。")
    review.overall, review.total, review.recommends = "可行。", points * 100, True
    stage.session.flush()
    stage.moved(review, "submit_scores", review.expert.person)


@played_once
def locked(stage: Stage, *proposals: Proposal) -> ReviewGroup:
    group = reviewing(stage, *proposals)
    for review in reviews(stage, group):
        score(stage, review)
    assert group.chair is not None
    stage.moved(group, "lock", group.chair.person, opinion="意见一致。")
    return group


def reviews(stage: Stage, group: ReviewGroup, *states: str) -> Sequence[Review]:
    query = select(Review).where(Review.group_id == group.id).order_by(Review.id)
    if states:
        query = query.where(Review.state.in_(states))
    return stage.session.scalars(query).all()


def members(group: ReviewGroup) -> list[int]:
    """Experts who sit now."""
    return [seat.expert_id for seat in group.sitting]


def invitation(stage: Stage, group: ReviewGroup, who: int) -> Invitation:
    return stage.session.scalars(
        select(Invitation).where(Invitation.group_id == group.id, Invitation.expert_id == who)
    ).one()


def someone(stage: Stage, number: int) -> Expert:
    return stage.session.get_one(Expert, number)


def excluded(group: ReviewGroup) -> dict[int, list[str]]:
    return dict(group.draw["snapshot"]["excluded"])

"""A panel at work on the proposals of a call, brought as far as a test needs it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.models import (
    Call,
    Expert,
    GroupProposal,
    Person,
    Proposal,
    Review,
    ReviewGroup,
)
from app.services.moves import begin
from app.services.review import discussing, further_panels, panels, reviewing
from app.services.review.reviewing import Opinion
from tests.factories import expert
from tests.played import played_once
from tests.services.stage import Stage
from workflows.roles import Role


@played_once
def accepted(stage: Stage, many: int = 1, experts: int = 12, **rules: int) -> Call:
    """A call in review with accepted proposals and a pool."""
    call = stage.call("review", planned_awards=1)
    call.rules = {**call.rules, **rules}
    for _ in range(many):
        stage.applied(call=call, state="accepted")
    for _ in range(experts):
        expert(stage.session)
    return call


@played_once
def ranked_online(stage: Stage, *points: int, **rules: int) -> Call:
    """A call whose first panel has locked: one proposal for each number of points, five experts of
    one mind each; a pool for a defence beside them."""
    call = accepted(stage, many=len(points), experts=21, defence_round=1, **rules)
    group = ReviewGroup(
        call_id=call.id,
        name="网评组",
        formed_by_id=call.drafted_by_id,
        seed="",
        seed_commitment="",
        draw={},
    )
    group.call = call
    begin(stage.session, group, call.drafted_by, stage.now)
    group.state = "locked"
    judges = [expert(stage.session) for _ in range(5)]
    for place, (one, mark) in enumerate(zip(proposals_of(stage, call), points, strict=True)):
        one.state, one.score, one.rank = "online_review", mark * 100, place + 1
        group.items.append(GroupProposal(proposal_id=one.id, proposal=one))
        for judge in judges:
            stage.session.add(_closed(stage, group, one, judge, mark * 100))
    stage.session.flush()
    return call


def _closed(
    stage: Stage, group: ReviewGroup, proposal: Proposal, judge: Expert, total: int
) -> Review:
    return Review(
        group_id=group.id,
        proposal_id=proposal.id,
        expert_id=judge.id,
        scores={row["key"]: total for row in group.criteria},
        total=total,
        recommends=True,
        state="closed",
        state_entered_at=stage.now,
        workflow_version=1,
    )


def proposals_of(stage: Stage, call: Call) -> list[Proposal]:
    rows = select(Proposal).where(Proposal.call_id == call.id).order_by(Proposal.id)
    return list(stage.session.scalars(rows))


def formed(stage: Stage, call: Call, purpose: str = "selection") -> ReviewGroup:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    if purpose == "selection":
        some = [p for p in proposals_of(stage, call) if p.state == "accepted"]
        made = panels.form(stage.session, call, some, "第一组", officer, stage.now)
    else:
        some = list(further_panels.candidates(stage.session, call, purpose))
        made = further_panels.form(stage.session, call, purpose, some, "另一组", officer, stage.now)
    assert isinstance(made, ReviewGroup), made
    return made


@played_once
def drawn(stage: Stage, call: Call, purpose: str = "selection") -> ReviewGroup:
    group = formed(stage, call, purpose)
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(group, "draw", stage.holder(Role.DISCIPLINE))
    return group


@played_once
def at_work(stage: Stage, call: Call, purpose: str = "selection") -> ReviewGroup:
    group = drawn(stage, call, purpose)
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    return group


def reviews_in(stage: Stage, group: ReviewGroup, *states: str) -> list[Review]:
    rows = select(Review).where(Review.group_id == group.id).order_by(Review.id)
    return [r for r in stage.session.scalars(rows) if not states or r.state in states]


def opinion(group: ReviewGroup, points: str = "80", **fields: Any) -> Opinion:
    keys = [row["key"] for row in group.criteria]
    given: dict[str, Any] = {
        "scores": dict.fromkeys(keys, points),
        "comments": dict.fromkeys(keys, "有据。"),
        "overall": "可行。",
        "recommends": True,
    }
    return Opinion(**given | fields)


def reads(stage: Stage, review: Review) -> Person:
    stage.moved(review, "declare_no_conflict", review.expert.person)
    return review.expert.person


def sign(stage: Stage, review: Review, points: str = "80", **fields: Any) -> None:
    by = reads(stage, review)
    assert reviewing.save(review, opinion(review.group, points, **fields)) is None
    stage.moved(review, "submit_scores", by)


@played_once
def sign_all(stage: Stage, group: ReviewGroup, *points: str, **fields: Any) -> None:
    """Each expert gives the points of its turn, the last ones repeated."""
    for number, review in enumerate(reviews_in(stage, group, "assigned")):
        sign(stage, review, points[number % len(points)] if points else "80", **fields)


def chair(group: ReviewGroup) -> Person:
    assert group.chair is not None
    return group.chair.person


def write_opinions(stage: Stage, group: ReviewGroup) -> None:
    for item in group.items:
        reviews = discussing.reviews_of(stage.session, group, item.proposal_id)
        drafted = discussing.draft_opinion(reviews, group.criteria)
        assert discussing.save_opinion(item, group, drafted) is None


def explain(stage: Stage, group: ReviewGroup) -> None:
    for review in filter(lambda one: one.owes_reason, reviews_in(stage, group, "signed")):
        stage.moved(review, "explain_deviation", review.expert.person, reason="判断不同。")


@played_once
def locked(stage: Stage, call: Call, *points: str, purpose: str = "selection") -> ReviewGroup:
    group = at_work(stage, call, purpose)
    sign_all(stage, group, *points)
    explain(stage, group)
    stage.moved(group, "lock", chair(group))
    return group

"""A panel from its forming to its lock, every expert giving each proposal about its merit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from app.demo.office import MANAGER, OFFICER, WITNESS, chair_of, person
from app.demo.stage import Stage, must
from app.models import Call, Case, Proposal, Review, ReviewGroup
from app.services.cases import key_of, load_case, panel_of
from app.services.review import panels, reading_time, reviewing
from app.services.review.reviewing import Opinion


def form_panel(stage: Stage, call: Call, proposals: Sequence[Proposal], name: str) -> ReviewGroup:
    with stage.scene() as session:
        live, officer = session.get_one(Call, call.id), person(session, OFFICER)
        mine = [session.get_one(Proposal, proposal.id) for proposal in proposals]
        return must(panels.form(session, live, mine, name, officer, stage.now))


def score_panel(stage: Stage, group: ReviewGroup, merits: Mapping[str, int]) -> None:
    """`merits` in points by the title of the proposal; every expert agrees, so that the printed
    arithmetic can be followed by hand."""
    draw_panel(stage, group)
    for review in reviews_in(stage, group, "assigned"):
        mail = reviewer_of(stage, review)
        stage.move(review, "declare_no_conflict", mail)
        write_opinion(stage, review, merits)
        stage.move(review, "submit_scores", mail)
    stage.move(group, "lock", chair_of(stage, group), opinion="专家组意见一致。")
    stage.tell(f"{group.name}：随机抽取（有见证），独立评分，组长锁定签名")


def draw_panel(stage: Stage, group: ReviewGroup) -> None:
    stage.move(group, "fix_pool", MANAGER)
    stage.move(group, "draw", MANAGER)
    stage.move(group, "draw", WITNESS)
    stage.move(group, "start", OFFICER)


def reviews_in(stage: Stage, group: ReviewGroup, state: str) -> list[Review]:
    with stage.scene() as session:
        query = select(Review).where(Review.group_id == group.id, Review.state == state)
        return list(session.scalars(query.order_by(Review.id)))


def reviewer_of(stage: Stage, review: Review) -> str:
    with stage.scene() as session:
        return session.get_one(Review, review.id).expert.person.email


def write_opinion(stage: Stage, review: Review, merits: Mapping[str, int]) -> None:
    """Saved, not yet signed."""
    with stage.scene() as session:
        live = session.get_one(Review, review.id)
        points = merits[live.proposal.title]
        keys = [row["key"] for row in live.group.criteria]
        for minute in range(1, 36):
            reading_time.seen(live, stage.now + timedelta(minutes=minute))
        opinion = Opinion(
            scores=dict.fromkeys(keys, str(points)),
            comments=dict.fromkeys(keys, "依据节点报告和第三方检测结果评分。"),
            overall="路线清楚，指标可测，按同一规程考核。",
            recommends=points >= 60,
        )
        must(reviewing.save(live, opinion))


def presiding(stage: Stage, case: Case) -> str:
    """The mail address of whoever chairs the panel of a milestone or an acceptance."""
    with stage.scene() as session:
        live = load_case(session, *key_of(case))
        assert live is not None, "it is being assessed"
        panel = panel_of(session, live)
        assert panel is not None, "a panel was drawn"
        assert panel.chair is not None, "a drawn panel has a chair"
        return panel.chair.person.email


def draw_assessors(stage: Stage, case: Case) -> str:
    """The panel of a milestone or an acceptance, by lot before a witness; the names of its
    members."""
    stage.move(case, "ask_for_panel", OFFICER, beyond="0")
    for mail in (MANAGER, WITNESS):
        stage.move(case, "draw_panel", mail)
    with stage.scene() as session:
        live = load_case(session, *key_of(case))
        assert live is not None, "it is being assessed"
        panel = panel_of(session, live)
        assert panel is not None, "a panel was drawn"
        return "、".join(seat.expert.person.name for seat in panel.members)

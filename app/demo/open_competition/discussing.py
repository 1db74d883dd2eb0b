"""One panel talks after its independent scores: a remark, a revision with its reason, opinions."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.office import chair_of
from app.demo.stage import Stage, StoryBroken
from app.models import Review, ReviewGroup
from app.services.review import discussing, reviewing
from app.services.review.reviewing import Opinion

_REASON = "讨论后认为中试条件比申报书所述更充分，上调技术路线得分。"


def discuss(stage: Stage, group: ReviewGroup) -> None:
    stage.move(group, "open_discussion", chair_of(stage, group))
    number, mail = _one_member(stage, group)
    with stage.scene() as session:
        own = session.get_one(Review, number)
        if discussing.remark(session, own, "中试线已经建成，可查现场照片。", stage.now):
            raise StoryBroken("讨论发言未能保存")
    _revise(stage, number, mail)
    with stage.scene() as session:
        live = session.get_one(ReviewGroup, group.id)
        for item in live.items:
            reviews = discussing.reviews_of(session, live, item.proposal_id)
            drafted = discussing.draft_opinion(reviews, live.criteria)
            if discussing.save_opinion(item, live, drafted):
                raise StoryBroken("专家组意见未能保存")
    stage.tell("一组开启讨论，一名专家说明理由后修改评分（首次评分保留），组长汇成专家组意见")


def _revise(stage: Stage, number: int, mail: str) -> None:
    with stage.scene() as session:
        case = session.get_one(Review, number)
    stage.move(case, "revise", mail)
    with stage.scene() as session:
        live = session.get_one(Review, number)
        scores = {key: f"{points / 100:g}" for key, points in live.scores.items()}
        scores["route"] = f"{min(100, live.scores['route'] / 100 + 2):g}"
        answer = reviewing.save(
            live,
            Opinion(scores, live.comments, live.overall, live.recommends),
        )
    if answer is not None:
        raise StoryBroken("修改的评分未能保存")
    stage.move(case, "submit_revision", mail, reason=_REASON)


def _one_member(stage: Stage, group: ReviewGroup) -> tuple[int, str]:
    """The last signed review of a member who does not chair."""
    with stage.scene() as session:
        review = session.scalars(
            select(Review)
            .where(
                Review.group_id == group.id,
                Review.state == "signed",
                Review.expert_id != group.chair_id,
            )
            .order_by(Review.id.desc())
        ).first()
        if review is None:
            raise StoryBroken("评审组没有已签名的组员")
        return review.id, review.expert.person.email

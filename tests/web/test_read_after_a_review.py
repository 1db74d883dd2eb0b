"""What applicants read of a review, before the decision and after it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Letter, Review
from app.services.awarding import feedback
from app.services.experts import expert_profile
from app.services.review.sweeping import why_struck
from tests.conftest import SignInAs
from tests.services.awarding import decided, issued, published
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    reviews_in,
    sign_all,
)
from tests.services.stage import Stage
from workflows.roles import Role


def test_the_applicant_never_reads_a_review_not_even_a_locked_one(
    stage: Stage, sign_in: SignInAs
) -> None:
    group = at_work(stage, accepted(stage))
    sign_all(stage, group)
    stage.moved(group, "lock", chair(group))
    review = reviews_in(stage, group)[0]
    stage.session.commit()
    assert sign_in(review.proposal.pi).get(f"/reviews/{review.id}").status_code == 404
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert sign_in(officer).get(f"/reviews/{review.id}").status_code == 200


def test_who_reads_a_struck_score_reads_for_what_it_was_struck_and_that_it_does_not_count(
    stage: Stage, sign_in: SignInAs
) -> None:
    group = at_work(stage, accepted(stage))
    sign_all(stage, group)
    stage.moved(group, "lock", chair(group))
    review, other = reviews_in(stage, group)[:2]
    unit = review.proposal.lead_unit
    yesterday = (stage.now - timedelta(days=1)).date()
    assert expert_profile.move_to(stage.session, review.expert, unit, yesterday, stage.now) is None
    stage.session.commit()
    why = why_struck(review)
    assert why is not None
    supervisor = sign_in(stage.holder(Role.SUPERVISOR))
    page = supervisor.get(f"/reviews/{review.id}").text
    assert "本评分于" in page
    assert why.zh in page
    assert why.en in supervisor.get(f"/reviews/{review.id}?lang=en").text
    assert "本评分于" not in supervisor.get(f"/reviews/{other.id}").text
    assert why.zh in sign_in(review.expert.person).get(f"/reviews/{review.id}").text


def test_after_the_public_notice_applicants_read_band_opinions_and_rule_and_no_reviewer(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = decided(stage)
    dropped, waiting = made.proposals[-1], made.proposals[0]
    reviews = stage.session.scalars(
        select(Review).where(Review.proposal_id == dropped.id).order_by(Review.id)
    ).all()
    for number, review in enumerate(reviews):
        review.overall = f"意见{5 - number}。"
    published(stage, made)
    stage.session.commit()
    page = sign_in(dropped.pi).get(f"/proposals/{dropped.id}").text
    assert "70—79 分" in page
    assert "得分不低于 75 分" in page
    places = [page.index(f"意见{n}。") for n in range(1, 6)]
    assert places == sorted(places), "the order tells nothing of who wrote them"
    assert not any(r.expert.person.name in page for r in reviews)
    assert "70.00" not in page
    early = sign_in(waiting.pi).get(f"/proposals/{waiting.id}").text
    assert "评审结果" not in early
    assert feedback.feedback_on(stage.session, waiting) is None


def test_the_letter_of_non_award_says_the_rule_in_words(stage: Stage) -> None:
    issued(stage)
    letter = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "non_award_letter")
    ).first()
    assert letter is not None
    assert "半数以上专家建议资助" in str(letter.payload)

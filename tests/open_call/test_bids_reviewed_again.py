"""A bid whose scores were struck after the lock is reviewed again and placed anew."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Review, ReviewGroup
from app.queries.review import panels
from app.services.door.awaiting import turn_of
from app.services.experts import expert_profile
from app.services.review import further_panels
from tests.open_call.courses import evaluated
from tests.open_call.story import Bidder, Story
from tests.services.awarding import investigated
from tests.services.objecting import rule
from tests.services.stage import MINUTES
from workflows.roles import Role


def struck(story: Story, one: Bidder, voided: int) -> None:
    """Of so many of the seven scores of a bid it comes to light, after the lock, that their experts
    work for the bidder."""
    yesterday = (story.stage.now - timedelta(days=1)).date()
    scored = select(Review).where(Review.proposal_id == one.bid.id).order_by(Review.id.desc())
    for review in story.session.scalars(scored.limit(voided)).all():
        expert_profile.move_to(story.session, review.expert, one.unit, yesterday, story.stage.now)
    story.session.flush()


def lost(story: Story) -> dict[int, int]:
    """How many scores the item's page says each bid has lost."""
    return panels.struck(story.session, Review.proposal_id.is_not(None))


def awaited(story: Story, one: Bidder) -> frozenset[Role]:
    return turn_of(story.session, one.bid, story.stage.now).hands


def re_reviewed(story: Story, one: Bidder, points: int) -> ReviewGroup:
    """A panel nobody of which judged it before gives the bid so many points."""
    story.experts(20)
    story.experts(3, type="end_user")
    again = further_panels.form(
        story.session, story.list, "re_review", [one.bid], "复评组", story.officer, story.stage.now
    )
    assert isinstance(again, ReviewGroup), again
    story.judged(again, {one.bid.id: points})
    return again


def test_a_bid_that_lost_too_many_scores_is_reviewed_again_before_the_evaluation_ends(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    supervisor = story.stage.holder(Role.SUPERVISOR)
    struck(story, first, 3)
    refused = story.stage.refused(story.item, "finish_evaluation", story.officer)
    assert first.unit.name in refused["bid_scores_suffice"].zh
    assert second.unit.name not in refused["bid_scores_suffice"].zh
    assert lost(story) == {first.bid.id: 3}
    story.stage.moved(first.bid, "order_re_review", supervisor, evidence="评分专家任职于揭榜方。")
    assert (first.bid.state, first.bid.rank, second.bid.rank) == ("re_review", None, 1)
    refused = story.stage.refused(story.item, "finish_evaluation", story.officer)
    assert refused.keys() == {"every_bid_has_panel"}, "before there is a panel, no chair can help"
    assert first.unit.name in refused["every_bid_has_panel"].zh
    assert awaited(story, first) == {Role.PROGRAMME_OFFICER}
    assert lost(story) == {}, "a result that was voided says nothing any more"
    again = re_reviewed(story, first, 85)
    former = select(Review.expert_id).where(Review.group_id != again.id)
    assert not {seat.expert_id for seat in again.seats} & set(story.session.scalars(former))
    first.bid.state, again.state = "re_review", "reviewing"
    story.session.flush()
    assert awaited(story, first) == {Role.PANEL_CHAIR}
    refused = story.stage.refused(story.item, "finish_evaluation", story.officer)
    assert refused.keys() == {"every_bid_scored"}
    again.state = "dissolved"
    story.session.flush()
    assert awaited(story, first) == {Role.PROGRAMME_OFFICER}, "another is to be formed"
    first.bid.state, again.state = "scored", "locked"
    users = sum(seat.expert.type == "end_user" for seat in again.sitting)
    assert 0 < users * 3 < len(again.sitting)
    assert (first.bid.state, first.bid.rank, second.bid.rank) == ("scored", 1, 2)
    story.shortlisted()
    assert (first.bid.state, second.bid.state) == ("shortlisted", "shortlisted")
    words = story.stage.refused(first.bid, "order_re_review", supervisor, evidence="再来一次。")
    assert words.keys() == {"re_reviewed_at_most_once"}


def test_a_shortlisted_bid_is_reviewed_again_and_placed_by_its_new_result(story: Story) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    for one in (first, second):
        story.stage.moved(
            one.bid, "give_user_opinion", story.contact, stance="support", opinion="可用"
        )
    assert "some_unplaced" in story.stage.refused(story.item, "place_again", story.officer)
    struck(story, first, 3)
    assert story.stage.refused(story.item, "start_matching", story.officer).keys() == {
        "bid_scores_suffice"
    }
    story.stage.moved(
        first.bid, "decide_re_review", story.decides, **MINUTES, evidence="专家未申报回避。"
    )
    re_reviewed(story, first, 60)
    assert story.stage.refused(story.item, "start_matching", story.officer).keys() == {
        "every_bid_placed"
    }
    story.stage.moved(story.item, "place_again", story.officer)
    assert (first.bid.state, second.bid.state) == ("not_selected", "shortlisted")
    story.stage.moved(story.item, "start_matching", story.officer)
    assert second.bid.state == "matching"


def test_nothing_is_reviewed_again_once_there_are_negotiations(story: Story) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    words = story.stage.refused(
        second.bid, "decide_re_review", story.decides, **MINUTES, evidence="迟了。"
    )
    assert words.keys() == {"state_has_changed"}


def test_an_objection_upheld_against_the_scores_of_a_winner_has_them_given_anew(
    story: Story,
) -> None:
    first, second = _objected_to(story)
    again = re_reviewed(story, first, 85)
    former = select(Review.expert_id).where(Review.group_id != again.id)
    assert not {seat.expert_id for seat in again.seats} & set(story.session.scalars(former))
    assert (first.bid.state, second.bid.state) == ("scored", "reserve")
    story.stage.moved(first.bid, "resolve", story.decides, **MINUTES)
    assert (first.bid.state, story.item.state) == ("proposed", "notice")


def test_a_winner_whose_new_scores_miss_the_line_gives_way_to_the_alternate(story: Story) -> None:
    first, second = _objected_to(story)
    re_reviewed(story, first, 60)
    story.stage.moved(first.bid, "resolve", story.decides, **MINUTES)
    assert (first.bid.state, story.item.state) == ("not_selected", "matching")
    assert second.bid.state == "matching"


def _objected_to(story: Story) -> tuple[Bidder, Bidder]:
    """The first was on notice when an objection to its scores was upheld."""
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    story.agreed(first)
    story.selected(first)
    story.noticed(first)
    made = investigated(story.stage, first.bid)
    rule(story.stage, made, "uphold", outcome="re_review")
    assert first.bid.state == "re_review"
    assert second.bid.state == "reserve"
    return first, second

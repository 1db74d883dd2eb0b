"""The demand side passes over no winner by not signing: B10, B13."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models import Project
from app.services.facts import facts_of
from tests.open_call.story import Bidder, Story
from tests.open_call.test_whole_way import contested, told
from tests.played import played_once
from tests.services.stage import MINUTES
from workflows.facts import ProjectFacts

RULING = {**MINUTES, "reason": "经核查。"}


@played_once
def refused(story: Story) -> tuple[Bidder, Bidder, Project]:
    """The demand side will not sign with the winner; an alternate waits."""
    first, second = contested(story)
    project = story.won(first)
    story.stage.moved(project, "refuse_to_sign", story.contact, reason="产线已转产")
    return first, second, project


@pytest.fixture
def three(story: Story) -> tuple[Bidder, Bidder, Project]:
    return refused(story)


def test_a_demand_side_that_refuses_gives_its_reason_and_calls_no_alternate_by_it(
    story: Story,
) -> None:
    first, second = contested(story)
    project = story.won(first)
    assert story.stage.refused(project, "give_up", story.contact).keys() == {"role_required"}
    without = story.stage.refused(project, "refuse_to_sign", story.contact)
    assert without.keys() == {"missing_reason"}
    story.stage.moved(project, "refuse_to_sign", story.contact, reason="产线已转产")
    assert (project.state, second.bid.state) == ("user_refused", "reserve")
    for person in (first.pi, story.decides):
        assert "user_refused_to_sign" in told(story, person)


def test_the_meeting_decides_on_a_refusal_once_the_winner_was_heard_or_its_time_is_over(
    story: Story, three: tuple[Bidder, Bidder, Project]
) -> None:
    first, second, project = three
    early = story.stage.refused(project, "uphold_refusal", story.decides, **RULING)
    assert early.keys() == {"winner_was_heard"}
    story.stage.moved(project, "answer_refusal", first.pi, answer="产线可以改造。")
    story.stage.moved(project, "uphold_refusal", story.decides, **RULING)
    assert (project.state, first.bid.state, second.bid.state) == (
        "lapsed",
        "forfeited",
        "matching",
    )


def test_a_winner_that_is_silent_holds_up_no_decision(
    story: Story, three: tuple[Bidder, Bidder, Project]
) -> None:
    first, _second, project = three
    story.stage.at(story.stage.now + timedelta(days=15))
    late = story.stage.refused(project, "answer_refusal", first.pi, answer="迟到的意见。")
    assert late.keys() == {"in_time"}
    story.stage.moved(project, "uphold_refusal", story.decides, **RULING)


def test_a_refusal_overruled_is_not_made_again_and_all_have_the_whole_time_to_sign(
    story: Story, three: tuple[Bidder, Bidder, Project]
) -> None:
    first, _second, project = three
    story.stage.moved(project, "answer_refusal", first.pi, answer="产线可以改造。")
    story.stage.moved(project, "overrule_refusal", story.decides, **RULING)
    assert project.state == "contracting"
    again = story.stage.refused(project, "refuse_to_sign", story.contact, reason="仍不愿意")
    assert again.keys() == {"user_refuses_once"}


def test_a_refusal_without_good_reason_ends_the_round_and_promotes_nobody(
    story: Story, three: tuple[Bidder, Bidder, Project]
) -> None:
    first, second, project = three
    story.stage.moved(project, "answer_refusal", first.pi, answer="产线可以改造。")
    story.stage.moved(project, "end_for_refusal", story.decides, **RULING)
    assert project.state == "lapsed"
    assert (first.bid.state, second.bid.state, story.item.state) == ("ended", "ended", "unclaimed")


@pytest.mark.parametrize("signed_by_the_winner", [True, False])
def test_an_award_only_the_demand_side_has_not_signed_goes_to_the_meeting_and_not_to_the_alternate(
    story: Story, signed_by_the_winner: bool
) -> None:
    first, second = contested(story)
    project = story.won(first)
    if signed_by_the_winner:
        story.proven(first, project)
        for who in (first.pi, first.admin):
            story.stage.signed(project, "sign_contract", who)
    facts = facts_of(story.session, project, story.stage.now, {})
    assert isinstance(facts, ProjectFacts)
    assert facts.lapse_at is not None
    story.stage.at(facts.lapse_at)
    assert (project.state, second.bid.state) == (
        ("user_refused", "reserve") if signed_by_the_winner else ("lapsed", "matching")
    )

"""The argument of a need is about its words, and goes on where an expert does not: B2, B8."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import ArgumentOpinion, Expert, Message, Person
from app.queries.attention.waiting import waiting_for
from app.services.door.awaiting import turn_of
from app.services.open_call import arguing, needs
from tests.integrity.handling import sanctioned
from tests.open_call.courses import MORE, REPOSTED, drafted, reposted
from tests.open_call.posting import HARDER, changed
from tests.open_call.story import Story
from tests.played import played_once
from workflows.engine.decide import Turn
from workflows.engine.text import Text
from workflows.hands import DEMANDER, EXPERT, MANAGER, OFFICER


@played_once
def revising(story: Story) -> None:
    story.posted()
    story.closed()
    assert story.item.state == "unclaimed"
    story.stage.moved(story.item, "revise", story.officer)


def test_nothing_is_argued_again_before_it_has_been_revised(story: Story) -> None:
    revising(story)
    assert "change_is_material" in story.stage.refused(story.item, "draw_argument", story.manager)
    drafted(story, **MORE)
    story.argued()
    assert len(arguing.opinions_of(story.session, story.item)) == 5


def test_what_was_argued_is_what_is_posted_or_it_is_argued_anew(story: Story) -> None:
    revising(story)
    drafted(story, **MORE)
    story.argued()
    drafted(story, **MORE, metrics=HARDER)
    refused = story.stage.refused(story.item, "repost", story.officer, **REPOSTED)
    assert refused.keys() == {"argued_by_enough"}
    story.argued()
    drafted(story, **MORE, metrics=HARDER, acceptance="在发榜单位3号线实测。")
    reposted(story)
    assert story.item.state == "posted"


def test_whoever_signed_for_a_revision_signs_again_once_it_is_changed(story: Story) -> None:
    revising(story)
    drafted(story, **MORE)
    story.argued()
    story.stage.signed(story.item, "repost", story.officer, **REPOSTED)
    story.stage.signed(story.item, "repost", story.contact)
    drafted(story, **MORE, acceptance="在发榜单位3号线实测。")
    story.stage.signed(story.item, "repost", story.decides, **REPOSTED)
    assert story.item.state == "revising"


def test_a_need_returned_and_bettered_is_argued_by_experts_drawn_anew(story: Story) -> None:
    """Whose opinions failed it spoke of the words before."""
    story.screened()
    story.argued(is_urgent=False)
    item = story.item
    story.stage.moved(item, "return_need", story.officer, reason="请写明紧迫性。")
    promises = {"money": True, "trial": True}
    better = changed(target="今年须实现十层以下石墨烯均匀分散。")
    field = item.technology_field_id
    saved = needs.save(
        story.session,
        item,
        better,
        promises,
        item.edition,
        by=story.contact,
        now=story.stage.now,
        is_demander=True,
        field_id=field,
    )
    assert saved is None
    story.screened()
    story.argued()
    story.stage.moved(item, "argue", story.officer)


def test_in_the_place_of_who_declines_or_stays_silent_another_expert_is_drawn(
    story: Story,
) -> None:
    story.screened()
    story.experts(9)
    draw(story)
    declining, silent, *signing = arguing.opinions_of(story.session, story.item)
    for opinion in signing:
        affirm(story, opinion)
    assert "experts_are_wanting" in story.stage.refused(story.item, "draw_argument", story.manager)
    who = story.session.get_one(Expert, declining.expert_id).person
    now = story.stage.now
    assert arguing.decline(story.session, declining, " ", who, now) is not None
    assert arguing.decline(story.session, declining, "与发榜单位有合作。", who, now) is None
    told = select(Message.person_id).where(Message.key.startswith("argument_declined"))
    assert list(story.session.scalars(told)) == [story.manager.id]
    story.stage.at(now + timedelta(days=11))
    draw(story)
    assert silent.left_reason == "逾期未签署"
    there = arguing.opinions_of(story.session, story.item)
    fresh = [one for one in there if one.signed_at is None]
    assert (len(there), len(fresh)) == (5, 2)
    assert {declining.expert_id, silent.expert_id}.isdisjoint(one.expert_id for one in fresh)
    assert arguing.closed_to(story.item, silent) is not None
    for opinion in fresh:
        affirm(story, opinion)
    story.stage.moved(story.item, "argue", story.officer)


def test_what_a_sanctioned_expert_has_argued_counts_no_more_and_whoever_draws_is_told(
    story: Story,
) -> None:
    story.screened()
    story.argued()
    barred, *_ = arguing.opinions_of(story.session, story.item)
    sanctioned(story.stage, story.session.get_one(Expert, barred.expert_id).person)
    assert "argued_by_enough" in story.stage.refused(story.item, "argue", story.officer)
    told = select(Message.person_id).where(Message.message_kind == "argument_declined")
    assert story.manager.id in set(story.session.scalars(told))
    story.stage.signed(story.item, "draw_argument", story.manager)
    story.stage.moved(story.item, "draw_argument", story.witness)
    opinions = arguing.opinions_of(story.session, story.item)
    assert len(opinions) == 5
    assert barred.expert_id not in {one.expert_id for one in opinions}


def test_while_drawn_experts_are_to_sign_it_is_their_turn_and_nobody_elses(story: Story) -> None:
    story.screened()
    story.experts(9)
    draw(story)
    first, *others = arguing.opinions_of(story.session, story.item)
    affirm(story, first)
    left = Text("尚未签署的论证意见：4 份。", "Appraisal opinions not yet signed: 4.")
    assert turn(story) == Turn(EXPERT, left)
    for opinion in others:
        affirm(story, opinion)
    assert turn(story) == Turn(OFFICER)


def test_who_let_the_days_to_sign_pass_is_awaited_no_longer(story: Story) -> None:
    story.screened()
    story.experts(9)
    draw(story)
    story.stage.at(story.stage.now + timedelta(days=11))
    assert turn(story).hands == MANAGER


def test_a_need_waits_for_the_draw_while_an_expert_is_wanting_and_not_for_the_officer(
    story: Story,
) -> None:
    story.screened()
    story.experts(9)
    assert turn(story) == Turn(
        MANAGER, Text("尚待抽取论证专家：5 名。", "Appraisal experts still have to be drawn: 5.")
    )
    draw(story)
    assert turn(story).hands == EXPERT
    one = arguing.opinions_of(story.session, story.item)[0]
    who = story.session.get_one(Expert, one.expert_id).person
    assert arguing.decline(story.session, one, "没有时间。", who, story.stage.now) is None
    assert turn(story).hands == MANAGER
    assert to_do(story, story.officer) == []


def test_a_revision_waits_for_both_sides_until_it_changes_something_and_then_for_the_draw(
    story: Story,
) -> None:
    revising(story)
    assert turn(story).hands == OFFICER | DEMANDER
    assert to_do(story, story.manager) == []
    drafted(story, **MORE)
    assert turn(story).hands == MANAGER
    assert to_do(story, story.officer) == []
    story.argued()
    assert turn(story).hands == OFFICER | DEMANDER


def to_do(story: Story, person: Person) -> list[object]:
    return [
        case
        for case in waiting_for(story.session, person, story.stage.now).page.rows
        if case == story.item
    ]


def turn(story: Story) -> Turn:
    return turn_of(story.session, story.item, story.stage.now)


def draw(story: Story) -> None:
    story.stage.signed(story.item, "draw_argument", story.manager)
    story.stage.moved(story.item, "draw_argument", story.witness)


def affirm(story: Story, opinion: ArgumentOpinion) -> None:
    said, now = dict.fromkeys(arguing.TESTS, True), story.stage.now
    wrong = arguing.sign(story.session, opinion, said, "同意。", now, authenticated_at=now)
    assert wrong is None

"""Users' seats, the threshold, users' opinions and vetoes, and who reads an opened bid: B7-B10."""

from __future__ import annotations

from sqlalchemy import select

from app.access.roles import roles_on
from app.models import Case, Message, Person, Review, ReviewGroup, UserOpinion
from app.queries.attention.waiting import waiting_for
from app.queries.record.trail import trail_of
from app.services.calls.call_drafts import open_call_problems
from app.services.door.awaiting import turn_of
from app.services.door.held_up import held_up
from app.services.door.lateness import keep_if_late
from tests.factories import grant, organisation, person
from tests.open_call.courses import evaluated
from tests.open_call.story import Bidder, Story
from tests.services.stage import MINUTES
from workflows.hands import DECIDES, DEMANDER, OFFICER, PI
from workflows.roles import Role


def test_users_sit_on_the_panel_and_are_less_than_a_third(story: Story) -> None:
    evaluated(story, 90)
    assert story.user_seats >= 1
    assert story.user_seats * 3 < 7


def test_users_are_under_a_third_of_the_scores_that_are_left_when_others_were_voided(
    story: Story,
) -> None:
    evaluated(story, 90)
    group = story.session.scalars(select(ReviewGroup)).one()
    group.state, chair = "reviewing", group.chair
    reviews = story.session.scalars(select(Review).order_by(Review.id)).all()
    for number, review in enumerate(reviews):
        review.state, review.expert.type = "signed", "end_user" if number < 2 else "academic"
    story.session.flush()
    assert chair is not None
    for voided, is_refused in ((2, True), (1, True), (0, False)):
        for number, review in enumerate(reversed(reviews)):
            review.state = "void" if number < voided else "signed"
        story.session.flush()
        refused = story.stage.refused(group, "lock", chair.person) if voided else {}
        assert ("users_are_under_a_third" in refused) == is_refused
    story.stage.moved(group, "lock", chair.person, opinion="同意")


def test_a_list_with_a_threshold_or_a_small_panel_is_not_drafted(story: Story) -> None:
    sound = story.list.rules
    assert dict(open_call_problems(sound)) == {}
    for key, value in (("age_most", 60), ("panel_size", 6), ("panel_size", 5), ("user_seats", 3)):
        assert dict(open_call_problems(sound | {key: value})), key


def test_below_the_threshold_nobody_is_shortlisted_and_the_item_is_unclaimed(story: Story) -> None:
    (one,) = evaluated(story, 60)
    assert "some_above_line" in story.stage.refused(story.item, "finish_evaluation", story.officer)
    story.stage.moved(story.item, "declare_unclaimed", story.officer, reason="低于分数线")
    assert (story.item.state, one.bid.state) == ("unclaimed", "not_selected")


def test_a_veto_without_a_reason_is_refused_and_one_with_a_reason_is_reviewed(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    reasons = story.stage.refused(
        first.bid, "give_user_opinion", story.contact, stance="veto", opinion="不要"
    )
    assert reasons.keys() == {"veto_has_a_reason"}
    words = {"opinion": "不匹配", "veto_reason": "设备接口不兼容"}
    story.stage.moved(first.bid, "give_user_opinion", story.contact, stance="veto", **words)
    as_read = {
        who.id: str(trail_of(story.session, first.bid, who, {role}))
        for who, role in (
            (first.pi, Role.APPLICANT),
            (story.contact, Role.DEMANDER),
            (story.officer, Role.PROGRAMME_OFFICER),
        )
    }
    assert "设备接口" not in as_read.pop(first.pi.id)
    assert all("设备接口" in page for page in as_read.values())
    story.stage.moved(
        second.bid, "give_user_opinion", story.contact, stance="support", opinion="好"
    )
    assert story.stage.refused(story.item, "start_matching", story.officer).keys() == {
        "vetoes_reviewed"
    }
    refused = story.stage.refused(first.bid, "dismiss_veto", story.decides, reason="接口可适配")
    assert refused.keys() == {"missing_minutes_number", "missing_minutes_date"}
    story.stage.moved(first.bid, "dismiss_veto", story.decides, **MINUTES, reason="接口可适配")
    story.stage.moved(story.item, "start_matching", story.officer)
    assert (first.bid.state, second.bid.state) == ("matching", "reserve")


def test_an_upheld_veto_takes_the_bid_out_and_the_user_still_does_not_choose(
    story: Story,
) -> None:
    first, second, third = evaluated(story, 90, 85, 80)
    story.shortlisted()
    words = {"opinion": "不匹配", "veto_reason": "有安全隐患"}
    story.stage.moved(first.bid, "give_user_opinion", story.contact, stance="veto", **words)
    story.stage.moved(first.bid, "uphold_veto", story.decides, **MINUTES, reason="隐患属实")
    story.supported(second, third)
    assert [b.bid.state for b in (first, second, third)] == [
        "not_selected",
        "matching",
        "reserve",
    ]


def test_without_the_users_opinion_on_each_nobody_is_matched(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    words = story.stage.refused(story.item, "start_matching", story.officer)
    assert one.unit.name in words["user_opinions_given"].zh


def test_a_silent_user_holds_nobody_up_and_comes_too_late_afterwards(story: Story) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    said = {"stance": "support", "opinion": "可用"}
    story.stage.moved(second.bid, "give_user_opinion", story.contact, **said)
    assert first.bid.due_at is not None
    story.stage.at(first.bid.due_at)
    veto = {"stance": "veto", "opinion": "不要", "veto_reason": "接口不兼容"}
    assert story.stage.refused(first.bid, "give_user_opinion", story.contact, **veto).keys() == {
        "in_time"
    }
    now = story.stage.now
    assert keep_if_late(story.session, first.bid, "give_user_opinion", story.contact, now)
    heard = story.session.scalars(select(UserOpinion).order_by(UserOpinion.proposal_id))
    assert [(one.proposal_id, one.stance, one.given_by_id) for one in heard] == [
        (first.bid.id, "silent", None),
        (second.bid.id, "support", story.contact.id),
    ]
    story.stage.moved(story.item, "start_matching", story.officer)
    assert (first.bid.state, second.bid.state) == ("matching", "reserve")


def test_a_bid_the_user_has_spoken_on_is_held_up_by_nothing_once_the_term_is_over(
    story: Story,
) -> None:
    """The clock has only to note those of whom the user said nothing."""
    first, _ = evaluated(story, 90, 80)
    story.shortlisted()
    said = {"stance": "support", "opinion": "可用"}
    story.stage.moved(first.bid, "give_user_opinion", story.contact, **said)
    assert first.bid.due_at is not None
    story.stage.at(first.bid.due_at)
    assert held_up(story.session, first.bid, story.stage.now, OFFICER) is None


def test_once_the_matching_has_begun_no_veto_comes_in_by_the_side(story: Story) -> None:
    _first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(_first, second)
    veto = {"stance": "veto", "opinion": "不要", "veto_reason": "接口不兼容"}
    assert story.stage.refused(second.bid, "give_user_opinion", story.contact, **veto).keys() == {
        "state_has_changed"
    }


def test_those_who_review_a_veto_hear_of_it(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    veto = {"stance": "veto", "opinion": "不要", "veto_reason": "接口不兼容"}
    story.stage.moved(one.bid, "give_user_opinion", story.contact, **veto)
    told = select(Message.person_id).where(Message.key.startswith("veto_to_review"))
    assert list(story.session.scalars(told)) == [story.decides.id]


def test_a_unit_administrator_never_sees_another_units_bid_even_after_the_close(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    now = story.stage.now
    assert roles_on(story.session, first.admin, second.bid, now) == frozenset()
    assert roles_on(story.session, first.admin, first.bid, now) == {Role.UNIT_ADMIN}


def test_the_demand_side_reads_opened_bids_of_its_own_items_only_and_no_name_of_an_expert(
    story: Story,
) -> None:
    (one,) = evaluated(story, 90)
    now = story.stage.now
    shown = trail_of(story.session, one.bid, story.contact, {Role.DEMANDER})
    assert {line.who for line in shown} == {None, one.pi.name, one.admin.name}
    office = trail_of(story.session, one.bid, story.officer, {Role.PROGRAMME_OFFICER})
    assert len({line.who for line in office}) > 3
    # What the panel's lock and the officer's evaluation carry along is nobody's as the clock.
    carried = [line.by for line in office if line.follows]
    assert f"随{story.officer.name}办理的关联事项自动完成" in [words.zh for words in carried]
    assert {"随关联事项自动完成"} == {line.by.zh for line in shown if line.follows}
    assert not any("System clock" in words.en for words in carried)
    assert roles_on(story.session, story.contact, one.bid, now) == {Role.DEMANDER}
    colleague = person(story.session, organisation_id=story.demander.id)
    grant(story.session, colleague, Role.DEMANDER, organisation_id=story.demander.id)
    assert roles_on(story.session, colleague, story.item, now) == {Role.DEMANDER}
    other: Person = person(story.session, organisation_id=organisation(story.session).id)
    grant(story.session, other, Role.DEMANDER, organisation_id=other.organisation_id)
    assert roles_on(story.session, other, one.bid, now) == frozenset()
    assert roles_on(story.session, other, story.item, now) == frozenset()


def test_a_shortlisted_bid_waits_for_the_user_and_its_veto_for_the_meeting(story: Story) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    assert turns(story, first, second) == [DEMANDER, DEMANDER, DEMANDER]
    veto = {"stance": "veto", "opinion": "不适用。", "veto_reason": "与现场工况不符。"}
    story.stage.moved(first.bid, "give_user_opinion", story.contact, **veto)
    supported = {"stance": "support", "opinion": "可用。"}
    story.stage.moved(second.bid, "give_user_opinion", story.contact, **supported)
    assert turns(story, first, second) == [DECIDES, frozenset(), DECIDES]
    vetoed, backed = (
        turn_of(story.session, one.bid, story.stage.now, PI) for one in (first, second)
    )
    assert vetoed == backed, "its own side reads nothing of a veto"
    assert first.bid in to_do(story, story.decides)
    assert to_do(story, story.contact) == []
    dismissed = MINUTES | {"reason": "理由不成立。"}
    story.stage.moved(first.bid, "dismiss_veto", story.decides, **dismissed)
    assert turns(story, first, second) == [frozenset(), frozenset(), OFFICER]
    assert to_do(story, story.officer) == [story.item]


def turns(story: Story, *bidders: Bidder) -> list[frozenset[Role]]:
    """Of each bid, and of the item, as the meeting reads it."""
    cases: list[Case] = [*(one.bid for one in bidders), story.item]
    return [turn_of(story.session, case, story.stage.now, DECIDES).hands for case in cases]


def to_do(story: Story, person: Person) -> list[Case]:
    return list(waiting_for(story.session, person, story.stage.now).page.rows)

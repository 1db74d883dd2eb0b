"""A defence that is postponed: what becomes of scores, of whom it heard, and of those who left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Call, CreditEntry, Invitation, Message, Review, ReviewGroup
from app.services.review import meetings, reviewing
from tests.services.calls_in_review import (
    chair,
    explain,
    opinion,
    proposals_of,
    reviews_in,
    sign,
    sign_all,
    write_opinions,
)
from tests.services.defences import (
    begun,
    both_shortlisted,
    planned,
    seat_of,
    seen,
)
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def shortlisted(stage: Stage) -> Call:
    return both_shortlisted(stage)


def signed_of_both(stage: Stage, group: ReviewGroup, expert: int) -> list[Review]:
    """Of the first slot, whose time is over, and of the last, whose team is before the panel."""
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    order = [slot.proposal_id for slot in sorted(meeting.slots, key=lambda one: one.starts_at)]
    own = [one for one in reviews_in(stage, group) if one.expert_id == expert]
    own.sort(key=lambda one: order.index(one.proposal_id))
    for review in own:
        sign(stage, review)
    return own


def present(stage: Stage, review: Review) -> None:
    slot = meetings.slot_of(stage.session, review.proposal)
    assert slot is not None
    assert meetings.attend(slot, slot.starts_at) is None


def begun_again(stage: Stage, group: ReviewGroup, days: int) -> None:
    """The postponed meeting, so many days after it was postponed."""
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    planned(stage, group, days=days)
    stage.moved(group, "call_meeting", officer)
    stage.at(stage.now + timedelta(days=days))
    stage.moved(group, "start", officer)


def test_scores_of_a_postponed_meeting_have_their_time_from_the_new_one(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    heard, returned = signed_of_both(stage, group, group.sitting[-1].expert_id)
    present(stage, heard)
    unsigned = next(
        one
        for one in reviews_in(stage, group)
        if one.proposal_id == returned.proposal_id
        and one.expert_id not in (returned.expert_id, group.sitting[0].expert_id)
    )
    stage.moved(group, "postpone", officer, seat=seat_of(group, 0), reason="会议。")
    assert returned.state == "reading"
    begun_again(stage, group, days=12)
    stage.at(stage.now + timedelta(minutes=30))
    assert (returned.state, unsigned.state) == ("reading", "assigned")
    assert stage.session.scalar(select(CreditEntry.id)) is None
    for one in (returned, unsigned):
        assert one.due_at is not None
        assert one.due_at > stage.now
    stage.at(stage.now + timedelta(days=20))
    assert {returned.state, unsigned.state} == {"replaced"}


def test_the_score_that_a_leaver_signed_unheard_is_void_and_nothing_is_asked_of_the_leaver(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    heard, unheard = signed_of_both(stage, group, group.sitting[0].expert_id)
    present(stage, heard)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(group, "postpone", officer, seat=seat_of(group, 0), reason="急病。")
    assert (heard.state, unheard.state) == ("signed", "void")
    told = select(Message.id).where(
        Message.message_kind == "score_given_back",
        Message.person_id == unheard.expert.person_id,
    )
    assert stage.session.scalar(told) is None


def test_a_meeting_is_postponed_once_it_is_recorded_whom_it_heard_and_they_stay_heard(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    heard, unheard = signed_of_both(stage, group, group.sitting[-1].expert_id)
    leaves = {"seat": seat_of(group, 0), "reason": "会议。"}
    refused = stage.refused(group, "postpone", officer, **leaves)
    assert refused.keys() == {"attendance_up_to_date"}
    present(stage, heard)
    stage.moved(group, "postpone", officer, **leaves)
    planned(stage, group, days=8)
    stage.moved(group, "call_meeting", officer)
    begun_again(stage, group, days=9)
    stage.at(stage.now + timedelta(hours=1))
    missed = {"reason": "未到场。"}
    assert stage.refused(heard.proposal, "miss_defence", officer, **missed).keys() == {
        "was_not_seen"
    }
    stage.moved(unheard.proposal, "miss_defence", officer, **missed)


def test_with_four_left_the_meeting_is_postponed_and_substitutes_fill_the_seats(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    heard, unheard = signed_of_both(stage, group, group.sitting[-1].expert_id)
    present(stage, heard)
    for reason in ("一", "二"):
        stage.moved(group, "drop_out", officer, seat=seat_of(group, 0), reason=reason)
    stage.moved(group, "postpone", officer, seat=seat_of(group, 0), reason="三")
    assert group.state == "postponed"
    assert (unheard.state, heard.state) == ("reading", "signed")
    assert {p.state for p in proposals_of(stage, shortlisted)} == {"shortlisted"}
    asked = select(Invitation).where(
        Invitation.group_id == group.id,
        Invitation.expert_id.in_([s.expert_id for s in group.sitting]),
    )
    states = [invitation.state for invitation in stage.session.scalars(asked)]
    assert sorted(states) == [*["sent"] * 3, *["serving"] * 4]
    planned(stage, group, days=9)
    stage.moved(group, "call_meeting", officer)
    stage.clock.move_to(stage.now + timedelta(days=9))
    stage.moved(group, "start", officer)
    stage.clock.move_to(stage.now + timedelta(minutes=30))
    assert len(group.sitting) == 7
    assert {invitation.state for invitation in stage.session.scalars(asked)} == {"serving"}
    assert heard.state == "signed"
    assert reviewing.save(unheard, opinion(group)) is None
    stage.moved(unheard, "submit_scores", unheard.expert.person)
    sign_all(stage, group)
    explain(stage, group)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    assert {p.state for p in proposals_of(stage, shortlisted)} == {"scored"}

"""The defence: within the published multiple, called in time; both rounds count (P9-P12, §3.1,
§3.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import chinese_working_calendar
from app.models import Call, Case, Invitation, Letter, Message, ReviewGroup
from app.services.awarding import ranking
from app.services.door.awaiting import turn_of
from app.services.problems import Problems
from app.services.review import meetings
from tests.services.calls_in_review import (
    drawn,
    formed,
    proposals_of,
    reviews_in,
    sign_all,
)
from tests.services.defences import (
    begun,
    both_shortlisted,
    held,
    planned,
    ranked_for_defence,
)
from tests.services.stage import Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.roles import Role


@pytest.fixture
def call(stage: Stage) -> Call:
    return ranked_for_defence(stage)


@pytest.fixture
def shortlisted(stage: Stage) -> Call:
    return both_shortlisted(stage)


def test_nobody_outside_the_published_multiple_is_shortlisted(stage: Stage, call: Call) -> None:
    call.rules = {**call.rules, "shortlist_times": 1}
    first, second = proposals_of(stage, call)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert stage.refused(second, "shortlist", officer).keys() == {"within_multiple"}
    stage.moved(first, "shortlist", officer)
    stage.moved(second, "not_shortlist", officer, reason="名次在外。")
    assert [first.state, second.state] == ["shortlisted", "not_selected"]


def test_a_proposal_waits_on_the_chair_until_the_lock_and_then_on_whoever_shortlists(
    stage: Stage, call: Call
) -> None:
    waiting = proposals_of(stage, call)[0]
    assert turn_of(stage.session, waiting, stage.now).hands == {Role.PROGRAMME_OFFICER}
    group = stage.session.scalars(select(ReviewGroup)).one()
    group.state = "reviewing"
    stage.session.flush()
    assert turn_of(stage.session, waiting, stage.now).hands == {Role.PANEL_CHAIR}


def test_whoever_is_called_after_the_notice_hears_when_and_where_too(
    stage: Stage, shortlisted: Call
) -> None:
    group = drawn(stage, shortlisted, "defence")
    planned(stage, group)
    stage.moved(group, "call_meeting", stage.holder(Role.PROGRAMME_OFFICER))
    before = {seat.expert_id for seat in group.sitting}
    asked = stage.session.scalars(
        select(Invitation).where(Invitation.group_id == group.id).order_by(Invitation.id)
    ).first()
    assert asked is not None
    stage.moved(asked, "decline", asked.expert.person, reason="出国。")
    (called,) = [s.expert for s in group.sitting if s.expert_id not in before]
    told = select(Message.body).where(
        Message.message_kind == "meeting_called", Message.person_id == called.person_id
    )
    assert "一号会议室" in stage.session.scalars(told).one()


def test_a_meeting_gives_every_proposal_its_slot_one_after_the_other(
    stage: Stage, shortlisted: Call
) -> None:
    group = formed(stage, shortlisted, "defence")
    first, second = (item.proposal_id for item in group.items)
    begins = stage.now + timedelta(days=6)
    for order in ([], [first], [first, first], [first, second, 0]):
        answer = meetings.plan(stage.session, group, begins, "一号会议室", order, stage.now)
        assert isinstance(answer, Problems)
        assert answer.by_field.keys() == {"order"}
    made = meetings.plan(stage.session, group, begins, "一号会议室", [second, first], stage.now)
    assert made is None
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    assert [(s.proposal_id, s.starts_at - begins) for s in meeting.slots] == [
        (second, timedelta(0)),
        (first, timedelta(minutes=30)),
    ]


def test_notice_is_given_five_days_ahead_and_not_four(stage: Stage, shortlisted: Call) -> None:
    group = drawn(stage, shortlisted, "defence")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert "meeting_planned" in stage.refused(group, "call_meeting", officer)
    planned(stage, group, days=5)
    day = stage.now
    stage.clock.move_to(day + timedelta(days=1))
    assert stage.refused(group, "call_meeting", officer).keys() == {"notice_long_enough"}
    stage.clock.move_to(day)
    stage.moved(group, "call_meeting", officer)
    kinds = select(Letter.about_id).where(Letter.letter_kind == "defence_notice")
    assert set(stage.session.scalars(kinds)) == {i.proposal_id for i in group.items}


def test_a_defence_is_planned_for_no_day_for_which_notice_would_come_too_late(
    stage: Stage, shortlisted: Call
) -> None:
    group = formed(stage, shortlisted, "defence")
    order = [item.proposal_id for item in group.items]
    earliest = local_date(stage.now) + timedelta(days=5)
    too_soon = end_of_day(earliest - timedelta(days=1)) - timedelta(minutes=1)
    answer = meetings.plan(stage.session, group, too_soon, "一号会议室", order, stage.now)
    assert isinstance(answer, Problems)
    assert answer.by_field.keys() == {"starts_at"}
    assert f"最早可定在 {earliest}" in answer.by_field["starts_at"].zh
    on_time = end_of_day(earliest - timedelta(days=1))
    assert meetings.plan(stage.session, group, on_time, "一号会议室", order, stage.now) is None


def test_a_changed_plan_has_to_be_called_again(stage: Stage, shortlisted: Call) -> None:
    group = drawn(stage, shortlisted, "defence")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    planned(stage, group)
    stage.moved(group, "call_meeting", officer)
    planned(stage, group, days=7)
    stage.clock.move_to(stage.now + timedelta(days=8))
    assert stage.refused(group, "start", officer).keys() == {"meeting_has_begun"}


def test_the_meeting_begins_when_its_time_has_come(stage: Stage, shortlisted: Call) -> None:
    group = drawn(stage, shortlisted, "defence")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    planned(stage, group)
    stage.moved(group, "call_meeting", officer)
    assert stage.refused(group, "start", officer).keys() == {"meeting_has_begun"}
    stage.clock.move_to(stage.now + timedelta(days=6))
    stage.moved(group, "start", officer)
    assert {p.state for p in proposals_of(stage, shortlisted)} == {"defence"}
    assert len(group.sitting) == 7


def test_nobody_is_late_who_waits_for_the_day_of_the_meeting(
    stage: Stage, shortlisted: Call
) -> None:
    group = drawn(stage, shortlisted, "defence")
    planned(stage, group, days=12)
    stage.moved(group, "call_meeting", stage.holder(Role.PROGRAMME_OFFICER))
    assert group.due_at is not None
    assert group.due_at > stage.now + timedelta(days=12)


def test_the_review_has_one_term_however_many_states_it_takes(stage: Stage, call: Call) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    first, second = proposals_of(stage, call)
    stage.moved(first, "shortlist", officer)
    stage.clock.move_to(stage.now + timedelta(days=9))
    stage.moved(second, "shortlist", officer)
    group = begun(stage, call)
    last = local_date(call.state_entered_at) + timedelta(days=call.rules.get("review_days", 45))
    due = end_of_day(chinese_working_calendar().next_working_day(last))
    sign_all(stage, group)
    cases: list[Case] = [first, second, group, *reviews_in(stage, group)]
    assert {case.due_at for case in cases} == {due}


def test_both_rounds_count_forty_and_sixty(stage: Stage, shortlisted: Call) -> None:
    held(stage, shortlisted, "90")
    better, other = proposals_of(stage, shortlisted)
    assert [better.state, other.state] == ["scored", "scored"]
    assert better.score == 84_00 * 40 // 100 + 90_00 * 60 // 100
    assert other.score == 80_00 * 40 // 100 + 90_00 * 60 // 100
    (first, _) = ranking.of_call(stage.session, shortlisted)
    assert first.online is not None
    assert first.online.mean == 84_00
    assert first.summary.mean == 90_00


def test_notice_is_given_once_and_every_member_hears_when_and_where(
    stage: Stage, shortlisted: Call
) -> None:
    group = drawn(stage, shortlisted, "defence")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    planned(stage, group)
    stage.moved(group, "call_meeting", officer)
    assert stage.refused(group, "call_meeting", officer).keys() == {"notice_still_to_give"}
    told = stage.session.scalars(
        select(Message).where(Message.key.startswith("meeting_called"))
    ).all()
    assert {one.person_id for one in told} == {seat.expert.person_id for seat in group.sitting}
    assert all("一号会议室" in one.body for one in told)
    planned(stage, group, days=7)
    stage.moved(group, "call_meeting", officer)

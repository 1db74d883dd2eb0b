"""Who comes to a defence: an odd panel that may shrink to the least number and no further, and
teams that are heard or absent (P9-P12, §3.1, §3.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Call, History, Letter, Message, ReviewGroup
from app.services.problems import Problems
from app.services.review import discussing, meetings
from tests.services.calls_in_review import (
    chair,
    drawn,
    proposals_of,
    reviews_in,
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


def test_who_is_conflicted_leaves_the_item_and_nobody_takes_the_seat(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    first = reviews_in(stage, group)[0]
    stage.moved(first, "declare_conflict", first.expert.person, reason="师生。")
    of_item = [r for r in reviews_in(stage, group) if r.proposal_id == first.proposal_id]
    assert sorted(r.state for r in of_item) == [*["assigned"] * 6, "recused"]
    sign_all(stage, group)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    letter = letter_of(stage, group)
    assert "回避" in str(letter.payload)


def letter_of(stage: Stage, group: ReviewGroup) -> Letter:
    return stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "panel_opinion", Letter.about_id == group.id)
    ).one()


def test_members_drop_out_down_to_five_and_the_waiver_is_on_record(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    was_chair = chair(group)
    wrong = stage.refused(group, "drop_out", officer, seat="99", reason="航班。")
    assert wrong.keys() == {"seat_is_taken"}
    stage.moved(group, "drop_out", officer, seat=seat_of(group, 0), reason="突发疾病。")
    assert chair(group) != was_chair
    stage.moved(group, "drop_out", officer, seat=seat_of(group, 1), reason="航班。")
    refused = stage.refused(group, "drop_out", officer, seat=seat_of(group, 0), reason="会议。")
    assert refused.keys() == {"enough_members_remain"}
    sign_all(stage, group)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    assert "免除单数要求" in str(letter_of(stage, group).payload)
    rows = select(History.given).where(History.transition == "drop_out")
    assert [row["reason"] for row in stage.session.scalars(rows)] == ["突发疾病。", "航班。"]


def test_nobody_has_missed_a_defence_that_is_yet_to_come_or_to_which_they_came(
    stage: Stage, shortlisted: Call
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    first, second = proposals_of(stage, shortlisted)
    assert stage.refused(first, "miss_defence", officer, reason="未到场。").keys() == {
        "defence_time_has_come"
    }
    group = drawn(stage, shortlisted, "defence")
    planned(stage, group)
    stage.moved(group, "call_meeting", officer)
    assert stage.refused(first, "miss_defence", officer, reason="未到场。").keys() == {
        "defence_time_has_come"
    }
    stage.clock.move_to(stage.now + timedelta(days=6, minutes=31))
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    slot = next(s for s in meeting.slots if s.proposal_id == first.id)
    assert meetings.attend(slot, stage.now) is None
    assert stage.refused(first, "miss_defence", officer, reason="未到场。").keys() == {
        "was_not_seen"
    }
    assert meetings.take_back_attendance(slot, group) is None
    for absent in (first, second):
        stage.moved(absent, "miss_defence", officer, reason="未到场。")
    assert (first.state, second.state) == ("withdrawn", "withdrawn")


def test_absence_without_cause_counts_as_withdrawal_and_ends_the_scoring(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    absent, present = proposals_of(stage, shortlisted)
    stage.moved(absent, "miss_defence", stage.holder(Role.PROGRAMME_OFFICER), reason="未到场。")
    assert absent.state == "withdrawn"
    told = select(Message.body).where(
        Message.message_kind == "defence_missed", Message.person_id == absent.pi_id
    )
    assert "登记情况：未到场。" in stage.session.scalars(told).one()
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    slot = next(s for s in meeting.slots if s.proposal_id == absent.id)
    assert isinstance(meetings.attend(slot, stage.now), Problems), "it is off the table"
    assert {r.state for r in reviews_in(stage, group) if r.proposal_id == absent.id} == {"void"}
    sign_all(stage, group)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    assert present.state == "scored"


def test_the_panel_locks_once_it_is_recorded_who_came(stage: Stage, shortlisted: Call) -> None:
    group = begun(stage, shortlisted)
    sign_all(stage, group)
    write_opinions(stage, group)
    assert stage.refused(group, "lock", chair(group)).keys() == {"attendance_taken"}
    seen(stage, group)
    stage.moved(group, "lock", chair(group))


def test_attendance_is_taken_on_the_day(stage: Stage, shortlisted: Call) -> None:
    group = drawn(stage, shortlisted, "defence")
    planned(stage, group)
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    slot = meeting.slots[0]
    assert isinstance(meetings.attend(slot, stage.now), Problems)
    assert meetings.attend(slot, slot.starts_at) is None
    assert slot.attended_at == slot.starts_at


def test_where_the_chair_stood_aside_the_first_member_words_the_opinion(
    stage: Stage, shortlisted: Call
) -> None:
    group = begun(stage, shortlisted)
    own = next(r for r in reviews_in(stage, group) if r.expert_id == group.chair_id)
    stage.moved(own, "declare_conflict", own.expert.person, reason="师生。")
    sign_all(stage, group)
    for item in group.items:
        reviews = discussing.reviews_of(stage.session, group, item.proposal_id)
        writer = discussing.writer_of(group, reviews)
        if item.proposal_id == own.proposal_id:
            first = next(s for s in group.seats if s.expert_id in {r.expert_id for r in reviews})
            assert writer == first.expert_id != group.chair_id
        else:
            assert writer == group.chair_id
    seats = {seat.expert_id: seat.seat for seat in group.seats}
    writing = discussing.seats_that_write(stage.session, group)
    assert writing[own.proposal_id] != seats[own.expert_id]
    assert set(writing) == {item.proposal_id for item in group.items}
    at_table = discussing.open_to(stage.session, group, own.expert.person_id)
    assert at_table == set(writing) - {own.proposal_id}

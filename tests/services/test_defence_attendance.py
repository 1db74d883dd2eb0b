"""Who comes to a defence: an odd panel that may shrink to the least number and no further, and
teams that are heard or absent (P9-P12, §3.1, §3.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Call, CreditEntry, History, Invitation, Letter, Message, Review, ReviewGroup
from app.services.problems import Problems
from app.services.review import discussing, meetings, reviewing
from tests.services.calls_in_review import (
    chair,
    drawn,
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

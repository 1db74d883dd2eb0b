"""A call that is paused stands still with all it has under way; one that is cancelled, or awards
nothing, takes it along (C9, C13)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Call, Letter, Message, Notice, Project, Review
from app.queries.calls.portal import letters_of_call, public_call
from app.services.awarding.noticing import draft_notice, takes_objections
from app.services.calendars import working_calendar
from app.services.letter_facts.days import closing_words
from tests.services.awarding import decided, published
from tests.services.calls_in_review import accepted, at_work, proposals_of, reviews_in
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.roles import Role

WHY = {**MINUTES, "reason": "上级计划调整。"}


def pause(stage: Stage, call: Call) -> None:
    stage.moved(call, "pause", stage.holder(Role.DECISION_MAKER), **WHY)


def pause_at_once(stage: Stage, call: Call) -> None:
    words = {"reason": "系统故障，申报页面无法打开。"}
    stage.moved(call, "pause_at_once", stage.holder(Role.DECISION_MAKER), **words)


def resume(stage: Stage, call: Call) -> None:
    stage.moved(call, "resume", stage.holder(Role.DECISION_MAKER), **MINUTES, reason="调整完毕。")


def cancel(stage: Stage, call: Call) -> None:
    stage.moved(call, "cancel", stage.holder(Role.DECISION_MAKER), **WHY)


def test_a_paused_window_gets_back_every_day_on_which_it_stood(stage: Stage) -> None:
    applied = stage.applied()
    call, draft = applied.proposal.call, applied.proposal
    close, until = call.close_at, call.recommend_until
    assert close is not None
    assert until is not None
    stage.at(close - timedelta(days=3))
    pause(stage, call)
    assert draft.due_at is None
    stage.at(close + timedelta(days=4))
    assert draft.state == "draft"
    resume(stage, call)
    days = timedelta(days=8)
    assert (call.close_at, call.recommend_until) == (close + days, until + days)
    assert draft.due_at == close + days
    stage.moved(draft, "submit", applied.pi)
    stage.at(close + days)
    assert (call.state, draft.state) == ("recommending", "expired")


def test_what_cannot_wait_is_paused_at_once_and_ratified_by_the_meeting(stage: Stage) -> None:
    call, meeting = published_call(stage), stage.holder(Role.DECISION_MAKER)
    supervisor = stage.holder(Role.SUPERVISOR)
    pause_at_once(stage, call)
    letter = about(stage, call)[-1]
    assert "先行决定并将提请厅务会追认" in str(letter.payload)
    told = select(Message.person_id).where(Message.message_kind == "pause_to_ratify")
    assert {meeting.id, supervisor.id} <= set(stage.session.scalars(told))
    assert call.due_at is not None
    in_time = working_calendar(stage.session).add_working_days(local_date(stage.now), 5)
    assert call.due_at == end_of_day(in_time)
    assert "missing_minutes_number" in stage.refused(call, "resume", meeting, reason="已修复。")
    stage.moved(call, "ratify_pause", meeting, **MINUTES)
    assert call.due_at > end_of_day(in_time), "the whole term of a pause"
    assert "call_lacks_minutes" in stage.refused(call, "ratify_pause", meeting, **MINUTES)


def test_a_pause_that_the_meeting_does_not_ratify_ends_by_itself_and_says_so(stage: Stage) -> None:
    call, meeting = published_call(stage), stage.holder(Role.DECISION_MAKER)
    close = call.close_at
    assert close is not None
    pause_at_once(stage, call)
    assert call.due_at is not None
    stage.clock.move_to(call.due_at)
    too_late = stage.refused(call, "ratify_pause", meeting, **MINUTES)
    assert "call_is_ratified_in_time" in too_late, "before the clock has ended it, too"
    stage.at(call.due_at)
    assert call.state == "published"
    assert call.close_at is not None
    assert call.close_at > close
    assert "逾期未经厅务会追认" in str(about(stage, call)[-1].payload)
    assert "call_has_not_lapsed" in stage.refused(call, "pause_at_once", meeting, reason="又坏了。")
    pause(stage, call)


def test_days_are_given_back_from_the_pause_and_not_from_its_ratification(stage: Stage) -> None:
    call = stage.applied().proposal.call
    close = call.close_at
    assert close is not None
    stage.at(close - timedelta(days=6))
    pause_at_once(stage, call)
    stage.at(stage.now + timedelta(days=3))
    stage.moved(call, "ratify_pause", stage.holder(Role.DECISION_MAKER), **MINUTES)
    resume(stage, call)
    assert call.close_at is not None
    assert call.close_at >= close + timedelta(days=4)


def test_a_window_that_had_ended_is_not_opened_by_a_pause(stage: Stage) -> None:
    call = stage.call("formal")
    close = call.close_at
    assert close is not None
    stage.at(close + timedelta(days=1))
    pause(stage, call)
    resume(stage, call)
    assert call.close_at == close


def test_a_notice_stands_still_and_runs_for_the_working_days_that_were_left(stage: Stage) -> None:
    made = decided(stage)
    notice = published(stage, made)
    ends_on, ends_at = notice.ends_on, notice.ends_at
    assert ends_on is not None
    assert ends_at is not None
    stage.at(ends_at - timedelta(hours=30))  # the last day but one has begun
    pause(stage, made.call)
    stage.at(ends_at + timedelta(days=10))
    assert (notice.state, made.states[:2]) == ("published", ["notice", "notice"])
    assert takes_objections(notice, stage.now)
    waiting = stage.refused(made.proposals[0], "approve", Role.SYSTEM_CLOCK)
    assert "call_stands_not_still" in waiting
    paused_on = local_date(stage.now)
    resume(stage, made.call)
    assert notice.ends_on is not None
    assert notice.ends_at is not None
    assert notice.ends_on > paused_on
    assert made.call.due_at == notice.ends_at
    stage.at(notice.ends_at - timedelta(seconds=1))
    assert made.states[:2] == ["notice", "notice"]
    stage.at(notice.ends_at)
    assert (made.call.state, made.states[:2]) == ("decided", ["approved", "approved"])


def test_nothing_of_a_cancelled_call_is_awarded(stage: Stage) -> None:
    made = decided(stage)
    notice = published(stage, made)
    assert notice.ends_at is not None
    cancel(stage, made.call)
    assert (notice.state, set(made.states)) == ("withdrawn", {"ended", "not_selected"})
    stage.at(notice.ends_at + timedelta(days=1))
    assert set(made.states) == {"ended", "not_selected"}
    assert stage.session.scalars(select(Project)).all() == []
    assert not takes_objections(notice, stage.now)


def test_panels_and_what_they_wrote_end_with_a_cancelled_call(stage: Stage) -> None:
    call = accepted(stage)
    group = at_work(stage, call)
    cancel(stage, call)
    assert group.state == "dissolved"
    assert [p.state for p in proposals_of(stage, call)] == ["ended"]
    assert {r.state for r in reviews_in(stage, group)} == {"void"}
    assert stage.session.scalars(select(Review).where(Review.state == "assigned")).all() == []


def test_what_was_accepted_ends_with_a_call_that_awards_nothing(stage: Stage) -> None:
    call = stage.call("formal", rules={"min_valid": 2})
    one = stage.applied(call=call, state="accepted").proposal
    stage.moved(call, "no_qualified", stage.holder(Role.PROGRAMME_OFFICER), **WHY)
    assert (call.state, one.state) == ("no_award", "ended")


def test_a_notice_is_not_published_while_its_call_is_paused(stage: Stage) -> None:
    made = decided(stage)
    pause(stage, made.call)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    notice = draft_notice(stage.session, made.call, made.proposals[:1], officer, stage.now)
    assert isinstance(notice, Notice)
    assert "notice_stands_not_still" in stage.refused(notice, "publish", officer)


def about(stage: Stage, call: Call) -> list[Letter]:
    rows = select(Letter).where(Letter.about_kind == "call", Letter.about_id == call.id)
    return list(stage.session.scalars(rows.order_by(Letter.id)))


def published_call(stage: Stage) -> Call:
    call = stage.call("approved", contact="李明", contact_phone="0591-12345678")
    call.rules = call.rules | {"apply_days": 1}
    assert call.close_at is not None
    call.open_at = stage.now + timedelta(days=1)
    stage.moved(call, "publish", stage.holder(Role.PROGRAMME_OFFICER))
    return call


def test_a_call_publishes_by_what_the_system_will_hold_applications_against(stage: Stage) -> None:
    """The limits, the criteria with their weights, the files and the end of recommending."""
    call = published_call(stage)
    said = str(about(stage, call)[0].payload)
    assert "主持在研项目上限1个" in said
    assert "同一单位申报上限2个" in said
    assert all(f"{one['zh']}（{one['weight']}分）" in said for one in call.criteria)
    assert "单位审核盖章、推荐单位推荐至2026年4月6日" in said


def test_what_was_published_is_paused_resumed_and_cancelled_in_public(stage: Stage) -> None:
    call = published_call(stage)
    pause(stage, call)
    resume(stage, call)
    pause(stage, call)
    cancel(stage, call)
    notices = about(stage, call)[1:]
    assert [one.letter_kind for one in notices] == [
        "call_pause_notice",
        "call_resumption_notice",
        "call_pause_notice",
        "call_cancellation_notice",
    ]
    assert all(one.is_public for one in notices)
    assert WHY["reason"] in str(notices[0].payload)
    assert MINUTES["minutes_number"] in str(notices[3].payload)
    for letter in notices:
        letter.state = "filed"
    stage.session.flush()
    assert list(letters_of_call(stage.session, call)) == notices


def test_the_letter_of_a_resumption_names_the_close_that_counts_from_now_on(stage: Stage) -> None:
    call = published_call(stage)
    close = call.close_at
    pause(stage, call)
    stage.at(stage.now + timedelta(days=2))
    resume(stage, call)
    words = str(about(stage, call)[-1].payload)
    assert closing_words(call.close_at) in words
    assert closing_words(close) not in words


def test_a_call_that_was_never_published_is_stopped_in_silence(stage: Stage) -> None:
    call = stage.call("approved")
    pause(stage, call)
    assert public_call(stage.session, call.id) is None
    resume(stage, call)
    pause(stage, call)
    cancel(stage, call)
    assert about(stage, call) == []
    assert public_call(stage.session, call.id) is None


def test_a_published_call_stays_on_the_portal_when_it_is_stopped(stage: Stage) -> None:
    call = published_call(stage)
    pause(stage, call)
    assert public_call(stage.session, call.id) is call
    cancel(stage, call)
    assert public_call(stage.session, call.id) is call


def test_an_extension_is_a_public_letter_with_the_new_close(stage: Stage) -> None:
    call = stage.call()
    assert call.close_at is not None
    later = call.close_at + timedelta(days=7)
    given = {**MINUTES, "reason": "系统维护，延长申报。", "new_close_at": later.isoformat()}
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert stage.refused(call, "amend", officer, reason="系统维护。").keys() == {
        "missing_minutes_number",
        "missing_minutes_date",
    }
    stage.signed(call, "amend", officer, **given)
    assert about(stage, call) == []
    stage.moved(call, "amend", stage.holder(Role.DECISION_MAKER), **given)
    (letter,) = about(stage, call)
    assert (letter.letter_kind, letter.is_public) == ("call_amendment_notice", True)
    assert MINUTES["minutes_number"] in str(letter.payload)
    assert closing_words(later) in str(letter.payload)

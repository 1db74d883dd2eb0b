"""A team that is absent from a defence for a good cause is heard on one more date (P10, §3.1)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.models import Message, Proposal, ReviewGroup
from app.services.review import meetings, reviewing, standing_aside
from tests.services.calls_in_review import (
    chair,
    opinion,
    reads,
    reviews_in,
    sign,
    sign_all,
    write_opinions,
)
from tests.services.defences import (
    begun,
    both_shortlisted,
    seen,
)
from tests.services.stage import Stage
from workflows.engine.calendar import moment_words
from workflows.parameters import defaults_of
from workflows.roles import Role

OPEN = "open_competition"
MINUTE = timedelta(minutes=1)
ABSENT = "项目负责人突发疾病住院，附医院证明。"


def at_the_meeting(stage: Stage) -> tuple[ReviewGroup, Proposal, Proposal]:
    """A call that gives one more date; the first team came, of the second nobody did."""
    call = both_shortlisted(stage)
    call.rules = {**call.rules, "defence_new_dates": 1}
    group = begun(stage, call)
    first, second = (item.proposal for item in group.items)
    stage.clock.move_to(stage.now + timedelta(hours=2))
    for review in reviews_in(stage, group):
        if review.proposal_id == first.id:
            sign(stage, review)
    return group, first, second


def excuse(stage: Stage, proposal: Proposal, days: int = 6) -> dict[str, str]:
    later = (stage.now + timedelta(days=days)).isoformat()
    return {"new_defence_at": later, "evidence": ABSENT}


def test_a_team_absent_with_cause_is_heard_by_the_same_panel_on_one_more_date(
    stage: Stage,
) -> None:
    group, _, absent = at_the_meeting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(absent, "excuse_absence", officer, **excuse(stage, absent))
    slot = meetings.slot_of(stage.session, absent)
    assert slot is not None
    assert (absent.state, slot.starts_at) == ("defence", stage.now + timedelta(days=6))
    told = select(Message.person_id).where(Message.key.startswith("defence_moved"))
    experts = {r.expert.person_id for r in reviews_in(stage, group) if r.proposal_id == absent.id}
    assert set(stage.session.scalars(told)) >= {absent.pi_id, *experts}
    assert "attendance_taken" in stage.refused(group, "lock", chair(group))
    stage.at(slot.starts_at)
    assert absent.state == "defence", "no member's time for scores has run out meanwhile"
    sign_all(stage, group)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    assert absent.state == "scored"


def test_the_time_for_scores_begins_anew_with_the_day_a_new_date_is_given(stage: Stage) -> None:
    group, _, absent = at_the_meeting(stage)
    stage.at(stage.now + timedelta(days=4))
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(absent, "excuse_absence", officer, **excuse(stage, absent, days=10))
    slot = meetings.slot_of(stage.session, absent)
    assert slot is not None
    stage.at(slot.starts_at)
    mine = [r for r in reviews_in(stage, group) if r.proposal_id == absent.id]
    assert {r.state for r in mine} <= {"assigned", "reading"}, "nobody was replaced meanwhile"
    assert all(r.due_at is not None and r.due_at > slot.starts_at for r in mine)


def test_nobody_signs_scores_for_a_team_that_was_not_heard_yet(stage: Stage) -> None:
    group, _, absent = at_the_meeting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(absent, "excuse_absence", officer, **excuse(stage, absent))
    mine = next(r for r in reviews_in(stage, group) if r.proposal_id == absent.id)
    by = reads(stage, mine)
    assert reviewing.save(mine, opinion(group, "80")) is None
    words = stage.refused(mine, "submit_scores", by)
    assert words.keys() == {"team_was_heard"}
    slot = meetings.slot_of(stage.session, absent)
    assert slot is not None
    assert moment_words(slot.starts_at) in words["team_was_heard"].zh
    stage.at(slot.starts_at)
    stage.moved(mine, "submit_scores", by)


def test_a_score_signed_for_a_team_that_was_absent_comes_back_to_its_expert(stage: Stage) -> None:
    group, heard, absent = at_the_meeting(stage)
    hasty, revised, *others = (r for r in reviews_in(stage, group) if r.proposal_id == absent.id)
    for review in (hasty, revised, *others):
        sign(stage, review)
    stage.moved(group, "open_discussion", chair(group))
    stage.moved(revised, "revise", revised.expert.person)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(absent, "excuse_absence", officer, **excuse(stage, absent))
    assert {hasty.state, revised.state, *(r.state for r in others)} == {"reading"}
    of_heard = [r.state for r in reviews_in(stage, group) if r.proposal_id == heard.id]
    assert set(of_heard) == {"signed"}
    told = select(Message.person_id).where(Message.message_kind == "score_given_back")
    experts = {r.expert.person_id for r in (hasty, revised, *others)}
    assert set(stage.session.scalars(told)) == experts
    words = stage.refused(hasty, "submit_scores", hasty.expert.person)
    assert words.keys() == {"team_was_heard"}
    slot = meetings.slot_of(stage.session, absent)
    assert slot is not None
    stage.at(slot.starts_at)
    for review in (hasty, revised, *others):
        stage.moved(review, "submit_scores", review.expert.person)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    assert absent.state == "scored"


def test_there_is_no_third_date_and_whoever_misses_the_second_has_withdrawn(stage: Stage) -> None:
    _, _, absent = at_the_meeting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(absent, "excuse_absence", officer, **excuse(stage, absent))
    assert "defence_time_has_come" in stage.refused(
        absent, "miss_defence", officer, reason="未到场。"
    )
    stage.at(stage.now + timedelta(days=6, hours=1))
    again = stage.refused(absent, "excuse_absence", officer, **excuse(stage, absent))
    assert again.keys() == {"new_date_is_left"}
    stage.moved(absent, "miss_defence", officer, reason="第二次未到场。")
    assert absent.state == "withdrawn"


@pytest.mark.parametrize(("days", "is_refused"), [(4, True), (5, False), (10, False), (11, True)])
def test_the_new_date_has_its_full_notice_and_lies_within_the_time_for_scores(
    stage: Stage, days: int, is_refused: bool
) -> None:
    _, _, absent = at_the_meeting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    given = excuse(stage, absent, days)
    if is_refused:
        assert stage.refused(absent, "excuse_absence", officer, **given).keys() == {"new_date_fits"}
    else:
        stage.moved(absent, "excuse_absence", officer, **given)


def test_no_two_teams_are_heard_at_once_on_a_new_date(stage: Stage) -> None:
    """Slots follow one another without a gap; one that is free again may be given away."""
    group, first, second = at_the_meeting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    taken = excuse(stage, first)["new_defence_at"]
    stage.moved(first, "excuse_absence", officer, new_defence_at=taken, evidence=ABSENT)
    moment, length = datetime.fromisoformat(taken), meetings.slot_length(defaults_of(OPEN))
    for at_that_time in (moment, moment + length - MINUTE, moment - length + MINUTE):
        given = {"new_defence_at": at_that_time.isoformat(), "evidence": ABSENT}
        words = stage.refused(second, "excuse_absence", officer, **given)
        assert words.keys() == {"new_date_is_free"}
        assert first.title in words["new_date_is_free"].zh
    given = {"new_defence_at": (moment + length).isoformat(), "evidence": ABSENT}
    stage.moved(second, "excuse_absence", officer, **given)


def test_who_stands_aside_from_the_team_heard_then_is_not_told_its_name(stage: Stage) -> None:
    _, hidden, absent = at_the_meeting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    slot = meetings.slot_of(stage.session, hidden)
    assert slot is not None
    slot.starts_at = stage.now + timedelta(days=6)
    given = {"new_defence_at": slot.starts_at.isoformat(), "evidence": ABSENT}
    standing_aside.stand_aside(stage.session, officer, hidden, "配偶。", officer, stage.now)
    told = stage.refused(absent, "excuse_absence", officer, **given)["new_date_is_free"].zh
    assert hidden.title not in told
    assert "一项您须回避的申报" in told


def test_a_call_that_published_no_such_rule_gives_no_other_date(stage: Stage) -> None:
    group, _, absent = at_the_meeting(stage)
    group.call.rules = {k: v for k, v in group.call.rules.items() if k != "defence_new_dates"}
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    words = stage.refused(absent, "excuse_absence", officer, **excuse(stage, absent))
    assert words.keys() == {"new_date_is_left"}
    assert defaults_of("open_competition")["defence_new_dates"] == 1, "a new call starts with it"

"""The joint extension of a stage: asked for by all teams until their evidence is due (R4)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.documents.payload import in_words
from app.models import Letter
from app.services.races.board import awaited
from app.services.races.evidence import grace_ends
from tests.services.race_course import hand_in, result, through_stage, to_checkpoint
from tests.services.racing import Racing, kept, letters, started
from tests.services.stage import Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.hands import OFFICER

EXTEND = {"days": "30", "reason": "检测排队。"}


def ask(racing: Racing, lanes: str) -> None:
    for lane in lanes:
        racing.stage.moved(racing.team(lane), "ask_extension", racing.pi(lane), reason="检测排队。")


def test_a_joint_extension_is_for_all_teams_or_none(stage: Stage) -> None:
    racing = started(stage)
    due = racing.race_stage.due_on
    ask(racing, "AB")
    reasons = stage.refused(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert "C" in reasons["race_not_asked"].zh
    ask(racing, "C")
    for days in ("31", "0", "很久", "-3"):
        reasons = stage.refused(
            racing.race, "extend_jointly", racing.officer, **EXTEND | {"days": days}
        )
        assert "1 至 30" in reasons["race_extension_days_kept"].zh
    stage.moved(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert racing.race_stage.due_on == due + timedelta(days=30)
    assert racing.told("stage_extended", "理由：检测排队。") == "ABC"
    reasons = stage.refused(racing.team("A"), "ask_extension", racing.pi("A"), reason="再延。")
    assert set(reasons) == {"team_extension_is_left"}
    kept(racing)


def test_the_extension_is_asked_for_after_the_notice_and_notified_to_all_anew(
    stage: Stage,
) -> None:
    """The notice names the deadline for certain: that is when a team knows it needs more time."""
    racing = started(stage)
    to_checkpoint(racing)
    due = racing.race_stage.due_on
    ask(racing, "ABC")
    stage.moved(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert (racing.race.state, racing.race_stage.state) == ("checkpoint", "evidence_due")
    assert racing.race_stage.due_on == due + timedelta(days=30)
    assert {r.terms["deadline"] for r in racing.race_stage.results} == {
        (due + timedelta(days=30)).isoformat()
    }
    assert letters(racing, "checkpoint_notice") == 2
    first = stage.session.scalars(select(Letter).where(Letter.title.contains("关于开展"))).one()
    assert "全体在赛团队在佐证截止之前一致申请" in str(first.payload), "a team is told that it may"
    again = stage.session.scalars(select(Letter).where(Letter.title.contains("考核延期"))).one()
    assert "一致申请，经批准" not in str(again.payload), "there is one"
    assert f"由{in_words(due)}延至{in_words(racing.race_stage.due_on)}" in str(again.payload)
    assert "与本通知不一致的，以本通知为准" in str(again.payload), "what it leaves alone stays"
    assert racing.told("stage_extended", "理由：检测排队。") == "ABC"
    kept(racing)


def test_the_extension_is_neither_asked_for_nor_granted_once_it_is_too_late(stage: Stage) -> None:
    """Asked for until the deadline; the office may still grant it within the grace."""
    racing = started(stage)
    to_checkpoint(racing)
    ask(racing, "AB")
    stage.at(end_of_day(racing.race_stage.due_on) + timedelta(hours=12))
    reasons = stage.refused(racing.team("C"), "ask_extension", racing.pi("C"), reason="晚了。")
    assert "team_deadline_is_ahead" in reasons
    reasons = stage.refused(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert set(reasons) == {"race_never_asked"}, "nobody is asked for what nobody can do any more"
    assert "截止前未申请的有：C" in reasons["race_never_asked"].zh
    assert said(racing) == "C 队截止前未申请，本节点不再延期；A、B 队的申请届时失效"
    racing.team("C").wants_extension = True
    stage.at(grace_ends(stage.session, racing.race_stage) + timedelta(hours=12))
    reasons = stage.refused(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert set(reasons) == {"race_evidence_is_due"}


def test_a_team_that_has_handed_in_is_asked_too_and_may_amend_what_it_handed_in(
    stage: Stage,
) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    hand_in(racing, "A")
    ask(racing, "BC")
    reasons = stage.refused(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert "A" in reasons["race_not_asked"].zh
    ask(racing, "A")
    stage.moved(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert racing.team("A").state == "at_checkpoint"
    kept(racing)
    stage.moved(racing.team("A"), "take_back_evidence", racing.pi("A"))
    assert (result(racing, "A").submitted_at, bool(result(racing, "A").evidence)) == (None, True)
    hand_in(racing, "A")
    assert racing.team("A").state == "at_checkpoint"
    kept(racing)


def way_of(racing: Racing, lane: str) -> tuple[int, date | None]:
    team = racing.team(lane)
    return team.cost_to_finish, team.ready_on


def test_what_was_taken_back_declares_nothing_of_the_way_to_the_finish(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    before = way_of(racing, "A")
    hand_in(racing, "A", cost=333, days=77)
    declared = way_of(racing, "A")
    assert before != declared
    stage.moved(racing.team("A"), "take_back_evidence", racing.pi("A"))
    assert way_of(racing, "A") == before
    hand_in(racing, "A", cost=333, days=77)
    assert way_of(racing, "A") == declared
    assert result(racing, "A").cost_before == before[0]


def test_the_days_that_the_race_stood_still_are_nobodys_also_where_evidence_was_taken_back(
    stage: Stage,
) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    cost, ready = way_of(racing, "A")
    hand_in(racing, "A", cost=333, days=77)
    declared = way_of(racing, "A")[1]
    assert ready is not None
    assert declared is not None
    racing.team("A").ready_on = declared + timedelta(days=9)  # as `count_halt` does
    stage.moved(racing.team("A"), "take_back_evidence", racing.pi("A"))
    assert way_of(racing, "A") == (cost, ready + timedelta(days=9))


def test_evidence_is_not_taken_back_after_the_deadline(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    hand_in(racing, "A")
    stage.at(end_of_day(racing.race_stage.due_on) + timedelta(hours=12))
    reasons = stage.refused(racing.team("A"), "take_back_evidence", racing.pi("A"))
    assert "team_deadline_is_ahead" in reasons


def test_the_other_teams_learn_that_one_asks_and_the_page_says_on_whom_it_waits(
    stage: Stage,
) -> None:
    racing = started(stage)
    ask(racing, "A")
    assert racing.told("extension_may_be_joined") == "ABC"
    assert said(racing) == "A 队已申请，B、C 队也申请后方可批准"
    ask(racing, "BC")
    assert said(racing) == "全体在赛团队均已申请"


def said(racing: Racing) -> str:
    rows = awaited(racing.stage.session, racing.race, racing.stage.now, OFFICER)
    return next((one.what.zh for one in rows if one.label.zh == "联合延期"), "")


def test_the_office_answers_what_was_asked_with_its_reason(stage: Stage) -> None:
    racing = started(stage)
    reasons = stage.refused(racing.race, "decline_extension", racing.officer, reason="不急。")
    assert "race_extension_asked" in reasons
    ask(racing, "AB")
    reasons = stage.refused(racing.team("A"), "ask_extension", racing.pi("A"), reason="再申请。")
    assert set(reasons) == {"team_has_not_asked"}
    due = racing.race_stage.due_on
    stage.moved(racing.race, "decline_extension", racing.officer, reason="检测机构可以加急。")
    assert racing.told("extension_declined", "检测机构可以加急") == "ABC"
    assert (racing.race_stage.due_on, said(racing)) == (due, "")


def test_what_was_asked_in_one_stage_does_not_count_in_the_next(stage: Stage) -> None:
    racing = started(stage)
    ask(racing, "A")
    through_stage(racing, {"A": 88, "B": 80, "C": 76})
    ask(racing, "BC")
    reasons = stage.refused(racing.race, "extend_jointly", racing.officer, **EXTEND)
    assert "A" in reasons["race_not_asked"].zh
    assert racing.race_stage.due_on > local_date(stage.now)


def test_what_was_asked_and_not_granted_lapses_with_the_evidence_and_all_are_told(
    stage: Stage,
) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    ask(racing, "A")
    assert racing.told("extension_lapsed") == ""
    stage.at(grace_ends(stage.session, racing.race_stage))
    assert racing.race_stage.state == "assessing"
    assert racing.told("extension_lapsed", "自动失效") == "ABC"
    assert not any(team.wants_extension for team in racing.race.teams)


def test_nobody_is_told_of_a_lapse_where_nobody_asked(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    stage.at(grace_ends(stage.session, racing.race_stage))
    assert racing.race_stage.state == "assessing"
    assert racing.told("extension_lapsed") == ""

"""The public notice: five working days across the Spring Festival, and never shorter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.clock import chinese_working_calendar
from app.models import Letter, Message, Notice, Project, Sanction
from app.queries.calls.office import proposed_without_notice
from app.services import notice_periods
from app.services.awarding.noticing import draft_notice
from app.services.calls.programmes import title_of_notice
from app.services.problems import Problems
from tests.services.awarding import Ranked, decided, published
from tests.services.stage import Stage
from workflows.engine.calendar import SHANGHAI
from workflows.engine.text import Text
from workflows.roles import Role

BEFORE_THE_FESTIVAL = datetime(2026, 2, 11, 9, 0, tzinfo=SHANGHAI)
MIDNIGHT_OF_25_FEBRUARY = datetime(2026, 2, 25, 16, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def of_five(stage: Stage) -> Ranked:
    """Decided before the Spring Festival: two proposed, two in reserve, one dropped."""
    stage.clock.move_to(BEFORE_THE_FESTIVAL)
    return decided(stage)


def awarded(stage: Stage) -> list[int]:
    return list(
        stage.session.scalars(
            select(Letter.about_id).where(Letter.letter_kind == "award_letter").order_by(Letter.id)
        )
    )


def test_the_calendar_knows_the_festival_and_the_saturday_worked_for_it() -> None:
    calendar = chinese_working_calendar()
    february = [date(2026, 2, day) for day in range(12, 26)]
    working = [day.day for day in february if calendar.is_working_day(day)]
    assert date(2026, 2, 14).isoweekday() == 6
    assert working == [12, 13, 14, 24, 25]
    assert calendar.is_announced(date(2026, 2, 16))


def test_objections_go_to_the_supervision_and_never_to_the_office_whose_list_it_is(
    stage: Stage, of_five: Ranked
) -> None:
    phone = stage.session.info["settings"].supervision_phone
    of_five.call.contact_phone = "0591-87654321"
    published(stage, of_five)
    stage.at(MIDNIGHT_OF_25_FEBRUARY)
    letters = select(Letter).where(Letter.letter_kind.in_(("public_notice", "non_award_letter")))
    found = stage.session.scalars(letters).all()
    assert {letter.letter_kind for letter in found} == {"public_notice", "non_award_letter"}
    for letter in found:
        assert f"监督诚信处（{phone}）" in str(letter.payload)
        assert of_five.call.contact_phone not in str(letter.payload)


def test_whoever_is_left_out_has_the_letter_once_the_notice_is_over(
    stage: Stage, of_five: Ranked
) -> None:
    """C12: not with the decision, which an objection may still change."""
    published(stage, of_five)
    dropped = of_five.proposals[4]
    letters = select(Letter.about_id).where(Letter.letter_kind == "non_award_letter")
    told = select(Message.message_kind).where(Message.person_id == dropped.pi_id)
    stage.at(MIDNIGHT_OF_25_FEBRUARY - MILLISECOND)
    assert stage.session.scalars(letters).all() == []
    assert stage.session.scalars(told).all() == ["left_out"]
    stage.at(MIDNIGHT_OF_25_FEBRUARY)
    assert of_five.call.state == "decided"
    assert stage.session.scalars(letters).all() == [dropped.id], "reserves stand by"
    assert stage.session.scalars(told.order_by(Message.id)).all() == ["left_out", "not_selected"]


def test_five_working_days_from_11_february_end_at_midnight_of_the_25th(
    stage: Stage, of_five: Ranked
) -> None:
    notice = published(stage, of_five)
    assert notice.starts_on == date(2026, 2, 11)
    assert notice.ends_on == date(2026, 2, 25)
    assert notice.ends_at == MIDNIGHT_OF_25_FEBRUARY
    assert of_five.states[:3] == ["notice", "notice", "reserve"]


@pytest.mark.parametrize(("days", "ends_on"), [(1, 12), (3, 14), (4, 24), (6, 26), (8, 28)])
def test_the_length_is_the_one_of_the_rule_set(
    stage: Stage, of_five: Ranked, days: int, ends_on: int
) -> None:
    """28 February 2026 is a Saturday worked for the festival."""
    of_five.call.rules = {**of_five.call.rules, "notice_working_days": days}
    assert published(stage, of_five).ends_on == date(2026, 2, ends_on)


def test_a_published_notice_ends_no_earlier_whatever_number_its_call_has_by_then(
    stage: Stage, of_five: Ranked
) -> None:
    of_five.call.rules = {**of_five.call.rules, "notice_working_days": 8}
    notice = published(stage, of_five)
    of_five.call.rules = {**of_five.call.rules, "notice_working_days": 5}
    notice_periods.of_list(stage.session, notice)
    assert notice.ends_on == date(2026, 2, 28)


def test_nobody_ends_a_notice_early_not_even_the_clock(stage: Stage, of_five: Ranked) -> None:
    notice = published(stage, of_five)
    for office in (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR, Role.SYS_ADMIN):
        by = stage.holder(office)
        assert stage.refused(notice, "end", by).keys() == {"role_required"}
        assert stage.refused(notice, "withdraw", by, reason="撤。").keys() == {"state_has_changed"}
    stage.clock.move_to(MIDNIGHT_OF_25_FEBRUARY - MILLISECOND)
    assert stage.refused(notice, "end", Role.SYSTEM_CLOCK).keys() == {"period_is_over"}
    for proposal in of_five.proposals[:2]:
        assert stage.refused(proposal, "approve", Role.SYSTEM_CLOCK).keys() == {"notice_is_over"}
    assert stage.refused(of_five.call, "end_notice", Role.SYSTEM_CLOCK).keys() == {
        "notice_complete"
    }


def test_at_its_end_the_clock_awards_what_was_on_notice_and_nothing_else(
    stage: Stage, of_five: Ranked
) -> None:
    notice = published(stage, of_five)
    stage.at(MIDNIGHT_OF_25_FEBRUARY - MILLISECOND)
    assert (notice.state, of_five.states[0]) == ("published", "notice")
    stage.at(MIDNIGHT_OF_25_FEBRUARY)
    assert (notice.state, of_five.call.state) == ("ended", "decided")
    assert of_five.states == ["approved", "approved", "reserve", "reserve", "not_selected"]
    assert awarded(stage) == [p.id for p in of_five.proposals[:2]]
    projects = stage.session.scalars(select(Project).order_by(Project.id)).all()
    assert [p.amount for p in projects] == [2_000_000_00, 2_000_000_00]
    assert [p.number for p in projects] == ["2026HZ08001", "2026HZ08002"]


def test_the_list_of_awards_names_what_is_approved_and_nobody_who_was_barred_meanwhile(
    stage: Stage, of_five: Ranked
) -> None:
    published(stage, of_five)
    barred, sound = of_five.proposals[:2]
    stage.session.add(
        Sanction(
            person_id=barred.pi.id,
            act="提供虚假材料",
            basis="科研失信行为调查处理规则",
            decided_by="调查处理机构",
            starts_on=date(2026, 2, 12),
        )
    )
    stage.at(MIDNIGHT_OF_25_FEBRUARY)
    assert of_five.states[:2] == ["notice", "approved"]
    issued = stage.session.scalars(select(Letter).where(Letter.letter_kind == "award_list")).one()
    assert [p.title in str(issued.payload) for p in (barred, sound)] == [False, True]
    assert "立项项目1项，安排2026年度财政资金200万元" in str(issued.payload)


def test_the_term_of_signing_ends_on_no_day_off_and_the_award_letter_names_its_last_day(
    stage: Stage, of_five: Ranked
) -> None:
    """Thirty days from the award on 26 February end on a Saturday."""
    published(stage, of_five)
    stage.at(MIDNIGHT_OF_25_FEBRUARY)
    project = stage.session.scalars(select(Project).order_by(Project.id)).first()
    letter = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "award_letter").order_by(Letter.id)
    ).first()
    assert project is not None
    assert letter is not None
    assert project.due_at == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
    assert "请于2026年3月30日前签订任务书" in str(letter.payload)


def test_a_second_pass_of_the_clock_awards_nothing_twice(stage: Stage, of_five: Ranked) -> None:
    published(stage, of_five)
    stage.at(MIDNIGHT_OF_25_FEBRUARY)
    stage.at(MIDNIGHT_OF_25_FEBRUARY + timedelta(hours=1))
    assert awarded(stage) == [p.id for p in of_five.proposals[:2]]


def test_only_what_the_meeting_proposed_is_put_on_notice(stage: Stage, of_five: Ranked) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    proposed, _, reserve, _, dropped = of_five.proposals
    for unfit in (reserve, dropped):
        answer = draft_notice(stage.session, of_five.call, [proposed, unfit], officer, stage.now)
        assert isinstance(answer, Problems)
        assert unfit.title in answer.by_field[""].zh
        assert proposed.title not in answer.by_field[""].zh
    assert isinstance(draft_notice(stage.session, of_five.call, [], officer, stage.now), Problems)
    published(stage, of_five, proposed)
    assert of_five.states[:2] == ["notice", "awaiting_notice"]


def test_what_stands_in_a_drafted_notice_is_drafted_for_no_second_one(
    stage: Stage, of_five: Ranked
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    waiting = proposed_without_notice(stage.session, of_five.call)
    first = draft_notice(stage.session, of_five.call, waiting, officer, stage.now)
    assert isinstance(first, Notice)
    assert proposed_without_notice(stage.session, of_five.call) == []
    again = draft_notice(stage.session, of_five.call, waiting, officer, stage.now)
    assert isinstance(again, Problems)
    stage.moved(first, "withdraw", officer, reason="附件有误。")
    assert proposed_without_notice(stage.session, of_five.call) == waiting


def test_somebody_barred_since_the_decision_keeps_the_notice_from_being_published(
    stage: Stage, of_five: Ranked
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    leader = of_five.proposals[0].pi
    bar = Sanction(
        person_id=leader.id,
        act="提供虚假材料",
        basis="科研失信行为调查处理规则",
        decided_by="调查处理机构",
        starts_on=date(2026, 2, 11),
    )
    stage.session.add(bar)
    listed = of_five.proposals[:2]
    notice = draft_notice(stage.session, of_five.call, listed, officer, stage.now)
    assert isinstance(notice, Notice)
    reasons = stage.refused(notice, "publish", officer)
    assert reasons.keys() == {"notice_integrity_clear"}
    assert leader.name in reasons["notice_integrity_clear"].zh
    assert set(of_five.states) == {"awaiting_notice"}
    stage.session.delete(bar)
    stage.session.flush()
    stage.moved(notice, "publish", officer)


def test_no_two_notices_of_a_call_are_called_the_same_in_either_language(
    stage: Stage, of_five: Ranked
) -> None:
    of_five.call.title_en = "New energy"
    first, second = (published(stage, of_five, p) for p in of_five.proposals[:2])
    title = f"{of_five.call.title}拟立项项目公示"
    assert title_of_notice(first) == Text(title, "Public notice: New energy")
    assert title_of_notice(second) == Text(f"{title}（第2次）", "Public notice (no. 2): New energy")


def test_a_notice_that_was_withdrawn_counts_for_none(stage: Stage, of_five: Ranked) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    listed = of_five.proposals[:2]
    first = draft_notice(stage.session, of_five.call, listed, officer, stage.now)
    assert isinstance(first, Notice)
    stage.moved(first, "withdraw", officer, reason="附件有误。")
    assert published(stage, of_five).title == first.title


def test_the_letter_of_a_notice_says_which_one_it_is(stage: Stage, of_five: Ranked) -> None:
    for listed in of_five.proposals[:2]:
        published(stage, of_five, listed)
    letters = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "public_notice").order_by(Letter.id)
    )
    title = f"关于{of_five.call.title}拟立项项目的公示"
    assert [letter.payload["title"] for letter in letters] == [title, f"{title}（第2次）"]

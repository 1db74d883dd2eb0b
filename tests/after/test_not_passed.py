"""Whoever is not accepted is served with a letter of what was not reached and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Letter
from app.services.calendars import working_calendar
from app.services.cases import case_id
from app.services.changes.appealing import may_appeal_until
from tests.after.underway import Underway
from workflows.engine.calendar import end_of_day, last_day, local_date


def text_of(of: Underway, kind: str) -> str:
    """The whole text of the only letter of that kind, which is about the project itself."""
    letter = of.stage.session.scalars(select(Letter).where(Letter.letter_kind == kind)).one()
    assert (letter.about_kind, letter.about_id) == ("project", case_id(of.project))
    return str(letter.payload)


def test_a_failed_acceptance_is_served_with_what_was_not_reached_and_the_term_of_appeal(
    of: Underway,
) -> None:
    of.on_notice(of.concluded("conclude_fail", "fail", "not_met"))
    assert of.project.state == "failed"
    text = text_of(of, "acceptance_failure")
    assert "验收结论为不通过" in text
    assert "未达到" in text
    assert "自本文书送达之日起15个工作日内" in text


def test_the_term_of_appeal_against_a_failure_runs_from_the_service_of_its_letter(
    of: Underway,
) -> None:
    of.on_notice(of.concluded("conclude_fail", "fail", "not_met"))
    assert may_appeal_until(of.stage.session, of.project) is None, "the letter is being made"
    of.stage.at(of.stage.now + timedelta(days=2))
    of.stage.serve(of.project)
    calendar = working_calendar(of.stage.session)
    last = calendar.add_working_days(local_date(of.stage.now), 15)
    assert may_appeal_until(of.stage.session, of.project) == end_of_day(last)


def test_who_is_to_be_accepted_again_is_served_with_the_opinion_and_the_last_day(
    of: Underway,
) -> None:
    of.on_notice(of.concluded("conclude_rectify", "rectify", "partly"))
    assert of.project.due_at is not None
    text, until = text_of(of, "re_acceptance_notice"), last_day(of.project.due_at)
    assert f"{until.year}年{until.month}月{until.day}日前完成整改" in text
    assert "部分达到" in text


def test_who_lets_the_time_to_be_accepted_again_pass_is_served_with_the_failure(
    of: Underway,
) -> None:
    of.on_notice(of.concluded("conclude_rectify", "rectify", "partly"))
    assert of.project.due_at is not None
    of.stage.at(of.project.due_at + timedelta(seconds=1))
    assert of.project.state == "failed"
    assert "复验期满未申请复验" in text_of(of, "acceptance_failure")


def test_an_honest_failure_is_served_with_the_grounds_that_the_panel_found(of: Underway) -> None:
    of.on_notice(of.concluded("conclude_complete", "complete", "not_met", grounds="设备禁运。"))
    assert "设备禁运。" in text_of(of, "conclusion_notice")


@pytest.mark.parametrize("kind", ["acceptance_failure", "re_acceptance_notice"])
def test_who_passes_gets_no_letter_of_not_passing(of: Underway, kind: str) -> None:
    of.on_notice(of.concluded("conclude_pass", "pass"))
    assert of.project.state == "passed"
    assert not of.stage.session.scalars(select(Letter).where(Letter.letter_kind == kind)).all()

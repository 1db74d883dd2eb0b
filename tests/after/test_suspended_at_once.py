"""What cannot wait for the executive meeting stands still at once, and only as long as it ratifies
in time (J10)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Letter, Message, Suspension
from app.queries.record.trail import trail_of
from app.services.calendars import working_calendar
from app.services.changes.drafting import propose_suspension
from tests.after.test_endings import suspended
from tests.after.underway import Underway
from tests.conftest import SignInAs
from tests.services.stage import MINUTES
from workflows.engine.calendar import end_of_day, local_date
from workflows.roles import Role


def at_once(of: Underway) -> Suspension:
    session, now = of.stage.session, of.stage.now
    made = propose_suspension(session, of.project, "review", "资金正被转移。", of.officer, now)
    assert isinstance(made, Suspension)
    of.stage.moved(made, "order_at_once", of.decider, reason="资金正被转移，来不及开会。")
    return made


def test_what_is_suspended_at_once_and_ratified_lasts_as_any_suspension(of: Underway) -> None:
    case = at_once(of)
    assert (of.project.state, of.fund.state) == ("suspended", "frozen")
    for reader, role, is_told in (
        (of.officer, Role.PROGRAMME_OFFICER, True),
        (of.pi, Role.APPLICANT, False),
    ):
        *_, ordered = trail_of(of.stage.session, case, reader, {role})
        assert bool(ordered.given) is is_told, "facts are looked into inside"
    in_time = working_calendar(of.stage.session).add_working_days(local_date(of.stage.now), 5)
    assert of.project.due_at == of.fund.due_at == case.due_at == end_of_day(in_time)
    of.stage.moved(case, "ratify_order", of.decider, **MINUTES)
    assert of.project.due_at == of.fund.due_at == case.due_at
    of.stage.at(end_of_day(in_time))
    assert (case.state, of.project.state) == ("in_force", "suspended")


def test_its_page_says_until_when_it_is_to_be_ratified_until_it_is(
    of: Underway, sign_in: SignInAs
) -> None:
    case = at_once(of)
    path = f"/suspensions/{case.id}"
    readers = [sign_in(who) for who in (of.decider, of.pi)]
    for reader in readers:
        assert "2026-03-09 24:00之前未获厅务会追认的，自行恢复" in reader.get(path).text
    of.stage.moved(case, "ratify_order", of.decider, **MINUTES)
    of.stage.session.commit()
    for reader in readers:
        assert "未获厅务会追认的" not in reader.get(path).text


def test_what_is_suspended_at_once_and_not_ratified_goes_on_and_is_not_so_suspended_again(
    of: Underway,
) -> None:
    case = at_once(of)
    assert case.due_at is not None
    of.stage.at(case.due_at)
    assert (case.state, of.project.state, of.fund.state) == ("lifted", "active", "normal")
    first, last = of.stage.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(2))
    assert "自行恢复" in str(last.payload)
    assert "逾期未经厅务会追认" in str(first.payload)
    told = select(Message.person_id).where(Message.message_kind == "pause_lapsed")
    assert {of.decider.id, of.officer.id} <= set(of.stage.session.scalars(told))
    with pytest.raises(AssertionError, match="suspension_has_not_lapsed"):
        at_once(of)
    suspended(of)

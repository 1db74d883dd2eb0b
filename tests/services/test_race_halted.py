"""A race that is halted for all: nothing is paid, nobody loses a day, and it goes on (J10)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Fund, Payment
from app.services.door.timers import refresh_timers
from app.services.money.funds import fund_of
from app.services.races.claims import claim_until
from tests.services.race_course import called_in, leave
from tests.services.racing import Racing, kept, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import local_date
from workflows.roles import Role


def test_what_a_race_stands_still_is_added_to_every_date(stage: Stage) -> None:
    racing = started(stage)
    leave(racing, "C")
    due, ends, ready = racing.race_stage.due_on, racing.race.ends_on, racing.team("A").ready_on
    words = {**MINUTES, "reason": "检测机构停业。"}
    stage.moved(racing.race, "halt", racing.decision_maker, **words)
    assert racing.told("race_halted", "理由：检测机构停业。") == "AB"
    stage.at(stage.now + timedelta(days=40))
    stage.moved(racing.race, "resume", racing.decision_maker, **MINUTES, reason="检测机构复业。")
    assert racing.told("race_resumed", "理由：检测机构复业。") == "AB"
    moved = (racing.race_stage.due_on, racing.race.ends_on, racing.team("A").ready_on)
    assert moved == tuple(day and day + timedelta(days=40) for day in (due, ends, ready))
    kept(racing)


def test_neither_the_time_to_rectify_nor_the_grace_of_a_claim_runs_during_a_halt(
    stage: Stage,
) -> None:
    racing = started(stage)
    stage.moved(racing.team("A"), "claim_finish", racing.pi("A"), evidence="已达 401 Wh/kg。")
    held, claimed, halted_on = racing.team("B"), claim_until(stage.session, racing.race), stage.now
    assert claimed
    rectify = local_date(halted_on) + timedelta(days=20)
    held.state, held.rectify_until = "held", rectify
    refresh_timers(stage.session, held, halted_on)
    stage.moved(racing.race, "halt", racing.decision_maker, **MINUTES, reason="检测机构停业。")
    stood = timedelta(days=40)
    stage.at(halted_on + stood)
    assert held.rectify_until == rectify
    stage.moved(racing.race, "resume", racing.decision_maker, **MINUTES, reason="检测机构复业。")
    stage.at(stage.now)
    assert racing.race.state == "running"
    assert held.rectify_until == rectify + stood
    until = claim_until(stage.session, racing.race)
    assert until is not None
    assert until >= claimed + stood
    kept(racing)


def halted_at_once(stage: Stage) -> Racing:
    racing = started(stage)
    words = {"reason": "检测机构的实验室起火。"}
    stage.moved(racing.race, "halt_at_once", racing.decision_maker, **words)
    assert {fund.state for fund in funds(racing)} == {"frozen"}
    assert {payment.state for payment in payments(racing)} == {"held"}
    assert "project_goes_on" in stage.refused(
        funds(racing)[0], "unfreeze", stage.holder(Role.SUPERVISOR), reason="核实完毕。"
    )
    return racing


def funds(racing: Racing) -> list[Fund]:
    return list(racing.stage.session.scalars(select(Fund).order_by(Fund.id)))


def payments(racing: Racing) -> list[Payment]:
    return list(racing.stage.session.scalars(select(Payment).order_by(Payment.id)))


def test_a_race_halted_at_once_holds_its_money_and_goes_on_by_itself_unless_ratified(
    stage: Stage,
) -> None:
    racing = halted_at_once(stage)
    due, halted_on, ends = racing.race_stage.due_on, local_date(stage.now), racing.race.due_at
    assert ends is not None
    stage.at(ends)
    assert racing.race.state == "running"
    assert racing.race_stage.due_on - due == local_date(stage.now) - halted_on
    assert {fund.state for fund in funds(racing)} == {"normal"}
    assert {payment.state for payment in payments(racing)} == {"ordered"}
    assert racing.told("pause_lapsed", "未经厅务会追认") == "ABC"
    words = {"reason": "再次起火。"}
    again = stage.refused(racing.race, "halt_at_once", racing.decision_maker, **words)
    assert "race_has_not_lapsed" in again
    stage.moved(racing.race, "halt", racing.decision_maker, **MINUTES, **words)
    kept(racing)


def test_a_floor_broken_during_a_halt_means_a_rescue_at_once_and_money_waits_for_its_end(
    stage: Stage,
) -> None:
    racing = halted_at_once(stage)
    due = racing.race_stage.due_on
    stage.at(stage.now + timedelta(days=3))
    leave(racing, "B")
    assert racing.race.state == "halted", "two still race"
    leave(racing, "C")
    assert (racing.race.state, racing.race.back_to) == ("rescue", "running")
    assert racing.race_stage.due_on == due + timedelta(days=3)
    kept(racing)
    held = fund_of(stage.session, racing.project("A"))
    assert held is not None
    assert held.state == "frozen"
    supervisor = stage.holder(Role.SUPERVISOR)
    assert "project_goes_on" in stage.refused(held, "unfreeze", supervisor, reason="核实完毕。")
    racing.race.floor_waived = True
    stage.session.flush()
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert (racing.race.state, held.state) == ("running", "normal")


def test_who_joins_in_a_rescue_out_of_a_halt_is_paid_when_the_others_are(stage: Stage) -> None:
    racing = halted_at_once(stage)
    leave(racing, "B")
    leave(racing, "C")
    called_in(racing, "D")
    new = fund_of(stage.session, racing.project("D"))
    assert new is not None
    assert new.state == "frozen"
    of_new = [p for p in payments(racing) if p.project_id == new.project_id]
    assert {payment.state for payment in of_new} == {"held"}
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert new.state == "normal"
    assert {payment.state for payment in of_new} == {"ordered"}
    kept(racing)


def test_a_halt_at_once_that_is_ratified_lasts_until_the_meeting_resumes(stage: Stage) -> None:
    racing = halted_at_once(stage)
    ends = racing.race.due_at
    assert ends is not None
    stage.moved(racing.race, "ratify_halt", racing.decision_maker, **MINUTES)
    stage.at(ends)
    assert racing.race.state == "halted"
    kept(racing)

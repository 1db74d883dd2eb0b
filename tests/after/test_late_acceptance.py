"""Acceptance that comes late, or a second time (J16, J18)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.models import Acceptance, IntegrityCase, Letter, Message
from app.queries.attention.falling import falling
from app.queries.letters import overtaken
from app.services.accepting import applying
from app.services.assessing import opinions
from app.services.eligibility.integrity import integrity_findings
from app.services.problems import Problems
from tests.after.test_acceptance import NEXT_TO_DUE, letters
from tests.after.underway import Underway
from tests.factories import proposal
from workflows.engine.calendar import SHANGHAI, local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role


def test_acceptance_is_repeated_once(of: Underway) -> None:
    of.on_notice(of.concluded("conclude_rectify", "rectify", "partly"))
    assert of.project.state == "re_accept"
    again = of.stage.session.scalars(select(Acceptance).where(Acceptance.round == 2)).one()
    of.complete(again)
    of.sealed(again)
    given = of.convened(again)
    assert "rectify" not in opinions.proposals_for(given[0]), "there is no third"
    of.judged(given, "pass", "not_met")
    refused = of.stage.refused(again, "conclude_rectify", of.chair(again), **NEXT_TO_DUE)
    assert "is_first_round" in refused
    of.stage.moved(again, "conclude_fail", of.chair(again), **NEXT_TO_DUE)


def test_an_acceptance_not_done_in_time_is_told_before_and_after_and_stays_where_it_is(
    of: Underway,
) -> None:
    case, supervisor = of.applied(), of.stage.holder(Role.SUPERVISOR)
    of.convened(case)
    ends = of.project.due_at
    last = of.project.ends_on
    assert ends is not None
    assert local_date(ends) > last + timedelta(days=180)
    of.stage.at(ends - timedelta(days=DEFAULTS["accept_done_remind_days"]))
    of.stage.at(ends + timedelta(days=1))
    of.stage.at(ends + timedelta(days=2))

    def told(kind: str) -> set[int]:
        return set(
            of.stage.session.scalars(select(Message.person_id).where(Message.message_kind == kind))
        )

    assert {of.unit.id, of.officer.id} <= told("acceptance_ends_soon")
    assert supervisor.id not in told("acceptance_ends_soon")
    assert supervisor.id in told("acceptance_late")
    assert (of.project.state, case.state) == ("accept_review", "reviewing")


def test_of_what_is_late_already_nobody_is_told_that_it_ends_soon(of: Underway) -> None:
    of.convened(of.applied())
    assert of.project.due_at is not None
    of.stage.at(of.project.due_at + timedelta(hours=1))
    of.stage.at(of.stage.now + timedelta(hours=1))
    kinds = of.stage.session.scalars(select(Message.message_kind).distinct()).all()
    assert "acceptance_late" in kinds
    assert "acceptance_ends_soon" not in kinds


def test_a_second_application_that_is_returned_may_be_made_again_in_the_same_term(
    of: Underway,
) -> None:
    returned = of.second_begun()
    last = returned.due_at
    of.complete(returned)
    of.sealed(returned)
    of.stage.at(of.stage.now + timedelta(days=20))
    of.stage.moved(returned, "reject_documents", of.officer, reason="材料不全。")
    again = applying.open_of(of.stage.session, of.project)
    assert again is not None, "it waits for the leader again, who need not begin it"
    assert applying.gaps(of.stage.session, again) == (), "nothing is typed or sent again"
    assert (again.id != returned.id, again.state) == (True, "preparing")
    assert (again.round, again.due_at, of.project.due_at) == (2, last, last)
    of.sealed(again)
    of.judged(of.convened(again), "pass")
    of.stage.moved(again, "conclude_pass", of.chair(again), **NEXT_TO_DUE)
    of.on_notice(again)
    assert of.project.state == "passed"


def test_a_second_application_returned_after_its_term_fails_the_project(of: Underway) -> None:
    again = of.second_applied_for()
    assert of.project.due_at is not None
    of.stage.at(of.project.due_at + timedelta(hours=9))
    of.stage.moved(again, "reject_documents", of.officer, reason="材料不全。")
    of.stage.at(of.stage.now + timedelta(minutes=1))
    assert of.project.state == "failed"


def test_a_second_acceptance_passes_a_project_that_failed_the_first(of: Underway) -> None:
    again = of.second_applied_for()
    session = of.stage.session
    of_first = Letter.about_kind == again.kind, Letter.about_id != again.id
    first = session.scalars(select(Letter).where(*of_first)).first()
    assert first is not None
    of.judged(of.convened(again), "pass")
    of.stage.moved(again, "conclude_pass", of.chair(again), **NEXT_TO_DUE)
    assert overtaken(session, first) == "", "it stands until the second one is decided"
    of.on_notice(again)
    assert of.project.state == "passed"
    assert letters(of).count("acceptance_certificate") == 1
    assert overtaken(session, first) == "accepted_again"


def test_a_second_acceptance_that_never_comes_fails(of: Underway) -> None:
    again = of.second_begun()
    told = falling(of.stage.session, of.project)
    assert told is not None
    of.complete(again)
    of.stage.moved(again, "apply", of.pi)
    of.stage.at(told.at)
    assert (told.state.key, of.project.state, again.state) == ("failed", "failed", "lapsed")


def test_a_second_acceptance_that_is_judged_does_not_fail_by_the_calendar(of: Underway) -> None:
    again = of.second_begun()
    assert falling(of.stage.session, of.project) is not None
    of.complete(again)
    of.sealed(again)
    assert falling(of.stage.session, of.project) is None, "so nobody is threatened with it"
    assert of.project.due_at is not None
    of.stage.at(of.project.due_at)
    assert of.project.state == "re_accept"


def test_a_second_application_returned_after_its_term_leaves_no_third(of: Underway) -> None:
    again = of.second_applied_for()
    assert of.project.due_at is not None
    of.stage.at(of.project.due_at)
    of.stage.moved(again, "reject_documents", of.officer, reason="材料不齐。")
    of.stage.at(of.stage.now + timedelta(days=1))
    assert (again.state, of.project.state) == ("lapsed", "failed")


def test_at_the_end_of_the_term_acceptance_is_due_and_reminded_of(of: Underway) -> None:
    of.on(2028, 7, 1)
    assert of.project.state == "accept_due"
    case = of.stage.session.scalars(select(Acceptance)).one()
    assert (case.state, case.round) == ("preparing", 1)


def test_one_day_after_six_months_the_project_has_failed_and_nothing_can_be_applied_for(
    of: Underway,
) -> None:
    of.on(2028, 12, 29)
    midnight = datetime(2029, 1, 2, tzinfo=SHANGHAI)
    of.stage.at(midnight - timedelta(seconds=1))
    assert of.project.state == "accept_due", "30 December is a Saturday; 2029 is not announced yet"
    told = falling(of.stage.session, of.project)
    assert told is not None
    assert (told.state.key, told.at) == ("failed", midnight)
    of.stage.at(midnight)
    assert of.project.state == "failed"
    case = of.stage.session.scalars(select(Acceptance)).one()
    assert case.state == "lapsed"
    assert isinstance(
        applying.begin_for(of.stage.session, of.project, of.pi, of.stage.now), Problems
    )
    clue = of.stage.session.scalars(select(IntegrityCase)).one()
    assert (clue.source, clue.subject_person_id) == ("clock", of.pi.id)


def test_no_application_is_taken_after_the_last_moment_though_the_clock_is_late(
    of: Underway,
) -> None:
    of.on(2028, 12, 29)
    case = of.prepared()
    of.stage.moved(case, "apply", of.pi)
    of.stage.clock.move_to(datetime(2029, 1, 2, tzinfo=SHANGHAI))
    assert of.project.state == "accept_due", "the clock has not fired"
    reasons = of.stage.refused(case, "seal", of.unit)
    assert "2029-01-01 24:00" in reasons["in_time"].zh
    of.stage.at(of.stage.now)
    assert (of.project.state, case.state) == ("failed", "lapsed")


def test_a_second_application_is_not_taken_after_its_term_though_the_clock_is_late(
    of: Underway,
) -> None:
    again = of.second_begun()
    of.complete(again)
    assert of.project.due_at is not None
    of.stage.clock.move_to(of.project.due_at)
    assert "in_time" in of.stage.refused(again, "apply", of.pi)


def test_an_overdue_acceptance_bars_leader_and_unit_and_nobody_else(of: Underway) -> None:
    session = of.stage.session
    mine = proposal(session, pi=of.pi)
    ours = proposal(session, lead_unit=of.project.proposal.lead_unit)
    others = proposal(session)
    of.on(2028, 9, 29)
    last, late = date(2028, 10, 2), date(2028, 10, 3)  # 30 September is a Saturday
    assert integrity_findings(session, [mine, ours], last) == ()
    for barred in (mine, ours):
        found = integrity_findings(session, [barred], late)
        assert of.project.number in found[0].zh
    assert integrity_findings(session, [others], late) == ()
    call = of.project.proposal.call
    call.rules = call.rules | {"accept_apply_months": 4}
    session.flush()
    assert integrity_findings(session, [mine], late) == ()

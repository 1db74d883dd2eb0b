"""Suspended, terminated or revoked: different ends, and one appeal (J10-J13, J19)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.documents.payload import in_words
from app.models import Appeal, IntegrityCase, Letter, Project, ProjectEnding, Suspension
from app.queries.letters import overtaken
from app.services.calendars import working_calendar
from app.services.cases import workflow_of
from app.services.changes.appealing import may_appeal_until
from app.services.changes.drafting import file_appeal, propose_suspension
from app.services.contracts.ending import waits_for_termination
from app.services.door.related import moved_along
from app.services.problems import Problems
from tests.after.underway import RULES, TERMINATION, Underway
from tests.factories import grant
from tests.integrity.handling import RULING, opened
from tests.services.stage import MINUTES
from workflows.engine.calendar import end_of_day, last_day, local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

REVOCATION = {**RULES, "rule_set": "科技计划项目管理办法", "article": "第三十条"}


def suspended(of: Underway, cause: str = "safety_ethics") -> Suspension:
    session, now = of.stage.session, of.stage.now
    made = propose_suspension(session, of.project, cause, "存在隐患。", of.officer, now)
    assert isinstance(made, Suspension)
    of.stage.moved(made, "order", of.decider, **{k: RULES[k] for k in RULES if k != "reason"})
    return made


def letters(of: Underway) -> list[str]:
    return list(of.stage.session.scalars(select(Letter.letter_kind).order_by(Letter.id)))


def test_a_suspension_stops_the_project_and_freezes_its_money(of: Underway) -> None:
    case = suspended(of)
    assert (of.project.state, of.fund.state) == ("suspended", "frozen")
    assert of.project.due_at == of.fund.due_at == case.due_at, "all say the same day"
    assert "project_goes_on" in of.stage.refused(of.fund, "resume_after_progress", of.officer)
    of.stage.moved(case, "lift", of.decider, **RULES)
    assert (of.project.state, of.fund.state) == ("active", "normal")
    assert letters(of)[-2:] == ["suspension_notice", "resumption_notice"]


def test_whoever_orders_a_suspension_is_told_that_the_money_stops_too(of: Underway) -> None:
    case = propose_suspension(
        of.stage.session, of.project, "review", "停用设备。", of.officer, of.stage.now
    )
    assert isinstance(case, Suspension)
    (way,) = workflow_of(case).named("order")
    along = [m.kind for m in moved_along(of.stage.session, case, way, of.stage.now)]
    assert along == ["project", "fund"]


def test_a_project_under_acceptance_is_not_suspended_and_the_proposal_ends_with_it(
    of: Underway,
) -> None:
    session, now = of.stage.session, of.stage.now
    case = propose_suspension(session, of.project, "review", "停用设备。", of.officer, now)
    assert isinstance(case, Suspension)
    change = of.change("technical_route")
    judged = of.concluded("conclude_pass", "pass")
    assert "active_project_is_suspended" in of.stage.refused(case, "order", of.decider, **MINUTES)
    of.on_notice(judged)
    assert (of.project.state, case.state, change.state) == ("passed", "ended", "withdrawn")


def test_a_project_may_be_suspended_again_with_letters_of_its_own(of: Underway) -> None:
    for _ in range(2):
        of.stage.moved(suspended(of), "lift", of.decider, **RULES)
    assert letters(of).count("suspension_notice") == 2


def test_a_suspension_ends_after_six_months_by_a_decision_only(of: Underway) -> None:
    case = suspended(of)
    assert case.due_at is not None
    of.stage.at(case.due_at)
    assert (case.state, of.project.state) == ("overdue", "suspended")
    of.terminate()
    assert case.state == "ended"


def test_an_ordered_suspension_is_lifted_where_it_was_ordered(of: Underway) -> None:
    suspended(of)
    assert "not_suspended_by_order" in of.stage.refused(of.project, "carry_on", of.decider, **RULES)


def test_after_a_failed_node_the_meeting_may_let_a_project_go_on(of: Underway) -> None:
    of.stage.moved(of.project, "open_node", Role.SYSTEM_CLOCK)
    of.stage.moved(of.project, "node_fail", Role.SYSTEM_CLOCK)
    of.stage.moved(of.project, "carry_on", of.decider, **RULES)
    assert of.project.state == "active"


def test_a_termination_is_for_objective_reasons_and_leaves_no_mark(of: Underway) -> None:
    of.stage.moved(of.project, "propose_termination", of.pi, cause="infeasible", reason="证伪。")
    assert of.project.state == "active"
    again = {"cause": "infeasible", "reason": "再次。"}
    assert "no_termination_is_proposed" in of.stage.refused(
        of.project, "propose_termination", of.unit, **again
    )
    assert of.stage.session.scalars(select(Project).where(waits_for_termination())).all()
    of.stage.moved(of.project, "decline_termination", of.decider, **RULES)
    assert not of.stage.session.scalars(select(Project).where(waits_for_termination())).all()
    of.stage.moved(of.project, "propose_termination", of.unit, **again)
    of.stage.moved(of.project, "terminate", of.decider, **TERMINATION)
    kept = of.stage.session.scalars(select(ProjectEnding)).one()
    assert (kept.how, kept.cause, kept.diligent) == ("terminated", "infeasible", True)
    assert kept.audit_until == date(2026, 5, 6), "1 May and the days after it are off"
    assert of.stage.session.scalars(select(IntegrityCase)).all() == []
    assert letters(of)[-1] == "termination_notice"


def test_whoever_ends_a_project_names_the_rule_and_the_letter_says_what_was_kept(
    of: Underway,
) -> None:
    of.stage.moved(of.project, "propose_termination", of.pi, cause="infeasible", reason="证伪。")
    for ask in ("rule_set", "article"):
        without = TERMINATION | {ask: ""}
        reasons = of.stage.refused(of.project, "terminate", of.decider, **without)
        assert reasons.keys() == {f"missing_{ask}"}
    of.stage.moved(of.project, "terminate", of.decider, **TERMINATION)
    of.found_guilty()
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION)
    kept = of.stage.session.scalars(select(ProjectEnding).order_by(ProjectEnding.id)).all()
    assert [one.basis for one in kept] == [
        "《科技计划项目管理办法》第二十六条",
        "《科技计划项目管理办法》第三十条",
    ]
    for kind, one in zip(("termination_notice", "revocation_decision"), kept, strict=True):
        sent = of.stage.session.scalars(select(Letter).where(Letter.letter_kind == kind)).one()
        assert f"根据{one.basis}" in str(sent.payload), kind


def test_nothing_is_terminated_unless_somebody_has_proposed_it(of: Underway) -> None:
    reasons = of.stage.refused(of.project, "terminate", of.decider, **TERMINATION)
    assert reasons.keys() == {"termination_is_proposed"}
    of.terminate()
    assert of.project.state == "terminated"


def test_whoever_proposed_to_terminate_does_not_decide_it_after_changing_sides(
    of: Underway,
) -> None:
    officer = of.stage.holder(Role.PROGRAMME_OFFICER)
    cause = {"cause": "infeasible", "reason": "证伪。"}
    of.stage.moved(of.project, "propose_termination", officer, **cause)
    for row in list(officer.grants):
        row.ends_at = of.stage.now
    grant(of.stage.session, officer, Role.DECISION_MAKER)
    reasons = of.stage.refused(of.project, "terminate", officer, **TERMINATION)
    assert reasons.keys() == {"separation_of_duties"}
    of.stage.moved(of.project, "terminate", of.decider, **TERMINATION)


def test_nothing_is_revoked_before_an_investigation_is_closed_and_heard(of: Underway) -> None:
    assert "offence_found" in of.stage.refused(of.project, "revoke", of.decider, **REVOCATION)
    of.found_guilty()
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION)
    assert of.project.state == "revoked"
    assert letters(of)[-1] == "revocation_decision"


def test_a_project_that_passed_can_still_be_revoked(of: Underway) -> None:
    case = of.concluded("conclude_pass", "pass")
    of.on_notice(case)
    assert of.project.state == "passed"
    of.found_guilty()
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION)
    assert of.project.state == "revoked"


def test_what_an_appeal_reinstated_is_revoked_again_only_for_what_was_found_since(
    of: Underway,
) -> None:
    of.found_guilty()
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION)
    appeal = appealed(of)
    assert isinstance(appeal, Appeal)
    of.stage.moved(appeal, "admit", of.stage.holder(Role.SUPERVISOR))
    of.stage.moved(appeal, "uphold", of.decider, **RULES)
    assert "offence_found" in of.stage.refused(of.project, "revoke", of.decider, **REVOCATION)
    of.on(2026, 3, 24)
    of.found_guilty()
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION | {"article": "第三十一条"})
    endings = of.stage.session.scalars(select(ProjectEnding).order_by(ProjectEnding.id)).all()
    assert [one.basis.removeprefix("《科技计划项目管理办法》") for one in endings] == [
        "第三十条",
        "第三十一条",
    ]
    assert letters(of).count("revocation_decision") == 2


def test_a_freeze_for_another_cause_than_the_suspension_has_a_term_of_its_own(
    of: Underway,
) -> None:
    case, supervisor = suspended(of), of.stage.holder(Role.SUPERVISOR)
    of.stage.moved(of.fund, "freeze", supervisor, freeze_class="audit", reason="经费检查。")
    days = DEFAULTS["freeze_days_most"]
    calendar = working_calendar(of.stage.session)
    assert of.fund.due_at == calendar.end_of_term(local_date(of.stage.now), days) != case.due_at


def test_facts_verified_while_the_project_is_suspended_do_not_set_its_money_free(
    of: Underway,
) -> None:
    standing = suspended(of)
    case = opened(of.stage, of.pi, of.project.number)
    assert of.fund.freeze_class == "integrity"
    of.stage.moved(case, "report", of.stage.holder(Role.SUPERVISOR), report="内部。", told="事实。")
    of.stage.moved(case, "plead", of.pi, plea="申辩。")
    of.stage.moved(case, "clear", of.decider, **{k: RULING[k] for k in RULES})
    assert (of.fund.state, of.fund.freeze_class) == ("frozen", "progress")
    assert of.fund.due_at == standing.due_at
    of.stage.moved(standing, "lift", of.decider, **RULES)
    assert of.fund.state == "normal"


def test_the_supervisor_alone_revokes_nothing(of: Underway) -> None:
    of.found_guilty()
    supervisor = of.stage.holder(Role.SUPERVISOR)
    assert "role_required" in of.stage.refused(of.project, "revoke", supervisor, **REVOCATION)


def test_money_is_frozen_while_a_case_runs_and_released_by_its_decision(of: Underway) -> None:
    case = opened(of.stage, of.pi, of.project.number)
    assert (of.project.state, of.fund.state) == ("active", "frozen")
    of.stage.moved(case, "report", of.stage.holder(Role.SUPERVISOR), report="内部。", told="事实。")
    of.stage.moved(case, "plead", of.pi, plea="申辩。")
    of.stage.moved(case, "clear", of.decider, **{k: RULING[k] for k in RULES})
    assert of.fund.state == "normal"


def appealed(of: Underway) -> Appeal | Problems:
    return file_appeal(of.stage.session, of.project, "事实有误。", of.unit, of.stage.now)


def test_an_appeal_is_made_once_whatever_came_of_it(of: Underway) -> None:
    assert isinstance(appealed(of), Problems), "nothing to appeal yet"
    of.terminate()
    first = appealed(of)
    assert isinstance(first, Appeal)
    assert isinstance(appealed(of), Problems)
    of.stage.moved(first, "admit", of.stage.holder(Role.SUPERVISOR))
    of.stage.moved(first, "reject", of.decider, **RULES)
    assert of.project.state == "terminated"
    assert isinstance(appealed(of), Problems)
    assert letters(of)[-1] == "appeal_decision"


def test_a_late_appeal_is_not_admitted(of: Underway) -> None:
    assert may_appeal_until(of.stage.session, of.project) is None
    of.terminate()
    assert may_appeal_until(of.stage.session, of.project) is None, "the letter is being made"
    of.on(2026, 3, 4)
    of.stage.serve(of.project)
    until = may_appeal_until(of.stage.session, of.project)
    assert until is not None
    assert until == end_of_day(date(2026, 3, 25)), "the page says until when, from the service"
    of.on(2026, 3, 26)
    late = appealed(of)
    assert isinstance(late, Appeal)
    supervisor = of.stage.holder(Role.SUPERVISOR)
    assert "appeal_in_time" in of.stage.refused(late, "admit", supervisor)
    of.stage.moved(late, "refuse", supervisor, reason="逾期。")


def test_an_upheld_appeal_leads_to_a_second_acceptance(of: Underway) -> None:
    of.terminate()
    of.on(2026, 3, 23)
    case = appealed(of)
    assert isinstance(case, Appeal)
    of.stage.moved(case, "admit", of.stage.holder(Role.SUPERVISOR))
    of.stage.moved(case, "uphold", of.decider, **RULES)
    assert of.project.state == "re_accept"
    decision = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "appeal_decision")
    ).one()
    assert of.project.due_at is not None
    until = in_words(last_day(of.project.due_at))
    assert f"最迟于{until}申请复验" in str(decision.payload)


@pytest.mark.parametrize(("ruling", "why"), [("uphold", "corrected"), ("reject", "")])
def test_what_an_appeal_corrected_proves_nothing_any_more(
    of: Underway, ruling: str, why: str
) -> None:
    of.terminate()
    notice = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "termination_notice")
    ).one()
    assert overtaken(of.stage.session, notice) == ""
    of.on(2026, 3, 23)
    case = appealed(of)
    assert isinstance(case, Appeal)
    of.stage.moved(case, "admit", of.stage.holder(Role.SUPERVISOR))
    of.stage.moved(case, ruling, of.decider, **RULES)
    assert overtaken(of.stage.session, notice) == why


def certificate_of(of: Underway) -> Letter:
    kind = Letter.letter_kind == "acceptance_certificate"
    return of.stage.session.scalars(select(Letter).where(kind)).one()


def test_a_certificate_of_a_revoked_project_is_genuine_and_proves_nothing_any_more(
    of: Underway,
) -> None:
    of.on_notice(of.concluded("conclude_pass", "pass"))
    certificate = certificate_of(of)
    assert overtaken(of.stage.session, certificate) == ""
    of.found_guilty()
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION)
    assert overtaken(of.stage.session, certificate) == "revoked"
    revocation = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "revocation_decision")
    ).one()
    assert overtaken(of.stage.session, revocation) == "", "what says so itself stands"

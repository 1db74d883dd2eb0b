"""How long money stands still, and who lets it go on: with a suspension, beside one, and while a
ruling may be followed by a revocation (§3.10, J10, J13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models import IntegrityCase
from app.queries.record.trail import trail_of
from app.services.calendars import working_calendar
from tests.after.test_endings import REVOCATION, suspended
from tests.after.underway import RULES, Underway
from tests.integrity.handling import RULING, opened
from tests.services.stage import MINUTES
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

CLEARED = {key: RULING[key] for key in RULES}


def frozen(of: Underway, freeze_class: str) -> None:
    supervisor = of.stage.holder(Role.SUPERVISOR)
    of.stage.moved(of.fund, "freeze", supervisor, freeze_class=freeze_class, reason="核查。")


def heard(of: Underway) -> IntegrityCase:
    case = opened(of.stage, of.pi, of.project.number)
    of.stage.moved(case, "report", of.stage.holder(Role.SUPERVISOR), report="内部。", told="事实。")
    of.stage.moved(case, "plead", of.pi, plea="申辩。")
    return case


def test_money_frozen_for_progress_ends_with_the_suspension_that_follows(of: Underway) -> None:
    frozen(of, "progress")
    of.on(2026, 4, 20)
    case = suspended(of)
    assert of.fund.due_at == case.due_at
    of.stage.moved(case, "lift", of.decider, **RULES)
    assert of.fund.state == "normal"


def test_money_frozen_for_another_cause_stays_frozen_when_the_suspension_is_lifted(
    of: Underway,
) -> None:
    frozen(of, "audit")
    own = of.fund.due_at
    of.on(2026, 4, 20)
    case = suspended(of)
    assert (of.fund.freeze_class, of.fund.due_at) == ("audit", own)
    of.stage.moved(case, "lift", of.decider, **RULES)
    assert (of.fund.state, of.fund.due_at) == ("frozen", own)


def test_a_freeze_lifted_during_a_suspension_leaves_the_money_frozen_with_the_project(
    of: Underway,
) -> None:
    case, supervisor = suspended(of), of.stage.holder(Role.SUPERVISOR)
    why = of.stage.refused(of.fund, "unfreeze", supervisor, reason="已核实。")
    assert "project_goes_on" in why
    frozen(of, "audit")
    of.stage.moved(of.fund, "unfreeze", supervisor, reason="已核实。")
    assert (of.fund.state, of.fund.freeze_class) == ("frozen", "progress")
    assert of.fund.due_at == case.due_at


def test_the_term_of_a_freeze_begins_with_its_own_cause(of: Underway) -> None:
    frozen(of, "unit")
    first = of.fund.due_at
    of.on(2026, 6, 1)
    words = {"freeze_class": "audit", "reason": "核查。"}
    assert "role_required" in of.stage.refused(of.fund, "freeze", of.decider, **words)
    of.stage.moved(of.fund, "order_freeze", of.decider, **MINUTES, **words)
    days = DEFAULTS["freeze_days_most"]
    calendar = working_calendar(of.stage.session)
    assert of.fund.due_at == calendar.end_of_term(local_date(of.stage.now), days) != first


def test_a_project_that_is_terminated_leaves_no_freeze_for_its_progress(of: Underway) -> None:
    suspended(of)
    of.terminate()
    assert (of.fund.state, of.fund.freeze_class) == ("normal", "")
    again = of.stage.refused(
        of.fund,
        "freeze",
        of.stage.holder(Role.SUPERVISOR),
        freeze_class="audit",
        reason="核查。",
    )
    assert "money_may_be_paid" in again


def test_after_a_sanction_money_stays_frozen_until_the_meeting_has_weighed_a_revocation(
    of: Underway,
) -> None:
    of.stage.moved(heard(of), "sanction", of.decider, **RULING)
    assert (of.fund.state, of.fund.freeze_class) == ("frozen", "integrity")
    *_, newest = trail_of(of.stage.session, of.fund, of.decider, {Role.DECISION_MAKER})
    assert "待议定是否撤销" in newest.label.zh
    refused = of.stage.refused(of.fund, "order_unfreeze", of.decider, reason="议定不撤销。")
    assert {"missing_minutes_number", "missing_minutes_date"} <= refused.keys()
    assert "role_required" in of.stage.refused(of.fund, "unfreeze", of.decider, reason="放行。")
    of.stage.moved(of.fund, "order_unfreeze", of.decider, **MINUTES, reason="议定不撤销。")
    assert of.fund.state == "normal"


@pytest.mark.parametrize("ruling", ["warn", "clear"])
def test_a_warning_and_an_acquittal_let_the_money_go_on(of: Underway, ruling: str) -> None:
    given = RULING if ruling == "warn" else CLEARED
    of.stage.moved(heard(of), ruling, of.decider, **given)
    assert of.fund.state == "normal"


def test_a_sanction_that_was_annulled_holds_no_money(of: Underway) -> None:
    case = heard(of)
    of.stage.moved(case, "sanction", of.decider, **RULING)
    of.stage.serve(case)
    of.stage.moved(case, "ask_re_examination", of.pi, reason="有新证据。")
    assert of.fund.state == "frozen"
    of.stage.moved(case, "annul", of.decider, **CLEARED)
    assert of.fund.state == "normal"


def test_one_case_that_ends_does_not_free_what_another_holds(of: Underway) -> None:
    first = heard(of)
    of.stage.at(of.stage.now + timedelta(days=1))
    second = heard(of)
    of.stage.moved(first, "clear", of.decider, **CLEARED)
    assert (of.fund.state, of.fund.freeze_class) == ("frozen", "integrity")
    of.stage.moved(second, "clear", of.decider, **CLEARED)
    assert of.fund.state == "normal"


def test_a_sanction_of_before_was_weighed_when_its_freeze_was_lifted(of: Underway) -> None:
    of.stage.moved(heard(of), "sanction", of.decider, **RULING)
    of.stage.moved(of.fund, "order_unfreeze", of.decider, **MINUTES, reason="议定不撤销。")
    of.stage.at(of.stage.now + timedelta(days=1))
    of.stage.moved(heard(of), "clear", of.decider, **CLEARED)
    assert of.fund.state == "normal"


def test_a_revocation_before_anything_was_paid_leaves_nothing_frozen(of: Underway) -> None:
    of.stage.moved(heard(of), "sanction", of.decider, **RULING)
    of.stage.moved(of.project, "revoke", of.decider, **REVOCATION)
    assert (of.fund.state, of.fund.freeze_class) == ("normal", "")
    of.stage.moved(of.fund, "settle", of.stage.holder(Role.FINANCE))

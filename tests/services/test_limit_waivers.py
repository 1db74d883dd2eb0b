"""A limit of a call is waived for one proposal by two, as long as the facts are the same."""

from __future__ import annotations

from io import BytesIO

import pytest

from app.models import LimitWaiver, Person
from app.services.eligibility import waiving
from app.services.eligibility.limits import limit_findings
from app.services.problems import Problems
from tests.factories import proposal
from tests.services.stage import Applied, Stage, a_page
from workflows.parameters import DEFAULTS
from workflows.roles import Role

RULES = {"lead_per_call_most": 1}


@pytest.fixture
def second(stage: Stage) -> Applied:
    """The second proposal of one leader in a call that allows one."""
    applied = stage.applied()
    call = applied.proposal.call
    call.rules = {**call.rules, **RULES}
    proposal(stage.session, call=call, pi=applied.pi, state="unit_review", title="第一项")
    return applied


def findings(stage: Stage, applied: Applied) -> list[str]:
    rules = DEFAULTS | applied.proposal.call.rules
    found = limit_findings(stage.session, applied.proposal, rules, stage.now)
    return [text.zh for text in found]


def asked(stage: Stage, applied: Applied) -> LimitWaiver:
    rows = waiving.ask(stage.session, applied.proposal, "两项互补。", applied.pi, stage.now)
    assert not isinstance(rows, Problems), rows
    (row,) = rows
    return row


def proposed(stage: Stage, applied: Applied, by: Person | None = None) -> LimitWaiver:
    row = asked(stage, applied)
    officer = by or stage.holder(Role.PROGRAMME_OFFICER)
    given = (stage.session, row, "省里专项任务。", a_page(), "批示.pdf", officer, stage.now)
    assert waiving.propose(*given) is None
    return row


def confirmed(stage: Stage, applied: Applied) -> LimitWaiver:
    row = proposed(stage, applied)
    by = stage.holder(Role.SUPERVISOR)
    assert waiving.confirm(stage.session, row, by, stage.now) is None
    return row


def test_a_limit_is_waived_only_when_supervision_has_confirmed_it(
    stage: Stage, second: Applied
) -> None:
    assert findings(stage, second)
    assert "limit_findings" in stage.refused(second.proposal, "submit", second.pi)
    proposed(stage, second)
    assert "limit_findings" in stage.refused(second.proposal, "submit", second.pi)


def test_what_is_waived_keeps_nobody_from_submitting(stage: Stage, second: Applied) -> None:
    confirmed(stage, second)
    assert findings(stage, second) == []
    assert stage.moved(second.proposal, "submit", second.pi)


def test_a_waiver_means_nothing_once_the_facts_have_changed(stage: Stage, second: Applied) -> None:
    confirmed(stage, second)
    call = second.proposal.call
    proposal(stage.session, call=call, pi=second.pi, state="unit_review", title="又一项")
    assert "又一项" in findings(stage, second)[0]


def test_a_waiver_that_is_withdrawn_holds_no_more(stage: Stage, second: Applied) -> None:
    row, by = confirmed(stage, second), stage.holder(Role.SUPERVISOR)
    assert waiving.close(stage.session, row, "依据失效。", by, Role.SUPERVISOR, stage.now) is None
    assert row.status == "withdrawn"
    assert findings(stage, second)


def test_whoever_proposes_a_waiver_does_not_confirm_it(stage: Stage, second: Applied) -> None:
    row = proposed(stage, second)
    assert row.proposed_by_id is not None
    same = stage.session.get_one(Person, row.proposed_by_id)
    assert isinstance(waiving.confirm(stage.session, row, same, stage.now), Problems)
    assert findings(stage, second)


def test_a_waiver_rests_on_a_reason_and_a_document(stage: Stage, second: Applied) -> None:
    row, officer = asked(stage, second), stage.holder(Role.PROGRAMME_OFFICER)
    without = (stage.session, row, " ", a_page(), "批示.pdf", officer, stage.now)
    assert isinstance(waiving.propose(*without), Problems)
    empty = (stage.session, row, "理由。", BytesIO(b""), "批示.pdf", officer, stage.now)
    assert waiving.propose(*empty) is not None
    assert row.status == "asked"


def test_of_another_proposal_nothing_is_waived(stage: Stage, second: Applied) -> None:
    confirmed(stage, second)
    call = second.proposal.call
    third = proposal(stage.session, call=call, pi=second.pi, title="第三项")
    rules = DEFAULTS | second.proposal.call.rules
    assert limit_findings(stage.session, third, rules, stage.now)

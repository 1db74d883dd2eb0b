"""A limit of a call is waived for one proposal by two, as long as the facts are the same."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from app.models import EarlierProject, LimitWaiver, Message, Person, Proposal
from app.services.eligibility import waiving
from app.services.eligibility.limits import limit_findings
from app.services.eligibility.running import award_findings, signing_findings
from app.services.problems import Problems
from app.services.review import standing_aside
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


def earlier(stage: Stage, leader: Person, unit_id: int, number: str) -> None:
    """A project that was taken over and runs still."""
    stage.session.add(
        EarlierProject(
            number=number,
            title="往年项目",
            leader_id=leader.id,
            unit_id=unit_id,
            starts_on=date(2023, 1, 1),
            ends_on=date(2026, 12, 31),
            outcome="running",
            granted=1,
            paid=0,
            spent=0,
            imported_at=stage.now,
        )
    )
    stage.session.flush()
    stage.session.expire_all()


@pytest.fixture
def busy(stage: Stage) -> Applied:
    """Its leader leads a project already, and the call allows one."""
    applied = stage.applied()
    applied.proposal.call.rules = {**applied.proposal.call.rules, "lead_running_most": 1}
    earlier(stage, applied.pi, applied.proposal.lead_unit_id, "2023-1")
    return applied


def at_the_decision(stage: Stage, applied: Applied) -> list[str]:
    rules = DEFAULTS | applied.proposal.call.rules
    found = award_findings(stage.session, [applied.proposal], rules)[applied.proposal.id]
    return [text.zh for text in found]


def test_what_is_waived_at_submission_is_waived_at_the_decision_and_at_the_contract(
    stage: Stage, busy: Applied
) -> None:
    assert findings(stage, busy) != at_the_decision(stage, busy) != []
    confirmed(stage, busy)
    rules = DEFAULTS | busy.proposal.call.rules
    assert at_the_decision(stage, busy) == []
    assert signing_findings(stage.session, busy.proposal, rules) == ()


def test_a_waiver_covers_no_project_that_came_later(stage: Stage, busy: Applied) -> None:
    confirmed(stage, busy)
    earlier(stage, busy.pi, busy.proposal.lead_unit_id, "2023-2")
    assert at_the_decision(stage, busy)
    assert findings(stage, busy)


def test_a_new_title_of_what_counts_changes_no_facts(stage: Stage, second: Applied) -> None:
    confirmed(stage, second)
    first = stage.session.scalars(select(Proposal).where(Proposal.title == "第一项")).one()
    first.title = "改了名的"
    stage.session.flush()
    assert findings(stage, second) == []


def told(stage: Stage, kind: str) -> set[int]:
    query = select(Message.person_id).where(Message.message_kind == kind)
    return set(stage.session.scalars(query))


def test_whoever_a_waiver_waits_for_is_told_and_whoever_asked_learns_of_its_end(
    stage: Stage, second: Applied
) -> None:
    officer, supervisor = (stage.holder(r) for r in (Role.PROGRAMME_OFFICER, Role.SUPERVISOR))
    aside = stage.holder(Role.PROGRAMME_OFFICER, "aside")
    standing_aside.stand_aside(stage.session, aside, second.proposal, "配偶。", aside, stage.now)
    row = proposed(stage, second)
    assert officer.id in told(stage, "limit_waiver_asked")
    assert told(stage, "limit_waiver_asked").isdisjoint({aside.id, supervisor.id})
    assert told(stage, "limit_waiver_proposed") == {supervisor.id}
    assert waiving.confirm(stage.session, row, supervisor, stage.now) is None
    assert told(stage, "limit_waiver_confirmed") == {second.pi.id}
    close = (stage.session, row, "依据失效。", supervisor, Role.SUPERVISOR, stage.now)
    assert waiving.close(*close) is None
    assert told(stage, "limit_waiver_withdrawn") == {second.pi.id}
    assert not told(stage, "limit_waiver_refused")


def test_nothing_is_waived_any_more_for_a_proposal_that_is_over(
    stage: Stage, second: Applied
) -> None:
    row, supervisor = proposed(stage, second), stage.holder(Role.SUPERVISOR)
    second.proposal.state = "withdrawn"
    assert isinstance(waiving.confirm(stage.session, row, supervisor, stage.now), Problems)
    close = (stage.session, row, "已撤回。", supervisor, Role.SUPERVISOR, stage.now)
    assert waiving.close(*close) is None

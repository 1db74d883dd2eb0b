"""The appeal against a refusal of the formal check: in time, and decided by two (P7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.models import Letter
from app.services.remedies import remedy_on
from tests.factories import person
from tests.services.formal_checks import failed, letters
from tests.services.stage import Applied, Stage
from workflows.hands import OFFICER, PI, SUPERVISOR
from workflows.roles import Role


def test_the_term_of_an_appeal_runs_from_the_service_of_the_refusal(
    stage: Stage, checked: Applied
) -> None:
    """Failed on Monday 2 March; the letter could be made on Friday only: three working days end
    with Wednesday 11 March, and until it is served nothing ends."""
    failed(stage, checked)
    assert checked.proposal.due_at is None
    stage.at(datetime(2026, 3, 6, 1, 0, tzinfo=UTC))
    assert checked.proposal.state == "rejected_formal"
    made = remedy_on(stage.session, checked.proposal, stage.now)
    assert made is not None
    assert (made.by, made.heard_by, made.until) == (PI, OFFICER | SUPERVISOR, None)
    stage.serve(checked.proposal)
    end = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
    assert checked.proposal.due_at == end
    made = remedy_on(stage.session, checked.proposal, stage.now)
    assert made is not None
    assert made.until == end
    assert remedy_on(stage.session, checked.proposal, end) is None
    clock = stage.refused(checked.proposal, "close_formal", Role.SYSTEM_CLOCK)
    assert clock.keys() == {"term_over"}
    stage.clock.move_to(end)
    late = stage.refused(checked.proposal, "appeal_formal_check", checked.pi, reason="属于方向三。")
    assert late.keys() == {"in_time"}
    stage.at(end)
    assert checked.proposal.state == "closed_formal"


def test_a_refusal_says_how_long_after_its_service_one_may_appeal(
    stage: Stage, checked: Applied
) -> None:
    failed(stage, checked)
    letter = stage.session.scalars(select(Letter)).one()
    assert "自本文书送达之日起3个工作日内（当日送达的，截至2026年3月5日）" in str(letter.payload)


def test_an_appeal_filed_in_time_is_decided_and_not_closed_by_the_clock(
    stage: Stage, checked: Applied
) -> None:
    failed(stage, checked)
    stage.serve(checked.proposal)
    end = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    stage.clock.move_to(end)
    assert "in_time" in stage.refused(
        checked.proposal, "appeal_formal_check", checked.pi, reason="属于方向三。"
    )
    stage.clock.move_to(end - timedelta(seconds=1))
    stage.moved(checked.proposal, "appeal_formal_check", checked.pi, reason="属于方向三。")
    stage.at(end + timedelta(days=1))
    assert checked.proposal.state == "formal_appeal"
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    waiting = stage.refused(checked.proposal.call, "finish_formal", officer)
    assert checked.proposal.title in waiting["formal_check_finished"].zh


def test_without_an_appeal_the_refusal_is_final_when_its_term_is_over(
    stage: Stage, checked: Applied
) -> None:
    failed(stage, checked)
    stage.serve(checked.proposal)
    stage.at(datetime(2026, 3, 5, 16, 0, tzinfo=UTC))
    assert checked.proposal.state == "closed_formal"


def test_a_dismissed_appeal_is_answered_by_two_with_reasons_in_a_letter(
    stage: Stage, checked: Applied
) -> None:
    failed(stage, checked)
    stage.moved(checked.proposal, "appeal_formal_check", checked.pi, reason="属于方向三。")
    officer, supervisor = (stage.holder(r) for r in (Role.PROGRAMME_OFFICER, Role.SUPERVISOR))
    assert "missing_reason" in stage.refused(checked.proposal, "dismiss_formal_appeal", officer)
    given = {"reason": "方向三不含该技术。"}
    stage.signed(checked.proposal, "dismiss_formal_appeal", officer, **given)
    stage.moved(checked.proposal, "dismiss_formal_appeal", supervisor, **given)
    assert checked.proposal.state == "closed_formal"
    assert letters(stage) == ["formal_rejection", "formal_appeal_decision"]
    decision = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "formal_appeal_decision")
    ).one()
    assert "维持形式审查不通过" in str(decision.payload)
    assert given["reason"] in str(decision.payload)


def test_an_appeal_is_upheld_by_officer_and_supervisor_together(
    stage: Stage, checked: Applied
) -> None:
    failed(stage, checked)
    stage.moved(checked.proposal, "appeal_formal_check", checked.pi, reason="属于方向三。")
    officer, supervisor = (stage.holder(r) for r in (Role.PROGRAMME_OFFICER, Role.SUPERVISOR))
    given = {"reason": "经复核属于方向三。"}
    stage.refused(checked.proposal, "uphold_formal_appeal", person(stage.session), **given)
    stage.signed(checked.proposal, "uphold_formal_appeal", officer, **given)
    stage.moved(checked.proposal, "uphold_formal_appeal", supervisor, **given)
    assert checked.proposal.state == "accepted"
    assert letters(stage) == ["formal_rejection", "formal_appeal_decision", "acceptance_notice"]

"""What was decided shows with the public notice, or once nobody is left to put on one."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Message
from app.queries.calls.office import proposed_without_notice
from app.services.awarding.feedback import feedback_on
from tests.services.awarding import decided, published
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def test_what_was_decided_shows_with_the_public_notice_and_no_sooner(stage: Stage) -> None:
    """Until then every proposal stands in one state, nobody of a team is told and none can read
    what the reviewers wrote; the office goes by the decision."""
    made = decided(stage)
    teams = [one.pi_id for one in made.proposals]
    told = select(Message.id).where(Message.person_id.in_(teams))
    assert set(made.states) == {"awaiting_notice"}
    assert stage.session.scalars(told).all() == []
    assert [feedback_on(stage.session, one) for one in made.proposals] == [None] * 5
    assert proposed_without_notice(stage.session, made.call) == made.proposals[:2]
    published(stage, made)
    assert made.states == ["notice", "notice", "reserve", "reserve", "not_selected"]
    kinds = select(Message.message_kind).where(Message.person_id == teams[4])
    assert stage.session.scalars(kinds).all() == ["left_out"]


def test_where_all_proposed_leave_before_the_notice_the_results_are_told_and_reserves_called(
    stage: Stage,
) -> None:
    made = decided(stage)
    officer, supervisor = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.SUPERVISOR)
    why = {"evidence": "检测报告系伪造。", "reason": "查实。"}
    first, second, reserve, *_ = made.proposals
    stage.moved(first, "disqualify", supervisor, **why)
    reasons = stage.refused(made.call, "announce_without_notice", officer)
    assert second.title in reasons["nobody_left_for_notice"].zh
    stage.moved(second, "disqualify", supervisor, **why)
    stage.moved(made.call, "announce_without_notice", officer)
    assert made.states[2:] == ["reserve", "reserve", "not_selected"]
    assert "results_untold" in stage.refused(made.call, "announce_without_notice", officer)
    words = {**MINUTES, "reason": "按备选顺序递补。"}
    stage.moved(reserve, "promote", stage.holder(Role.DECISION_MAKER), **words)
    notice = published(stage, made)
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    assert (made.call.state, reserve.state) == ("decided", "approved")

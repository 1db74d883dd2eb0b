"""Withdrawal: with the unit and a reason once the proposal has gone out, and counted once its
review has begun (P19)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Message, Person
from tests.factories import proposal
from tests.services.awarding import decided, objected, published
from tests.services.stage import MINUTES, Applied, Stage
from workflows.roles import Role


def withdraw(stage: Stage, applied: Applied) -> None:
    why = {"reason": "团队另有安排。"}
    stage.signed(applied.proposal, "withdraw", applied.pi, **why)
    stage.moved(applied.proposal, "withdraw", applied.unit, **why)
    assert applied.proposal.state == "withdrawn"


def another(stage: Stage, of: Applied, state: str) -> Applied:
    """By the same leader and unit, in another call."""
    made = proposal(
        stage.session, call=stage.call("review"), pi=of.pi, lead_unit=of.proposal.lead_unit
    )
    made.state = state
    stage.session.flush()
    return Applied(made, of.pi, of.unit, of.recommender)


def warned(stage: Stage) -> set[Person]:
    told = select(Message).where(Message.message_kind == "withdrawals_counted")
    return {message.person for message in stage.session.scalars(told)}


def test_the_second_withdrawal_from_a_review_within_two_years_is_warned_of(stage: Stage) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    first = stage.applied(state="online_review")
    withdraw(stage, first)
    assert warned(stage) == set()
    withdraw(stage, another(stage, first, "scored"))
    assert warned(stage) == {supervisor, first.pi, first.unit}


def test_what_leaves_before_its_review_or_left_long_ago_does_not_count(stage: Stage) -> None:
    first = stage.applied(state="online_review")
    withdraw(stage, first)
    withdraw(stage, another(stage, first, "formal_check"))
    assert warned(stage) == set()
    stage.clock.move_to(stage.now + timedelta(days=2 * 366))
    withdraw(stage, another(stage, first, "scored"))
    assert warned(stage) == set()


def test_who_withdraws_while_on_notice_makes_room_for_a_reserve(stage: Stage) -> None:
    made = decided(stage)
    published(stage, made)
    first, second, reserve, *_ = made.proposals
    given = {**MINUTES, "reason": "按备选顺序递补。"}
    decider = stage.holder(Role.DECISION_MAKER)
    assert "place_is_free" in stage.refused(reserve, "promote", decider, **given)
    withdraw(stage, made.applied[0])
    assert (first.state, second.state) == ("withdrawn", "notice")
    stage.moved(reserve, "promote", decider, **given)


def test_a_list_all_of_which_has_withdrawn_while_on_notice_ends_with_the_notice(
    stage: Stage,
) -> None:
    made = decided(stage)
    notice = published(stage, made)
    for one in made.applied[:2]:
        withdraw(stage, one)
    assert notice.ends_at is not None
    stage.at(notice.ends_at)
    assert (notice.state, made.call.state) == ("ended", "decided")


def test_nobody_withdraws_from_an_objection_under_investigation(stage: Stage) -> None:
    made = decided(stage)
    published(stage, made)
    first = made.proposals[0]
    stage.moved(objected(stage, first), "admit", stage.holder(Role.SUPERVISOR))
    reasons = stage.refused(first, "withdraw", first.pi, reason="不做了。")
    assert reasons.keys() == {"state_has_changed"}

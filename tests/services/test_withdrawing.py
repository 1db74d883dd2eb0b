"""Withdrawal: with the unit and a reason once the proposal has gone out, and counted once its
review has begun (P19)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Message, Person
from tests.factories import proposal
from tests.services.stage import Applied, Stage
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

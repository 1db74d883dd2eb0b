"""The unit seals and its authority recommends: other people than the leader, their own only."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Message
from tests.factories import grant
from tests.services.stage import Applied, Stage
from workflows.roles import Role

pytestmark = pytest.mark.each_database


@pytest.fixture
def submitted(stage: Stage) -> Applied:
    applied = stage.applied()
    stage.moved(applied.proposal, "submit", applied.pi)
    return applied


@pytest.fixture
def sealed(stage: Stage, submitted: Applied) -> Applied:
    stage.moved(submitted.proposal, "unit_seal", submitted.unit)
    return submitted


def test_the_leader_cannot_seal_even_as_administrator_of_the_unit(
    stage: Stage, submitted: Applied
) -> None:
    unit_id = submitted.proposal.lead_unit_id
    grant(stage.session, submitted.pi, Role.UNIT_ADMIN, organisation_id=unit_id)
    reasons = stage.refused(submitted.proposal, "unit_seal", submitted.pi)
    assert reasons.keys() == {"separation_of_duties"}
    assert "提交单位审核" in reasons["separation_of_duties"].zh
    assert "Another person" in reasons["separation_of_duties"].en
    stage.moved(submitted.proposal, "unit_seal", submitted.unit)


def test_the_administrator_of_another_unit_cannot_seal(stage: Stage, submitted: Applied) -> None:
    other = stage.applied(call=submitted.proposal.call)
    assert stage.refused(submitted.proposal, "unit_seal", other.unit).keys() == {"role_required"}
    assert stage.moved(submitted.proposal, "unit_seal", submitted.unit).target == "recommend_review"


def test_a_seal_after_the_close_is_refused(stage: Stage, submitted: Applied) -> None:
    assert submitted.proposal.call.close_at is not None
    stage.clock.move_to(submitted.proposal.call.close_at)
    assert "call_is_open" in stage.refused(submitted.proposal, "unit_seal", submitted.unit)


def test_at_the_close_what_is_not_sealed_expires_and_what_is_sealed_stays(
    stage: Stage, sealed: Applied
) -> None:
    call = sealed.proposal.call
    unsealed = stage.applied(call=call)
    stage.moved(unsealed.proposal, "submit", unsealed.pi)
    draft = stage.applied(call=call)
    assert call.close_at is not None
    stage.at(call.close_at)
    states = [a.proposal.state for a in (sealed, unsealed, draft)]
    assert call.state == "recommending"
    assert states == ["recommend_review", "expired", "expired"]


def test_a_unit_returns_a_proposal_with_a_reason_only(stage: Stage, submitted: Applied) -> None:
    reasons = stage.refused(submitted.proposal, "unit_return", submitted.unit, reason="  ")
    assert reasons.keys() == {"missing_reason"}
    moved = stage.moved(submitted.proposal, "unit_return", submitted.unit, reason="预算过高。")
    assert moved.target == "draft"
    told = stage.session.scalars(select(Message).where(Message.person_id == submitted.pi.id))
    assert any("预算过高。" in m.body for m in told)


def test_an_authority_recommends_its_own_jurisdiction_only(stage: Stage, sealed: Applied) -> None:
    neighbour = stage.applied(call=sealed.proposal.call)
    for move in ("recommend", "refuse_recommendation", "return_to_applicant"):
        reasons = stage.refused(sealed.proposal, move, neighbour.recommender, reason="理由。")
        assert reasons.keys() == {"role_required"}
    assert stage.moved(sealed.proposal, "recommend", sealed.recommender).target == "formal_check"


def test_whoever_sealed_does_not_recommend(stage: Stage, sealed: Applied) -> None:
    authority = sealed.proposal.lead_unit.recommender_id
    for row in list(sealed.unit.grants):
        row.ends_at = stage.now
    grant(stage.session, sealed.unit, Role.RECOMMENDER, organisation_id=authority)
    reasons = stage.refused(sealed.proposal, "recommend", sealed.unit)
    assert reasons.keys() == {"separation_of_duties"}
    stage.moved(sealed.proposal, "recommend", sealed.recommender)


def test_a_recommendation_at_the_end_of_its_period_is_refused_and_the_clock_closes_the_case(
    stage: Stage, sealed: Applied
) -> None:
    call = sealed.proposal.call
    assert call.close_at is not None
    assert call.recommend_until is not None
    stage.at(call.close_at)
    stage.clock.move_to(call.recommend_until)
    assert stage.refused(sealed.proposal, "recommend", sealed.recommender).keys() == {
        "recommending_is_open"
    }
    stage.at(call.recommend_until)
    assert sealed.proposal.state == "not_recommended"
    assert call.state == "formal"

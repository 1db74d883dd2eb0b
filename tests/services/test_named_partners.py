"""A unit that is named as a partner hears what is promised in its name (§1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Message, Organisation, Person, Proposal, ProposalUnit
from tests.factories import grant, organisation, person
from tests.open_call.story import Story
from tests.services.stage import Stage
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


def named(stage: Stage, proposal: Proposal) -> Person:
    """The administrator of a partner with a share."""
    unit = organisation(stage.session)
    row = {"tasks": "中试与检测", "fiscal": 1_000_000_00, "own": 500_000_00}
    proposal.units.append(ProposalUnit(organisation=unit, **row))
    return administrator(stage, unit)


def administrator(stage: Stage, unit: Organisation) -> Person:
    admin = person(stage.session, organisation_id=unit.id)
    grant(stage.session, admin, Role.UNIT_ADMIN, organisation_id=unit.id)
    return admin


def told(stage: Stage) -> list[Message]:
    kind = Message.message_kind == "named_as_partner"
    return list(stage.session.scalars(select(Message).where(kind).order_by(Message.id)))


@pytest.fixture
def story(stage: Stage) -> Story:
    return Story(stage)


def test_a_partner_hears_at_each_submission_what_is_promised_in_its_name(stage: Stage) -> None:
    applied = stage.applied()
    proposal, admin = applied.proposal, named(stage, applied.proposal)
    stage.moved(proposal, "submit", applied.pi)
    (message,) = told(stage)
    assert message.person_id == admin.id
    assert proposal.lead_unit.name in message.body
    assert "中试与检测；财政资金 100.00 万元，自筹资金 50.00 万元" in message.body
    stage.moved(proposal, "unit_return", applied.unit, reason="请核对参加单位。")
    proposal.units[0].fiscal = 2_000_000_00
    stage.moved(proposal, "submit", applied.pi)
    assert "财政资金 200.00 万元" in told(stage)[1].body


def test_what_a_partner_of_a_bid_hears_writes_nothing_down_of_what_is_sealed(story: Story) -> None:
    story.posted()
    bidder = story.bidder()
    named(story.stage, bidder.bid)
    story.stage.moved(bidder.bid, "submit", bidder.pi)
    (message,) = told(story.stage)
    assert "密封" in message.body
    assert "中试与检测" not in message.body
    assert "万元" not in message.body

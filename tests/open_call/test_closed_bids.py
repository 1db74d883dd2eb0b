"""Before the close a bid exists for its own side only, and tells nobody else anything (B4)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.access.holders import holders
from app.access.roles import roles_on
from app.models import (
    Item,
    Proposal,
)
from app.queries.calls.proposals import proposals_of_call
from app.queries.sight.seeing import Sight
from app.services.eligibility.limits import limit_findings
from app.services.moves import begin as begin_case
from tests.factories import grant, official, organisation, person
from tests.factories import proposal as bid
from tests.open_call.story import Story
from workflows.parameters import DEFAULTS
from workflows.roles import Role


def test_a_bid_under_seal_counts_against_its_leader_for_the_own_side_only(story: Story) -> None:
    """The check of one bid would tell that there is another for an item that closes later."""
    first = story.posted().bidder()
    session, now = story.session, story.stage.now
    second = Item(call=story.list, demander=story.demander, contact=story.contact, title="另一榜题")
    begin_case(session, second, story.contact, now)
    other = bid(session, call=story.list, item=second, pi=first.pi, lead_unit=first.unit)
    other.state, first.bid.state = "sealed", "formal_check"
    rules = DEFAULTS | story.list.rules | {"lead_per_call_most": 1}

    def told(one: Proposal) -> bool:
        return any(other.title in f.zh for f in limit_findings(session, one, rules, now))

    assert told(first.bid)
    first.bid.opened_at = now
    session.flush()
    assert not told(first.bid)
    other.opened_at = now
    session.flush()
    assert told(first.bid)


@pytest.mark.parametrize("state", ["draft", "unit_review", "sealed"])
def test_before_the_close_a_bid_exists_for_its_own_side_only(story: Story, state: str) -> None:
    story.posted()
    made = story.bidder()
    if state != "draft":
        story.stage.moved(made.bid, "submit", made.pi)
    if state == "sealed":
        story.stage.moved(made.bid, "unit_seal", made.admin)
    assert made.bid.state == state
    rival_admin = person(story.session, organisation_id=organisation(story.session).id)
    grant(story.session, rival_admin, Role.UNIT_ADMIN, organisation_id=rival_admin.organisation_id)
    now = story.stage.now
    outsiders = [
        *(story.officer, story.decides, story.checker, story.manager, story.planning),
        *(story.supervisor, story.witness, story.contact, rival_admin),
        official(story.session, Role.SYS_ADMIN),
    ]
    assert [roles_on(story.session, who, made.bid, now) for who in outsiders] == [
        frozenset()
    ] * len(outsiders)
    assert roles_on(story.session, made.pi, made.bid, now) == {Role.APPLICANT}
    assert roles_on(story.session, made.admin, made.bid, now) == {Role.UNIT_ADMIN}
    told = holders(story.session, made.bid, frozenset(Role), now)
    assert {p.id for p in told} == {made.pi.id, made.admin.id}
    sight = Sight(story.session, story.officer, now)
    assert story.session.scalars(proposals_of_call(sight, story.list)).all() == []


def test_an_official_of_a_bidding_unit_leaves_the_item_when_its_bid_is_opened_and_not_before(
    story: Story,
) -> None:
    """Were the role at rest before, the officer would know that the unit has sealed a bid."""
    session = story.session
    story.posted()
    other = story.officer
    insider = official(session, Role.PROGRAMME_OFFICER)
    made = story.sealed()
    insider.organisation_id = made.unit.id
    session.flush()

    def reads() -> bool:
        sight = Sight(session, insider, story.stage.now)
        items = session.scalars(sight.joined("item", select(Item)).where(sight.inside("item")))
        held = roles_on(session, insider, story.item, story.stage.now)
        assert (story.item in items.all()) == bool(held)
        return bool(held)

    assert reads()
    story.closed()
    assert not reads()
    officers = holders(session, story.item, frozenset({Role.PROGRAMME_OFFICER}), story.stage.now)
    assert other in officers
    assert insider not in officers

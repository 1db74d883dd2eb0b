"""Which notice a result is objected to at: the one that tells of it, not whichever came last."""

from __future__ import annotations

from app.models import Item
from app.services.moves import begin
from app.services.remedies import notice_to_object_to
from tests.services.awarding import Ranked, decided, published
from tests.services.stage import Stage


def test_a_proposal_is_objected_to_at_its_own_notice_and_the_list_at_the_first(
    stage: Stage,
) -> None:
    made = decided(stage)
    one, other, _, reserve, dropped = made.proposals
    first = published(stage, made, one)
    second = published(stage, made, other)
    told = [notice_to_object_to(stage.session, p, stage.now) for p in (one, other)]
    assert told == [first, second]
    left_out = [notice_to_object_to(stage.session, p, stage.now) for p in (reserve, dropped)]
    assert left_out == [first, first]


def test_a_bid_is_objected_to_at_the_notice_of_its_own_item(stage: Stage) -> None:
    made = decided(stage)
    of_one, of_other = _item(stage, made), _item(stage, made)
    won, won_other, reserve, _, dropped = made.proposals
    for bid, item in ((won, of_one), (dropped, of_one), (won_other, of_other), (reserve, of_other)):
        bid.item_id = item.id
    first = published(stage, made, won)
    second = published(stage, made, won_other)
    assert notice_to_object_to(stage.session, dropped, stage.now) is first
    assert notice_to_object_to(stage.session, reserve, stage.now) is second


def test_a_bid_has_nothing_to_object_to_before_the_notice_of_its_item(stage: Stage) -> None:
    made = decided(stage)
    of_one, of_other = _item(stage, made), _item(stage, made)
    won, _, _, _, dropped = made.proposals
    won.item_id, dropped.item_id = of_one.id, of_other.id
    published(stage, made, won)
    assert notice_to_object_to(stage.session, dropped, stage.now) is None


def _item(stage: Stage, of: Ranked) -> Item:
    demander, contact = of.applied[0].proposal.lead_unit, of.applied[0].unit
    item = Item(call_id=of.call.id, demander_id=demander.id, contact_id=contact.id, title="榜单")
    item.call, item.demander, item.contact = of.call, demander, contact
    begin(stage.session, item, contact, stage.now)
    return item

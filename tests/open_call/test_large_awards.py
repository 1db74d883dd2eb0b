"""A bid whose share of public money is above what its list reports needs the reply (domain §1)."""

from __future__ import annotations

import pytest

from tests.open_call.courses import matching
from tests.open_call.story import Story
from tests.services.stage import MATCHED

REPLY = {"reply_number": "闽政文〔2026〕8号", "reply_date": "2026-01-10"}


@pytest.mark.parametrize("above", [0, 1])
def test_a_bid_whose_public_share_is_large_is_selected_with_the_reply_only(
    story: Story, above: int
) -> None:
    one = matching(story)
    story.agreed(one)
    story.list.rules = story.list.rules | {"report_above_wan": above}
    story.session.flush()
    given = MATCHED
    if above:
        refused = story.stage.refused(story.item, "select", story.decides, **MATCHED)
        assert refused.keys() == {"no_large_award"}
        given = MATCHED | REPLY
    story.stage.moved(story.item, "select", story.decides, **given)
    assert one.bid.state == "proposed"

"""A winner that leaves before its award: the item goes on to the next in rank (P19, B12)."""

from __future__ import annotations

from tests.open_call.courses import evaluated
from tests.open_call.story import Story


def test_a_winner_that_withdraws_while_on_notice_makes_room_for_the_next_in_rank(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    story.agreed(first)
    story.selected(first)
    story.noticed(first)
    assert (story.item.state, first.bid.state) == ("notice", "notice")
    story.stage.signed(first.bid, "withdraw", first.pi, reason="另有安排。")
    story.stage.moved(first.bid, "withdraw", first.admin, reason="另有安排。")
    assert (story.item.state, second.bid.state) == ("matching", "matching")

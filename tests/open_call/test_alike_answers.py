"""How a bid means to reach each posted metric is compared with other bids (查重, §3.5)."""

from __future__ import annotations

from random import Random

import pytest

from app.models.proposals import SECTIONS
from app.services.open_call import bidding
from app.services.open_call.bidding import Answer
from app.services.proposals.snapshot import is_unchanged
from app.services.similarity.content import ANSWERS
from app.services.similarity.findings import resembled
from tests.open_call.story import Bidder, Story


def words(seed: int, size: int) -> str:
    draw = Random(seed)
    return "".join(chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(size))


def bid(story: Story, seed: int, route: str) -> Bidder:
    """Sent, with sections that resemble nobody's."""
    made, now = story.bidder(), story.stage.now
    made.bid.sections = {key: words(100 * seed + n, 100) for n, key in enumerate(SECTIONS)}
    answers = {
        m.id: Answer(promise, route, words(seed, 50), "", 100)
        for m, promise in zip(story.item.metrics, ("1.0", "4.0"), strict=True)
    }
    wrong = bidding.save_answers(story.session, made.bid, answers, 1, made.pi, now)
    assert wrong is None, wrong
    story.stage.moved(made.bid, "submit", made.pi)
    story.stage.moved(made.bid, "unit_seal", made.admin)
    return made


@pytest.mark.parametrize("is_copied", [True, False])
def test_a_route_that_two_bids_share_is_found_among_sections_that_are_not_alike(
    story: Story, is_copied: bool
) -> None:
    story.posted()
    route = words(7, 500)
    one, other = bid(story, 1, route), bid(story, 2, route if is_copied else words(8, 500))
    story.closed()
    for made in (one, other):
        story.stage.compared(made.bid)
    found = resembled(story.session, other.bid)
    assert [alike.other for alike in found] == ([one.bid] if is_copied else [])
    assert {part for alike in found for part, *_ in alike.passages} <= {ANSWERS}
    for made in (one, other):
        assert all(is_unchanged(version) for version in made.bid.versions)

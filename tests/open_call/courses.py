"""How far a list has come, for tests that begin there."""

from __future__ import annotations

from typing import Any

from app.models import Project
from app.services.open_call import needs
from tests.open_call.posting import changed
from tests.open_call.story import Bidder, Story
from tests.services.stage import MINUTES


def evaluated(story: Story, *points: int) -> list[Bidder]:
    """Bids that the panel gave so many points each."""
    story.posted()
    bidders = [story.sealed() for _ in points]
    story.closed()
    story.vetted(*bidders)
    story.evaluated(*zip(bidders, points, strict=True))
    return bidders


def matching(story: Story) -> Bidder:
    """The only bid, shortlisted and supported by the user."""
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    return one


def attacking(story: Story) -> tuple[Bidder, Project]:
    """It won, and its contract with the pledge is signed."""
    one = matching(story)
    project = story.won(one)
    story.signed(one, project)
    assert (one.bid.state, project.state, story.item.state) == (
        "contracted",
        "active",
        "attacking",
    )
    return one, project


MORE = {"ceiling": 400_000_000, "cofunding": 400_000_000}
REPOSTED = MINUTES | {"reason": "放宽时间"}


def drafted(story: Story, **changes: Any) -> None:
    item = story.item
    wrong = needs.save(
        story.session,
        item,
        changed(**changes),
        {},
        item.edition,
        by=story.officer,
        now=story.stage.now,
        is_demander=False,
    )
    assert wrong is None
    story.session.flush()


def reposted(story: Story) -> None:
    story.stage.signed(story.item, "repost", story.officer, **REPOSTED)
    story.stage.signed(story.item, "repost", story.contact)
    story.stage.moved(story.item, "repost", story.decides)

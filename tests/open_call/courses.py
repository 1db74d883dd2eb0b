"""How far a list has come, for tests that begin there."""

from __future__ import annotations

from app.models import Project
from tests.open_call.story import Bidder, Story


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

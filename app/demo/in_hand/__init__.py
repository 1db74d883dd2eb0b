"""What is in hand on the last day: a call consulted on, one open, one being checked, one being
reviewed, one on public notice, needs and items to claim, a race to enter, a race that runs, and a
panel to draw. So that whoever looks around has something to do."""

from __future__ import annotations

from app.demo.in_hand import assessing, entering, listing, racing, stages

STORIES = (
    stages.on_notice,
    stages.under_review,
    stages.being_checked,
    stages.open_for_entries,
    stages.consulted_on,
    listing.play,
    entering.play,
    racing.play,
    assessing.play,
)

__all__ = ["STORIES"]

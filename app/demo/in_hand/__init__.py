"""What is in hand on the last day: a call consulted on, one open, one being checked, one being
reviewed, one on public notice, needs and items to claim, a race to enter, and a panel to
draw. So that whoever looks around has something to do."""

from __future__ import annotations

from app.demo.in_hand import assessing, entering, listing, stages

STORIES = (
    stages.on_notice,
    stages.under_review,
    stages.being_checked,
    stages.open_for_entries,
    stages.consulted_on,
    listing.play,
    entering.play,
    assessing.play,
)

__all__ = ["STORIES"]

"""After the award: changes, a clue, and the ways a project ends, each a story of its own."""

from __future__ import annotations

from app.demo.after import accepting, appealing, changing, offences, sharing, terminating

STORIES = (
    sharing.play,
    changing.play,
    accepting.play,
    appealing.play,
    terminating.play,
    offences.play,
)

__all__ = ["STORIES"]

"""After the award: changes, a clue, and the ways a project ends, each a story of its own."""

from __future__ import annotations

from app.demo.after import accepting, appealing, changing, offences, terminating

STORIES = (
    changing.play,
    accepting.play,
    appealing.play,
    terminating.play,
    offences.play,
)

__all__ = ["STORIES"]

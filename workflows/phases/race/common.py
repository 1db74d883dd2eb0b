"""What several phases of a race share."""

from __future__ import annotations

from workflows.engine.effects import Cascade

RUNNING = ("running", "checkpoint", "result_notice", "realloc", "final")
EVERYTHING_ENDS = (
    Cascade("team", "fall_short"),
    Cascade("team", "close_out"),
    Cascade("stage", "end"),
    Cascade("route", "end"),
    Cascade("proposal", "release_reserve"),
)

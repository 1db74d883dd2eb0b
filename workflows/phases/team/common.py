"""What several phases of a team share."""

from __future__ import annotations

from workflows.engine.effects import Cascade
from workflows.engine.model import After, Unit

RUNNING = ("racing", "held")
IN_RACE = (*RUNNING, "at_checkpoint", "elim_pending", "suspended")
BREAKS = Cascade("race", "enter_rescue")
PROJECT_ENDS = Cascade("project", "end_with_team")
RULING = After("race_ruling_working_days", Unit.WORKING_DAYS)

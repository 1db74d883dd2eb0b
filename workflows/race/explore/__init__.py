"""A bounded walk through everything a race can do, by the very rules the door uses (I1-I10)."""

from workflows.race.explore.walk import Found, Report, explore
from workflows.race.explore.world import World

__all__ = ["Found", "Report", "World", "explore"]

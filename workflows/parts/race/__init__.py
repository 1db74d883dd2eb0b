"""赛马争先: the race and what is nested in it, each a small machine of its own; domain §2.3."""

from workflows.parts.race.project import RACE_PROJECT
from workflows.parts.race.race import RACE
from workflows.parts.race.route import ROUTE
from workflows.parts.race.stage import STAGE
from workflows.parts.race.team import TEAM_OF_RACE

__all__ = ["RACE", "RACE_PROJECT", "ROUTE", "STAGE", "TEAM_OF_RACE"]

"""Races: the public board, the office's pages inside it, and each team's own."""

from app.web.race import entry, planning, stages, teams
from app.web.race.blueprint import NAVIGATION, blueprint
from app.web.race.board import board, index

__all__ = ["NAVIGATION", "blueprint", "board", "entry", "index", "planning", "stages", "teams"]

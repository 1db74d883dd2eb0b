"""Pages of milestones: schedule and batch of the office, the page of one, report, panel, visit,
and the calendar feed."""

from app.web.milestones import calendar, office, report, visit  # noqa: F401 - routes
from app.web.milestones.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]

"""The plan in figures: for everybody without money, for the office with all of it."""

from app.web.plan import earlier, links
from app.web.plan.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint", "earlier", "links"]

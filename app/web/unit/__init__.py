"""Units and recommenders: what they have to review, their own and nobody else's."""

from app.web.unit import people as people
from app.web.unit.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]

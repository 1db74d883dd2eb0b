"""Experts: their reviews, one at a time, and the panels they chair."""

from app.web.reviewer import arguing
from app.web.reviewer.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "arguing", "blueprint"]

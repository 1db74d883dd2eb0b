"""Experts: their reviews, and the discussion of their panel."""

from app.web.reviewer import arguing, discussion, views
from app.web.reviewer.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "arguing", "blueprint", "discussion", "views"]

"""Experts: their reviews, and the discussion of their panel."""

from app.web.reviewer import discussion, views
from app.web.reviewer.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint", "discussion", "views"]

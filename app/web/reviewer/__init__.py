"""Experts: their reviews, the discussion of their panel and its secret votes."""

from app.web.reviewer import arguing, discussion, files, views, voting
from app.web.reviewer.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "arguing", "blueprint", "discussion", "files", "views", "voting"]

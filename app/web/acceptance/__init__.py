"""Acceptance: the application, its panel, its conclusion, and the results of a project."""

from app.web.acceptance import applying, results, views
from app.web.acceptance.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "applying", "blueprint", "panel", "results", "views"]

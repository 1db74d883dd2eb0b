"""Changes of projects under way, orders to suspend, and appeals."""

from app.web.changes import orders, tolerance, views
from app.web.changes.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint", "orders", "tolerance", "views"]

"""The demand side: needs, and answers to questions about posted items."""

from app.web.demander.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]

"""Pages of milestone experts: what waits for them, and the opinion they write and sign."""

from app.web.assessor.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]

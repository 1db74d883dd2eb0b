"""Integrity cases, for those inside the wall, and for whom a case concerns once it is served."""

from app.web.integrity import clues, handling, history
from app.web.integrity.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint", "clues", "handling", "history"]

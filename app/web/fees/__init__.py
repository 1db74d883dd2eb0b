"""Experts' fees: the lists of the office, and each expert's own."""

from app.web.fees import lists, own, writing
from app.web.fees.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint", "lists", "own", "writing"]

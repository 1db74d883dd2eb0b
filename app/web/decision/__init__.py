"""Supervision: objections and their investigation, seen by the supervisor and the deciders."""

from app.web.decision.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]

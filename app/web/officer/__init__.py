"""The office: calls, formal check, panels, ranking, decision drafts, notices."""

from app.web.officer import calls, deciding, formal, further, groups, meetings, pool, sheets
from app.web.officer.blueprint import NAVIGATION, blueprint

__all__ = [
    "NAVIGATION",
    "blueprint",
    "calls",
    "deciding",
    "formal",
    "further",
    "groups",
    "meetings",
    "pool",
    "sheets",
]

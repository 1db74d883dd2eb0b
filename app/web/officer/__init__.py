"""The office: calls, formal check, panels, ranking, decision drafts, notices."""

from app.web.officer import (
    aside,
    assigning,
    calls,
    consulting,
    deciding,
    drafting,
    drawing,
    expert,
    formal,
    further,
    groups,
    meetings,
    outbox,
    pool,
    proposals,
    rehearsing,
    similarity,
)
from app.web.officer.blueprint import NAVIGATION, blueprint

__all__ = [
    "NAVIGATION",
    "aside",
    "assigning",
    "blueprint",
    "calls",
    "consulting",
    "deciding",
    "drafting",
    "drawing",
    "expert",
    "formal",
    "further",
    "groups",
    "meetings",
    "outbox",
    "pool",
    "proposals",
    "rehearsing",
    "similarity",
]

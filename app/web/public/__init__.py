"""The portal: calls, notices, results, verification; public facts only."""

from app.web.public import (
    accepting,
    awards,
    consulting,
    noticing,
    objecting,
    posting,
    tipping,
    verifying,
)
from app.web.public.views import NAVIGATION, blueprint

__all__ = [
    "NAVIGATION",
    "accepting",
    "awards",
    "blueprint",
    "consulting",
    "noticing",
    "objecting",
    "posting",
    "tipping",
    "verifying",
]

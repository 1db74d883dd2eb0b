"""To whom letters about a project are written."""

from __future__ import annotations

from app.models import Organisation
from app.services.eligibility.mergers import succeeding


def addressee(unit: Organisation) -> str:
    """Its lead unit, or what that has become part of, which answers for it."""
    return succeeding(unit).zh

"""To whom letters about a project are written."""

from __future__ import annotations

from app.models import Organisation


def addressee(unit: Organisation) -> str:
    """Its lead unit, or what that has become part of, which answers for it."""
    return f"{unit.merged_into.name}（原{unit.name}）" if unit.merged_into else unit.name

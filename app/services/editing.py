"""What several people write: every save makes a new edition, and nobody writes over one unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.canonical import canonical_json
from app.models import Person, Proposal, SiteVisit


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else saved since the page was opened; nothing was written. `edition` is theirs."""

    by: str
    at: datetime
    edition: int


def overtaken(row: Proposal | SiteVisit, seen: int | None, now: datetime) -> Overtaken | None:
    """`seen` is the edition the page was opened with, None where it named none."""
    if seen == row.edition:
        return None
    return Overtaken(row.edited_by.name if row.edited_by else "", row.edited_at or now, row.edition)


def count_edit(row: Proposal | SiteVisit, by: Person, now: datetime) -> None:
    row.edition += 1
    row.edited_by_id, row.edited_at = by.id, now


def edition_of(stored: object) -> str:
    """Of what has no count of its editions: named by what is stored."""
    return sha256(canonical_json(stored)).hexdigest()[:16]


def is_newer(stored: object, seen: str | None) -> bool:
    """Whether something else is stored than what the page showed; one that names no edition, as of
    a program, showed nothing."""
    return bool(seen) and seen != edition_of(stored)

"""What several people write, or one in several windows: every save makes a new edition, and nobody
writes over one unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.canonical import canonical_json
from app.models import Person, Proposal, SiteVisit


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Something else was saved since the page was opened; nothing was written. `by` and `at` as far
    as they are kept; `edition` names what stands now."""

    by: Person | None
    at: datetime | None
    edition: int | str


def overtaken(row: Proposal | SiteVisit, seen: int | None) -> Overtaken | None:
    """`seen` is the edition the page was opened with, None where it named none."""
    if seen == row.edition:
        return None
    return Overtaken(row.edited_by, row.edited_at, row.edition)


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

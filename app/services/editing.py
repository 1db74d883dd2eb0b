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


def overtaken(row: SiteVisit, seen: int | None) -> Overtaken | None:
    """`seen` is the edition the page was opened with, None where it named none."""
    if seen == row.edition:
        return None
    return Overtaken(row.edited_by, row.edited_at, row.edition)


def part_overtaken(proposal: Proposal, part: str, seen: int | None) -> Overtaken | None:
    """Whether this part was saved since then; what a version of the program saved that named no
    parts may have been any. When, is known of the part that was saved last."""
    editions = proposal.part_editions
    is_named = proposal.edition == max(editions.values(), default=0)
    last = editions.get(part, 0) if is_named else proposal.edition
    if seen is not None and last <= seen <= proposal.edition:
        return None
    at = proposal.edited_at if last == proposal.edition else None
    return Overtaken(proposal.edited_by, at, proposal.edition)


def count_edit(row: Proposal | SiteVisit, by: Person, now: datetime) -> None:
    row.edition += 1
    row.edited_by_id, row.edited_at = by.id, now


def count_edit_of_part(proposal: Proposal, part: str, by: Person, now: datetime) -> None:
    count_edit(proposal, by, now)
    proposal.part_editions = {**proposal.part_editions, part: proposal.edition}


def edition_of(stored: object) -> str:
    """Of what has no count of its editions: named by what is stored."""
    return sha256(canonical_json(stored)).hexdigest()[:16]


def is_newer(stored: object, seen: str | None) -> bool:
    """Whether something else is stored than what the page showed; one that names no edition, as of
    a program, showed nothing."""
    return bool(seen) and seen != edition_of(stored)

"""Relation between bidder and demand side: the chain of parents, and whoever controls both (B4)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.models import Organisation, Proposal
from workflows.engine.text import Text

_PUBLIC = ("government",)
"""Belonging to the same public authority is no common controller."""


def relation_findings(session: Session, proposal: Proposal) -> tuple[Text, ...]:
    """One phrase for each unit of the bid that is related to the demand side, with the path."""
    if proposal.item is None:
        return ()
    units = [proposal.lead_unit, *(u.organisation for u in proposal.units)]
    return paths_to(session, units, proposal.item.demander)


def paths_to(
    session: Session, units: Iterable[Organisation], demander: Organisation
) -> tuple[Text, ...]:
    """The path from each of these units that is related to the demand side."""
    found = (path_between(session, unit, demander) for unit in units)
    return tuple(Text(path, path) for path in found if path)


def path_between(session: Session, one: Organisation, other: Organisation) -> str:
    """“甲 → 乙 ← 丙”: up from either side to where the chains meet; empty when they never do."""
    mine, theirs = chain(session, one), chain(session, other)
    known = {unit.id: place for place, unit in enumerate(theirs)}
    for place, unit in enumerate(mine):
        if unit.id in known:
            up = " → ".join(u.name for u in mine[: place + 1])
            down = "".join(f" ← {u.name}" for u in reversed(theirs[: known[unit.id]]))
            return up + down
    return ""


def chain(session: Session, unit: Organisation) -> list[Organisation]:
    """The unit, what it has become part of or its parent, and so on up; a circle ends where it
    began."""
    found: list[Organisation] = []
    seen: set[int] = set()
    here: Organisation | None = unit
    while here is not None and here.id not in seen and not (found and here.kind in _PUBLIC):
        found.append(here)
        seen.add(here.id)
        above = here.merged_into_id or here.parent_id
        here = session.get(Organisation, above) if above else None
    return found

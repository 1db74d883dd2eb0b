"""Who signed a move, and when: read from the history, where each signature is a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Case, History
from app.services.cases import case_id
from workflows.roles import Role

_SIGNED = "sign:"


@dataclass(frozen=True, slots=True)
class Signatory:
    role: Role
    name: str
    at: datetime


def signatories(session: Session, case: Case, transition: str) -> tuple[Signatory, ...]:
    """In the order of signing, for the newest round of signatures; the last one made the move.

    Any other move of the case between them has made the earlier signatures void.
    """
    rows = session.scalars(
        select(History)
        .where(History.case_kind == case.kind, History.case_id == case_id(case))
        .order_by(History.id.desc())
        .options(joinedload(History.actor))
    )
    found: list[Signatory] = []
    overtaken = False
    for row in rows:
        is_move = row.transition == transition and not found
        is_signature = row.transition == f"{_SIGNED}{transition}"
        if is_move or (is_signature and (found or not overtaken)):
            name = row.actor.name if row.actor else ""
            found.append(Signatory(Role(row.role), name, row.at))
        elif is_signature or not row.transition.startswith(_SIGNED):
            if found:
                break
            overtaken = True
    return tuple(reversed(found))

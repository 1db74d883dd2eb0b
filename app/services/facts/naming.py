"""What holds thousands back is named as far as somebody would read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Proposal
from app.services.facts import Common
from workflows.engine.text import Text
from workflows.facts import Names

_NAMED_MOST = 20


def titles(session: Session, common: Common, *which: Any) -> Names:
    """Of the first proposals that meet these conditions, and how many there are beyond."""
    rows = session.execute(
        select(Proposal.id, Proposal.title, func.count().over())
        .where(*which)
        .order_by(Proposal.id)
        .limit(_NAMED_MOST)
    ).all()
    further = rows[0][2] - len(rows) if rows else 0
    more = (Text(f"等共 {rows[0][2]} 项", f"and {further} more"),) if further else ()
    return (*(common.named(number, title) for number, title, _all in rows), *more)

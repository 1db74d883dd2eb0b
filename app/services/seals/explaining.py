"""What was found out about rows that somebody else had written before the house wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.names import clean_text
from app.services import history
from app.services.problems import Problems, alone
from app.services.seals.record import EXPLAINED, REASON, ROW, on_record
from workflows.engine.text import Text, listed


def explain(session: Session, names: Sequence[str], reason: str, now: datetime) -> Problems | None:
    """Puts on record why these rows, named as the check of seals names them, are broken. It names
    them no more, unless they break again."""
    why, broken = clean_text(reason), on_record(session).broken
    if unknown := [name for name in names if name not in broken]:
        return alone(_NOT_BROKEN.format(rows=listed(unknown)))
    if not why:
        return alone(_NO_REASON)
    for name in names:
        history.record(session, EXPLAINED, now=now, given={ROW: name, REASON: why})
    return None


_NOT_BROKEN = Text(
    "{rows}：封存的前后衔接没有待说明的问题",
    "{rows}: there is no break in the seals that needs explaining",
)
_NO_REASON = Text("请写明原因", "Enter the reason")

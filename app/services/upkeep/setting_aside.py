"""Failed work that an administrator sets aside (不再办理): nobody could mend it, and it shall not
hide what can be mended.

Only work whose leaving out breaks no rule. Whoever it was for keeps reading that it failed; the
history keeps who left it, and why.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Outbox, Person
from app.services import history
from workflows.roles import Role

SET_ASIDE = "work_set_aside"

MAY_BE_LEFT = frozenset({"mail", "digest", "invitation", "webhook", "takeaway"})
"""Jobs that tell somebody what stands in the site, or give what can be asked for again."""


def may_be_left(row: Outbox) -> bool:
    return row.status == "failed" and row.job in MAY_BE_LEFT


def set_aside(session: Session, row: Outbox, reason: str, by: Person, now: datetime) -> bool:
    """Whether it still could be. On record by its number: a key tells of whom it is."""
    session.refresh(row, with_for_update=True)
    if not may_be_left(row):
        return False
    row.status = "set_aside"
    said = {"work": row.job, "number": str(row.id), "reason": reason}
    history.record(session, SET_ASIDE, now=now, given=said, actor_id=by.id, role=Role.SYS_ADMIN)
    return True

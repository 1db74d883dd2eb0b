"""What may be done against a result that stands: who may ask for it, of whom, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case, Notice, Proposal, Team
from app.services.awarding.noticing import takes_objections
from app.services.cases import workflow_of
from app.services.facts import facts_of
from workflows.engine.text import Text
from workflows.hands import DECIDES, OFFICER, SUPERVISOR
from workflows.roles import Role

_HEARD_BY: Mapping[str, frozenset[Role]] = {
    "appeal_formal_check": OFFICER | SUPERVISOR,
    "file_appeal": DECIDES,
}
"""By the move that asks for it: who rules on it."""
_AFTER_THE_LIST = ("notice", "reserve", "not_selected")


@dataclass(frozen=True, slots=True)
class Remedy:
    """`until` is None as long as what it is made against is not served: the term begins then."""

    what: Text
    by: frozenset[Role]
    heard_by: frozenset[Role]
    until: datetime | None


def remedy_on(session: Session, case: Proposal | Team, now: datetime) -> Remedy | None:
    """The appeal that can still be made; None where there is none, or its time is over."""
    move = next((t for t in workflow_of(case).leaving(case.state) if t.name in _HEARD_BY), None)
    if move is None or move.until is None or has_appealed(case):
        return None
    until = move.until.moment(facts_of(session, case, now, {}))
    if until is not None and until <= now:
        return None
    return Remedy(move.label, move.roles, _HEARD_BY[move.name], until)


def has_appealed(case: Case) -> bool:
    return isinstance(case, Team) and case.appeal != "none"


def notice_to_object_to(session: Session, proposal: Proposal, now: datetime) -> Notice | None:
    """Where the result of its call is on notice and objections are taken."""
    if proposal.state not in _AFTER_THE_LIST:
        return None
    running = select(Notice).where(Notice.call_id == proposal.call_id, Notice.state == "published")
    notices = session.scalars(running.order_by(Notice.id.desc()).limit(1)).all()
    return next((one for one in notices if takes_objections(one, now)), None)

"""What may be done against a result that stands: who may ask for it, of whom, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import Case, Notice, NoticeItem, Proposal, Team
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
    """Where its result is on notice and objections are taken."""
    if proposal.state not in _AFTER_THE_LIST:
        return None
    notice = session.scalars(_telling_of(proposal).limit(1)).first()
    return notice if notice and takes_objections(notice, now) else None


def _telling_of(proposal: Proposal) -> Select[Any]:
    """Its own notice, the newest if it came back; for who is left out, the first of its item or
    call, which tells the list: later ones tell who was promoted or resolved on anew."""
    notices = select(Notice).where(
        Notice.call_id == proposal.call_id, Notice.state.in_(("published", "ended"))
    )
    listed = select(NoticeItem.notice_id).join(NoticeItem.proposal)
    if proposal.state == "notice":
        own = listed.where(NoticeItem.proposal_id == proposal.id)
        return notices.where(Notice.id.in_(own)).order_by(Notice.id.desc())
    if proposal.item_id is not None:
        notices = notices.where(Notice.id.in_(listed.where(Proposal.item_id == proposal.item_id)))
    return notices.order_by(Notice.id)

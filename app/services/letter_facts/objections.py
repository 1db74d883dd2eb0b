"""Facts of the answers to who objects; nothing in them tells who that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.documents.kinds.objections import ObjectionAnswer
from app.models import Objection
from app.services.moves import Move
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS
from workflows.parts.objection import OUTCOMES


def _answer(_session: Session, case: Objection, move: Move) -> ObjectionAnswer:
    rules = DEFAULTS | case.notice.call.rules
    return ObjectionAnswer(
        receipt=case.receipt_code,
        title=case.proposal.title,
        filed_on=local_date(case.filed_at),
        reason=move.given.get("reason", ""),
        finding=case.report,
        outcome=OUTCOMES[move.given["outcome"]].zh if "outcome" in move.given else "",
        amount=int(move.given.get("amount", "").strip() or 0),
        minutes=move.given.get("minutes_number", ""),
        days=rules["objection_investigate_working_days"],
    )


FACTS: dict[str, Callable[[Session, Any, Move], Any]] = {
    "objection_admitted": _answer,
    "objection_refused": _answer,
    "objection_decision": _answer,
    "objection_closed": _answer,
}

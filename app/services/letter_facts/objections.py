"""Facts of the answers to who objects; nothing in them tells who that is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.documents.kinds.objections import ObjectionAnswer
from app.models import Objection
from app.services.letter_facts.register import says
from app.services.moves import Move
from workflows.engine.calendar import local_date
from workflows.parts.objection import OUTCOMES


@says("objection_admitted", "objection_refused", "objection_decision", "objection_closed")
def _answer(_session: Session, case: Objection, move: Move) -> ObjectionAnswer:
    rules = case.notice.call.parameters
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

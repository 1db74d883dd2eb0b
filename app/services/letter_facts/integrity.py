"""Facts of the letters of integrity cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.kinds import IntegrityDecision, ReExamination
from app.models import History, IntegrityCase
from app.services.calendars import working_calendar
from app.services.moves import Move
from workflows.engine.calendar import local_date
from workflows.integrity import GRADES
from workflows.parameters import DEFAULTS


def _decision(session: Session, case: IntegrityCase, move: Move) -> IntegrityDecision:
    sanction, given = case.sanction, move.given
    until = working_calendar(session).add_working_days(
        local_date(move.now), DEFAULTS["integrity_review_working_days"]
    )
    return IntegrityDecision(
        subject=case.title,
        project=case.project.proposal.title if case.project else "",
        facts=case.told,
        plea=case.plea,
        finding=case.ruling,
        basis=given["rule_set"] + given["article"],
        grade=GRADES[sanction.grade].zh if sanction else "",
        term=(sanction.starts_on, sanction.ends_on) if sanction else None,
        minutes_number=given["minutes_number"],
        minutes_on=date.fromisoformat(given["minutes_date"]),
        review_until=until,
    )


def _re_examination(session: Session, case: IntegrityCase, move: Move) -> ReExamination:
    first = session.scalars(
        select(History).where(
            History.case_kind == case.kind,
            History.case_id == case.id,
            History.transition.in_(("warn", "sanction")),
        )
    ).one()
    given = move.given
    shortened = case.sanction if move.history.transition == "shorten" else None
    return ReExamination(
        subject=case.title,
        result=move.history.transition,
        ends_on=shortened.ends_on if shortened else None,
        reason=given["reason"],
        basis=first.given["rule_set"] + first.given["article"],
        minutes_number=given["minutes_number"],
        minutes_on=date.fromisoformat(given["minutes_date"]),
    )


FACTS: dict[str, Callable[[Session, Any, Move], Any]] = {
    "integrity_decision": _decision,
    "re_examination_decision": _re_examination,
}

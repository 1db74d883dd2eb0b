"""Facts of the letters of integrity cases."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.kinds import IntegrityDecision, ReExamination
from app.documents.kinds.wording import cited
from app.models import History, IntegrityCase
from app.services.cases import call_of
from app.services.letter_facts.register import says
from app.services.moves import Move
from workflows.engine.calendar import last_day
from workflows.integrity import GRADES
from workflows.parameters import DEFAULTS


@says("integrity_decision")
def _decision(_session: Session, case: IntegrityCase, move: Move) -> IntegrityDecision:
    sanction, given, rules = case.sanction, move.given, _rules(case)
    assert case.due_at is not None, "asking for a re-examination has its term"
    return IntegrityDecision(
        subject=case.title,
        is_unit=case.subject_unit_id is not None,
        project=case.project.proposal.title if case.project else "",
        facts=case.told,
        plea=case.plea,
        finding=case.ruling,
        basis=cited(given["rule_set"], given["article"]),
        grade=GRADES[sanction.grade].zh if sanction else "",
        term=(sanction.starts_on, sanction.ends_on) if sanction else None,
        minutes_number=given["minutes_number"],
        minutes_on=date.fromisoformat(given["minutes_date"]),
        review_days=rules["integrity_review_working_days"],
        review_until=last_day(case.due_at),
        repair_percent=rules["repair_percent_least"],
    )


def _rules(case: IntegrityCase) -> dict[str, int]:
    call = call_of(case)
    return call.parameters if call else DEFAULTS


@says("re_examination_decision")
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
        basis=cited(first.given["rule_set"], first.given["article"]),
        minutes_number=given["minutes_number"],
        minutes_on=date.fromisoformat(given["minutes_date"]),
    )

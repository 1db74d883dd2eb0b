"""What moves of an integrity case do: tell the respondent, record the ruling, keep sanctions."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.days import day_of
from app.models import Case, IntegrityCase, Sanction
from app.services.door.wiring import act
from app.services.integrity.pledges import pledge, pledger_of
from app.services.moves import Move
from app.services.review.sweeping import sweep_person
from workflows.engine.calendar import local_date


@act
def register_pledge(session: Session, case: Case, move: Move) -> None:
    """Of whoever leads or reviews, by making this move or by signing it before."""
    found = pledger_of(case)
    if found is not None:
        pledge(session, *found, case, move.now)


@act
def record_investigation_extension(_session: Session, case: IntegrityCase, _move: Move) -> None:
    case.extended = True


@act
def serve_hearing(_session: Session, case: IntegrityCase, move: Move) -> None:
    """From here on the respondent sees the case: what is held against them, never the report."""
    case.report, case.told = move.given["report"], move.given["told"]
    case.served_at = move.now


@act
def record_plea(_session: Session, case: IntegrityCase, move: Move) -> None:
    case.plea = move.given["plea"]


@act
def refer_to_decision(_session: Session, case: IntegrityCase, move: Move) -> None:
    case.referred_at = move.now


@act
def record_integrity_outcome(_session: Session, case: IntegrityCase, move: Move) -> None:
    case.outcome = _OUTCOMES[move.history.transition]
    case.ruling = move.given["reason"]


@act
def impose_sanction(session: Session, case: IntegrityCase, move: Move) -> None:
    given = move.given
    case.sanction = Sanction(
        person_id=case.subject_person_id,
        organisation_id=case.subject_unit_id,
        act=case.ruling,
        grade=given["grade"],
        basis=given["rule_set"],
        article=given["article"],
        decided_by=given["minutes_number"],
        starts_on=date.fromisoformat(given["starts_on"]),
        ends_on=day_of(given.get("ends_on", "")),
    )
    sweep_person(session, case.subject_person_id, move.now)


@act
def adopt_sanction(session: Session, case: IntegrityCase, move: Move) -> None:
    """Of another authority, which has heard the respondent; the case opens to whom it is about. It
    has no grade of the ladder here."""
    given = move.given
    case.outcome, case.ruling, case.served_at = "sanction", given["act"], move.now
    case.sanction = Sanction(
        person_id=case.subject_person_id,
        organisation_id=case.subject_unit_id,
        act=case.ruling,
        basis=given["rule_set"],
        article=given["article"],
        decided_by=f"{given['decided_by']}（{given['decision_number']}）",
        starts_on=date.fromisoformat(given["starts_on"]),
        ends_on=day_of(given.get("ends_on", "")),
    )
    sweep_person(session, case.subject_person_id, move.now)


@act
def shorten_sanction(_session: Session, case: IntegrityCase, move: Move) -> None:
    assert case.sanction is not None, "only a sanction has a term"
    case.sanction.ends_on = date.fromisoformat(move.given["ends_on"])


@act
def lift_sanction(_session: Session, case: IntegrityCase, move: Move) -> None:
    """It no longer counts from this day; that it was in force stays to be seen."""
    if case.sanction is not None:
        case.sanction.lifted_on = local_date(move.now)
        case.sanction.lifted_by = move.history.transition


_OUTCOMES = {"clear": "none", "warn": "warning", "sanction": "sanction"}

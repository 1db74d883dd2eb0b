"""A row of any table, as small as its columns and constraints allow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, String, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from app.models import Base

UNKNOWN_STATE = "?"
"""Of a case that was put together and has not been placed."""

_WORDS = {
    "state": UNKNOWN_STATE,
    "type": "academic",
    "stance": "support",
    "how": "revoked",
    "proposed": "advance",
    "outcome": "advance",
    "source": "tip",
    "purpose": "report",
    "appeal": "none",
    "consultation_comment.outcome": "adopted",
    "decision_item.outcome": "propose",
    "share.finding": "done",
    "answer": "met",
    "assessment_seat.how": "drawn",
    "conflict.standing": "detected",
    "official_recusal.standing": "detected",
    "step": "measured",
    "return_line.verdict": "paid",
    "matching_fund.source": "own",
    "credit_entry.kind": "late",
    "limit_waiver.status": "asked",
    "rehearsal.status": "done",
    "wave": "chosen",
    "fee_list.form": "online",
    "fee_line.standing": "senior",
}
_LATER = "ends_on"
_SUBJECTS = {"person_id", "group_id"}
"""A sanction has one of two subjects, a list of fees one of three panels."""

_EMPTY = {"lifted_on", "lifted_by", "confirmed_at", "verified_at", "given_up"}
"""Filled together with a person, whom nothing asks for; and what is paid is not given up."""

_MODELS: dict[str, Any] = {m.class_.__tablename__: m.class_ for m in Base.registry.mappers}


def filled(session: Session, model: Any) -> Any:
    """The first row of the table or, without one, a new one; what it refers to as well."""
    found = session.scalars(select(model).order_by(model.id)).first()
    if found is not None:
        return found
    row = model(**{c.key: _value(session, c) for c in model.__table__.columns if _is_asked(c)})
    session.add(row)
    session.flush()
    return row


def other(value: Any) -> Any:
    """Something else of the same kind."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case datetime() | date():
            return value + timedelta(days=1)
        case str():
            return value + "改"
        case _:
            return {"another": 1}


def _is_asked(column: Any) -> bool:
    if column.key == "id" or column.key in _EMPTY:
        return False
    return not column.foreign_keys or not column.nullable or column.key in _SUBJECTS


def _value(session: Session, column: Any) -> Any:
    for key in column.foreign_keys:
        return filled(session, _MODELS[key.column.table.name]).id
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    match kind:
        case Boolean():
            return True
        case Integer():
            return 1
        case DateTime():
            return datetime(2026, 3, 1, tzinfo=UTC)
        case Date():
            return date(2026, 3, 9) if column.key == _LATER else date(2026, 3, 2)
        case JSON() if column.table.name in ("announced_year", "ordered_days"):
            return ["2030-01-01"]
        case JSON():
            return {"said": 1}
        case String():
            word = _WORDS.get(f"{column.table.name}.{column.key}") or _WORDS.get(column.key, "x")
            return word[: kind.length or 9]
    raise TypeError(f"no value for {column}")

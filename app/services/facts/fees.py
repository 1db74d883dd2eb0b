"""What the guards of a list of experts' fees look at."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import FeeLine, FeeList
from app.services.facts import Common
from app.services.facts.lazily import lazily, of_row
from app.services.fees import drawing_up, paying
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import FeeListFacts, Names
from workflows.money.fees import MEETING


class LinesPart(TypedDict):
    due: int
    paid: frozenset[int]
    unpaid: frozenset[int]
    at_bank: frozenset[int]
    given_on: date | None


def _of_lines(_session: Session, fees: FeeList, _common: Common) -> LinesPart:
    at_bank = paying.given_to_bank(fees)
    given_at = [line.given_to_bank_at for line in at_bank if line.given_to_bank_at is not None]
    return {
        "due": sum(line.is_due for line in fees.lines),
        "paid": frozenset(line.row for line in fees.lines if line.paid_on is not None),
        "unpaid": frozenset(line.row for line in fees.lines if line.is_unpaid),
        "at_bank": frozenset(line.row for line in at_bank),
        "given_on": local_date(max(given_at)) if given_at else None,
    }


def _outside(_session: Session, fees: FeeList, _common: Common) -> Names:
    return tuple(
        _with(line, drawing_up.bounds_words(bounds)) for line, bounds in drawing_up.outside(fees)
    )


def _unearned(session: Session, fees: FeeList, _common: Common) -> Names:
    return tuple(_with(line, cause) for line, cause in drawing_up.unearned(session, fees).items())


def _with(line: FeeLine, words: Text) -> Text:
    name = line.expert.person.name
    return Text(f"{name}（{words.zh}）", f"{name} ({words.en})")


build = lazily(
    FeeListFacts,
    _of_lines,
    **of_row("source"),
    is_attendance_missing=lambda _session, fees, _common: (
        fees.form == MEETING and not fees.attendance
    ),
    outside=_outside,
    unearned=_unearned,
)

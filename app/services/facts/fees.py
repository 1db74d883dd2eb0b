"""What the guards of a list of experts' fees look at."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import FeeList
from app.services.facts import Common
from app.services.facts.lazily import lazily, of_row
from app.services.fees import drawing_up, paying
from workflows.engine.text import Text
from workflows.facts import FeeListFacts, Names
from workflows.money.fees import MEETING


class LinesPart(TypedDict):
    due: int
    paid: frozenset[int]
    unpaid: frozenset[int]


def _of_lines(_session: Session, fees: FeeList, _common: Common) -> LinesPart:
    return {
        "due": sum(line.is_due for line in fees.lines),
        "paid": frozenset(line.row for line in fees.lines if line.paid_on is not None),
        "unpaid": frozenset(line.row for line in fees.lines if line.is_unpaid),
    }


def _outside(_session: Session, fees: FeeList, _common: Common) -> Names:
    return tuple(
        Text(f"{line.expert.person.name}（{words.zh}）", f"{line.expert.person.name} ({words.en})")
        for line, bounds in drawing_up.outside(fees)
        for words in (drawing_up.bounds_words(bounds),)
    )


def _of_the_office(session: Session, fees: FeeList, common: Common) -> Names:
    found = drawing_up.of_the_office(session, fees, common.now)
    return tuple(line.expert.person.name for line in found)


build = lazily(
    FeeListFacts,
    _of_lines,
    **of_row("source"),
    is_attendance_missing=lambda _session, fees, _common: (
        fees.form == MEETING and not fees.attendance
    ),
    outside=_outside,
    of_the_office=_of_the_office,
    ready=lambda _session, fees, _common: len(paying.given_to_bank(fees)),
)

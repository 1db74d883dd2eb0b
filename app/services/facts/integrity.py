"""What the guards of an integrity case look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from app.days import day_of
from app.models import IntegrityCase, Sanction
from app.services.door.serving import served_at
from app.services.facts import Common
from app.services.facts.lazily import lazily, of_row
from workflows.engine.calendar import SHANGHAI, end_of_day
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.integrity import BACKWARDS, GRADES, half_served, term_problems


def _term_problems(sanction: Sanction | None, common: Common) -> tuple[Text, ...]:
    """Of the term as typed; nothing typed is no problem yet."""
    given = common.given
    try:
        ends_on = day_of(given.get("ends_on", ""))
        starts_on = day_of(given.get("starts_on", ""))
    except ValueError:
        return (_NO_DATE,)
    if sanction is not None:
        return _not_shorter(sanction, ends_on)
    if starts_on is None:
        return ()
    if given.get("grade") not in GRADES:
        return (BACKWARDS,) if ends_on is not None and ends_on < starts_on else ()
    return term_problems(given["grade"], starts_on, ends_on, common.parameters)


def _not_shorter(sanction: Sanction, ends_on: date | None) -> tuple[Text, ...]:
    if ends_on is None:
        return ()
    if ends_on < sanction.starts_on or (sanction.ends_on and ends_on >= sanction.ends_on):
        return (_NOT_SHORTER,)
    return ()


def _repair_from(sanction: Sanction | None, rules: Mapping[str, int]) -> datetime | None:
    if sanction is None or sanction.ends_on is None:
        return None
    day = half_served(sanction.starts_on, sanction.ends_on, rules["repair_percent_least"])
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def _served_at(session: Session, case: IntegrityCase, _common: Common) -> datetime | None:
    return served_at(session, case) if case.state == "decided" else None


def _sanction_ends(_session: Session, case: IntegrityCase, _common: Common) -> datetime | None:
    ends_on = case.sanction.ends_on if case.sanction else None
    return end_of_day(ends_on) if ends_on else None


build = lazily(
    IntegrityFacts,
    subject_known=lambda _session, case, _common: (
        case.subject_person_id is not None or case.subject_unit_id is not None
    ),
    term_problems=lambda _session, case, common: _term_problems(case.sanction, common),
    served_at=_served_at,
    adopted=lambda _session, case, _common: case.sanction is not None and not case.sanction.grade,
    has_evidence=lambda _session, case, _common: bool(case.evidence),
    sanction_ends_at=_sanction_ends,
    repair_from=lambda _session, case, common: _repair_from(case.sanction, common.parameters),
    **of_row("extended", "outcome"),
)


_NO_DATE = Text("日期无法识别", "a date is not recognised")
_NOT_SHORTER = Text("复查只能缩短惩戒期", "a re-examination can only shorten the sanction")

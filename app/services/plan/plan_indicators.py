"""The office records where an indicator of the plan stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import IndicatorReading, Person
from app.plan.indicators import load_indicators
from app.services.metric_values import number
from app.services.problems import Problems
from workflows.engine.text import Text

YEARS = range(2021, 2031)


def record(
    session: Session, which: int, year: int, value: str, source: str, by: Person, now: datetime
) -> IndicatorReading | Problems:
    """Readings are added, never changed."""
    wrong: dict[str, Text] = {}
    if which not in {indicator.number for indicator in load_indicators()}:
        wrong["number"] = Text("没有这个指标", "There is no such indicator")
    if year not in YEARS:
        wrong["year"] = Text("年份不在规划期附近", "The year is not near the plan period")
    if number(value) is None:
        wrong["value"] = Text("指标值须为数字", "The indicator value must be a number")
    if wrong:
        return Problems(wrong)
    row = IndicatorReading(
        number=which,
        year=year,
        value=value.strip(),
        source=source.strip(),
        recorded_by_id=by.id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row

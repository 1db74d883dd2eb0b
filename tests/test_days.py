"""A day as it is typed is one that can be computed with, or none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.days import parse_day, parse_moment
from workflows.engine.calendar import SHANGHAI


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        (" 2026/03/09 ", date(2026, 3, 9)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1800-01-01", date(1800, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_a_day_is_read_with_dashes_or_strokes(typed: str, day: date) -> None:
    assert parse_day(typed) == day


@pytest.mark.parametrize("typed", ["", "2026-02-29", "0001-01-01", "1799-12-31", "2200-01-01", "²"])
def test_what_is_no_day_of_these_centuries_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|out of range|outside"):
        parse_day(typed)


def test_a_moment_without_a_zone_is_of_shanghai() -> None:
    assert parse_moment("2026-03-09 00:00") == datetime(2026, 3, 8, 16, tzinfo=UTC)
    assert parse_moment("2026/03/09T17:30+00:00") == datetime(2026, 3, 9, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["1800-01-01T00:00+14:00", "2199-12-31T23:59-12:00"])
def test_the_first_and_the_last_moment_can_be_told_in_any_zone(typed: str) -> None:
    moment = parse_moment(typed)
    for away in (timedelta(days=-400), timedelta(days=400)):
        assert (moment + away).astimezone(SHANGHAI).astimezone(UTC) == moment + away


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00", "9999-12-31T23:59-10:00", "9999-12-31T23:59"]
)
def test_a_moment_that_no_other_zone_could_tell_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        parse_moment(typed)

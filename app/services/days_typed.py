"""Days off and working days as they are typed from a document, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from app.services.problems import Problems
from workflows.engine.text import Text

_SPAN_MOST = timedelta(days=31)
_DAY = r"(\d{4}-\d{2}-\d{2})"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|-|—|~|to)\s*{_DAY})?")


@dataclass(frozen=True, slots=True)
class Order:
    """As typed: the document, and one day or one span of days a line, `2027-02-05` or
    `2027-02-05 至 2027-02-12`. `year`: of whose arrangement it is."""

    issuer: str
    document_number: str
    document_date: date
    days_off: str
    working_days: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    off: list[date]
    working: list[date]


def read(order: Order, known_years: Set[int], today: date) -> Days | Problems:
    off, working = _days(order.days_off), _days(order.working_days)
    if isinstance(off, Text) or isinstance(working, Text):
        unread = (("days_off", off), ("working_days", working))
        return Problems({name: words for name, words in unread if isinstance(words, Text)})
    days = Days(off, working)
    problems = dict(_problems(order, days, today))
    if order.year is not None:
        problems |= dict(_of_year(order.year, days, known_years))
    return Problems(problems) if problems else days


def _problems(order: Order, days: Days, today: date) -> Iterator[tuple[str, Text]]:
    if order.document_date > today:
        yield (
            "document_date",
            Text("文件日期不能晚于今天", "The document date cannot be after today"),
        )
    if not days.off and not days.working:
        yield "days_off", Text("请填写放假或者上班的日期", "Enter the holidays or working days")
    if both := sorted(set(days.off) & set(days.working)):
        yield (
            "working_days",
            Text(f"{both[0]} 同时列为放假", f"{both[0]} is also listed as a holiday"),
        )


def _of_year(year: int, days: Days, known_years: Set[int]) -> Iterator[tuple[str, Text]]:
    """The first holiday of a year may begin in the December before."""
    if year in known_years:
        yield "year", _KNOWN.format(year=year)
    if not days.off:
        yield "days_off", Text("请填写放假日期", "Enter the holidays")
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    for name, typed in (("days_off", days.off), ("working_days", days.working)):
        if stray := [day for day in typed if not first <= day <= last]:
            yield name, Text(f"{stray[0]} 不在 {year} 年", f"{stray[0]} is not in {year}")
    if weekdays := [day for day in days.working if day.weekday() < 5]:
        yield "working_days", Text(f"{weekdays[0]} 不是周末", f"{weekdays[0]} is not a weekend day")


def _days(typed: str) -> list[date] | Text:
    days: set[date] = set()
    for line in filter(None, map(str.strip, typed.splitlines())):
        span = _span(line)
        if span is None:
            return Text(f"“{line}”无法识别", f"“{line}” is not a date or a range of dates")
        first, last = span
        if not timedelta(0) <= last - first <= _SPAN_MOST:
            return Text(f"“{line}”起止颠倒或过长", f"“{line}” runs backwards or is too long")
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return sorted(days)


def spans(days: Iterable[str]) -> list[str]:
    """As they are typed, with days that follow each other as one: `2027-02-05—2027-02-12`."""
    found: list[list[date]] = []
    for day in sorted(map(date.fromisoformat, days)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1][1] = day
        else:
            found.append([day, day])
    return [f"{first}" if first == last else f"{first}—{last}" for first, last in found]


def _span(line: str) -> tuple[date, date] | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    try:
        first = date.fromisoformat(found.group(1))
        return first, date.fromisoformat(found.group(2)) if found.group(2) else first
    except ValueError:
        return None


_KNOWN = Text(
    "{year} 年的安排已有，请将年度留空，只填与之不同的日期",
    "The holidays for {year} are already entered. Leave the year empty and enter only "
    "the days that differ",
)

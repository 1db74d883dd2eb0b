"""The expert pool as an XLSX sheet: written for people, read row by row, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from app.days import parse_day
from app.models import Expert
from app.names import check_person_name
from app.numbers import row_number
from app.services.files.sheet_rows import FORMULA, NO_ROWS, ROWS_MOST, TOO_MANY, workbook_rows
from app.services.files.sheets import table
from workflows.engine.text import Text

TYPE_LABELS: dict[str, Text] = {
    "academic": Text("高校院所", "University or institute"),
    "enterprise": Text("企业", "Enterprise"),
    "finance": Text("财务", "Finance"),
    "end_user": Text("用户", "User"),
}
COLUMNS: dict[str, Text] = {
    "name": Text("姓名", "Name"),
    "email": Text("邮箱", "Email"),
    "unit": Text("单位全称", "Full name of the unit"),
    "type": Text("类型", "Type"),
    "region": Text("地区", "Region"),
    "fields": Text("技术领域（编号，用；分开）", "Technology fields (numbers, separated by ;)"),
    "senior": Text("高级职称（是/否）", "Senior title (是/否)"),
    "load": Text("每轮最多评审项数", "Maximum proposals per round"),
    "available": Text("可参加评审（是/否）", "Available to review (是/否)"),
    "qualification": Text("职称与资质", "Professional title and qualifications"),
    "keywords": Text("研究方向关键词", "Research keywords"),
    "absences": Text(
        "不在期间（2026-05-01~2026-05-07，用；分开）",
        "Dates unavailable (2026-05-01~2026-05-07, separated by ;)",
    ),
}
_YES_NO = {"是": True, "否": False, "yes": True, "no": False, "": True}
_LOAD_MOST = 60


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """One expert as the sheet has it; `unit_id` and `fields` are found in the database."""

    name: str
    email: str
    unit_id: int
    type: str
    region: str
    fields: tuple[int, ...]
    is_senior: bool
    load_most: int
    is_available: bool
    qualification: str = ""
    keywords: str = ""
    absences: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name: units by name, ids of technology fields."""

    units: Mapping[str, int]
    fields: frozenset[int]


def write(experts: Iterable[Expert]) -> bytes:
    return table("专家库", [label.zh for label in COLUMNS.values()], map(_values, experts))


def values_of(expert: Expert) -> dict[str, str | int]:
    """What stands in each column about an expert."""
    return dict(zip(COLUMNS, _values(expert), strict=True))


def _values(expert: Expert) -> tuple[str | int, ...]:
    unit = next((u.organisation.name for u in expert.units if u.until is None), "")
    return (
        *(expert.person.name, expert.person.email, unit, TYPE_LABELS[expert.type].zh),
        *(expert.region, "；".join(str(number) for number in expert.fields)),
        *("是" if expert.is_senior else "否", expert.load_most),
        "是" if expert.is_available else "否",
        *(expert.qualification, expert.keywords),
        "；".join(f"{a.since}~{a.until}" for a in expert.absences),
    )


def read(file: BinaryIO, known: Known) -> list[ExpertRow] | list[Text]:
    """The rows, or everything wrong with them, each by its row number."""
    sheet = workbook_rows(file, len(COLUMNS))
    if isinstance(sheet, Text):
        return [sheet]
    rows, wrong = [], []
    for line in sheet:
        if line.number > ROWS_MOST + 1:
            return [TOO_MANY]
        typed = dict(zip(COLUMNS, line.cells, strict=False))
        row = FORMULA if line.has_formula else _row(typed, known)
        if isinstance(row, ExpertRow):
            rows.append(row)
        else:
            wrong.append(line.at_fault(row))
    wrong.extend(_twice(rows))
    if not rows and not wrong:
        return [NO_ROWS]
    return wrong or rows


def _row(typed: Mapping[str, str], known: Known) -> ExpertRow | Text:
    name = check_person_name(typed["name"])
    if isinstance(name, Text):
        return name
    problems = list(_problems(typed, known))
    if problems:
        return problems[0]
    return ExpertRow(
        name=name,
        email=typed["email"].lower(),
        unit_id=known.units[typed["unit"]],
        type=_type(typed["type"]) or "",
        region=typed.get("region", ""),
        fields=tuple(int(number) for number in _numbers(typed.get("fields", ""))),
        is_senior=_YES_NO[typed.get("senior", "").lower()],
        load_most=int(typed.get("load") or 15),
        is_available=_YES_NO[typed.get("available", "").lower()],
        qualification=typed.get("qualification", ""),
        keywords=typed.get("keywords", ""),
        absences=tuple(_absences(typed.get("absences", ""))),
    )


def _problems(typed: Mapping[str, str], known: Known) -> Iterator[Text]:
    local, at, domain = typed.get("email", "").partition("@")
    if not (local and at and "." in domain) or " " in typed["email"]:
        yield Text("邮箱无法识别", "the email address is not recognised")
    if typed.get("unit", "") not in known.units:
        unit = typed.get("unit", "")
        yield Text(f"系统中没有单位“{unit}”", f"there is no unit “{unit}” in the system")
    if _type(typed.get("type", "")) is None:
        kinds = "、".join(label.zh for label in TYPE_LABELS.values())
        yield Text(f"类型须为{kinds}之一", f"the type must be one of {kinds}")
    strange = [n for n in _numbers(typed.get("fields", "")) if not _is_field(n, known)]
    if strange:
        yield Text(f"没有技术领域 {strange[0]}", f"there is no technology field {strange[0]}")
    load = typed.get("load") or "15"
    if not 1 <= (row_number(load) or 0) <= _LOAD_MOST:
        yield Text(
            f"每轮最多评审项数须为 1 至 {_LOAD_MOST}",
            f"maximum proposals per round must be from 1 to {_LOAD_MOST}",
        )
    for key, most in (("email", 254), ("region", 40), ("qualification", 120), ("keywords", 500)):
        if len(typed.get(key, "")) > most:
            label = COLUMNS[key]
            yield Text(
                f"“{label.zh}”最多 {most} 字", f"“{label.en}” can have at most {most} characters"
            )
    if list(_absences(typed.get("absences", ""))) == [] and typed.get("absences"):
        yield Text("不在期间无法识别", "the dates unavailable are not recognised")
    for key in ("senior", "available"):
        if typed.get(key, "").lower() not in _YES_NO:
            yield Text(f"“{COLUMNS[key].zh}”须填是或否", f"“{COLUMNS[key].en}” must be 是 or 否")


def _type(typed: str) -> str | None:
    words = {label.zh: key for key, label in TYPE_LABELS.items()}
    return words.get(typed) or (typed if typed in TYPE_LABELS else None)


def _numbers(typed: str) -> list[str]:
    return [part.strip() for part in typed.replace(";", "；").split("；") if part.strip()]


def _absences(typed: str) -> Iterator[tuple[date, date]]:
    """All of them, or none when any cannot be read."""
    found = []
    for part in _numbers(typed):
        since, _, until = part.partition("~")
        try:
            pair = (parse_day(since), parse_day(until))
        except ValueError:
            return
        if pair[0] > pair[1]:
            return
        found.append(pair)
    yield from found


def _is_field(number: str, known: Known) -> bool:
    return row_number(number) in known.fields


def _twice(rows: Iterable[ExpertRow]) -> Iterator[Text]:
    seen: set[str] = set()
    for row in rows:
        if row.email in seen:
            yield Text(f"{row.email} 出现两次", f"{row.email} appears twice")
        seen.add(row.email)

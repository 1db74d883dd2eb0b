"""The sheet of earlier years' projects: its template, and its rows or every fault in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, TypeVar

from app.days import parse_day
from app.money import MoneyUnit, parse_money
from app.names import check_line, check_person_name
from app.services.files.sheet_rows import FORMULA, NO_ROWS, ROWS_MOST, TOO_MANY, SheetRow, any_rows
from app.services.files.sheets import table
from workflows.engine.text import Text

T = TypeVar("T")

COLUMNS: dict[str, Text] = {
    "number": Text("项目编号", "Project number"),
    "title": Text("项目名称", "Title"),
    "programme": Text("计划类别", "Programme"),
    "unit": Text("牵头单位全称", "Full name of the lead unit"),
    "leader": Text("负责人", "Project leader"),
    "email": Text("负责人邮箱", "Project leader's email"),
    "starts_on": Text("开始日期", "Start"),
    "ends_on": Text("结束日期", "End"),
    "outcome": Text("状态", "Outcome"),
    "ended_on": Text("结束（验收、终止）时间", "Ended on"),
    "granted": Text("资助金额（万元，期初数）", "Award (万元, opening figure)"),
    "paid": Text("已拨金额（万元，期初数）", "Paid (万元, opening figure)"),
    "spent": Text("已支出金额（万元，期初数）", "Spent (万元, opening figure)"),
}
OUTCOMES: dict[str, Text] = {
    "running": Text("在研", "running"),
    "passed": Text("通过验收", "passed"),
    "concluded": Text("结题", "concluded"),
    "failed": Text("验收不通过", "failed"),
    "terminated": Text("终止", "terminated"),
    "revoked": Text("撤销", "revoked"),
}
_EXAMPLE = {
    "number": "2023H0012",
    "title": "示例：固态电池电解质关键材料研究（请删除本行）",
    "programme": "省科技重大专项",
    "unit": "单位全称，须已在系统中登记",
    "leader": "姓名",
    "email": "name@example.org",
    "starts_on": "2023-01-01",
    "ends_on": "2026-12-31",
    "outcome": OUTCOMES["running"].zh,
    "ended_on": "",
    "granted": "200",
    "paid": "120",
    "spent": "86.5",
}


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project as the sheet has it; money in 分."""

    number: str
    title: str
    programme: str
    unit_id: int
    leader: str
    email: str
    starts_on: date
    ends_on: date
    outcome: str
    ended_on: date | None
    granted: int
    paid: int
    spent: int


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are held against: units by name, names of accounts by mail address, numbers of
    projects that run here."""

    units: Mapping[str, int]
    people: Mapping[str, str]
    own_numbers: frozenset[str]
    today: date


def template() -> bytes:
    heading = [label.zh for label in COLUMNS.values()]
    return table("往年项目", heading, [list(_EXAMPLE.values())])


def read(file: BinaryIO, known: Known) -> tuple[list[ProjectRow], list[Text]]:
    """The sound rows, and every fault of the others by its row number. A sheet is taken whole: with
    any fault nothing is."""
    lines = any_rows(file, len(COLUMNS))
    if isinstance(lines, Text):
        return [], [lines]
    rows: list[ProjectRow] = []
    faults: list[Text] = []
    for line in lines:
        if line.number > ROWS_MOST + 1:
            return [], [TOO_MANY]
        found = _read(line, known)
        if isinstance(found, ProjectRow):
            rows.append(found)
        else:
            faults += [line.at_fault(fault) for fault in found]
    if not rows and not faults:
        return [], [NO_ROWS]
    return rows, [*faults, *_twice(rows)]


def _read(line: SheetRow, known: Known) -> ProjectRow | list[Text]:
    if line.has_formula:
        return [FORMULA]
    typed = dict.fromkeys(COLUMNS, "") | dict(zip(COLUMNS, line.cells, strict=False))
    cells = _Cells(typed)
    row = ProjectRow(
        number=cells.line("number", 40),
        title=cells.line("title", 200),
        programme=cells.line("programme", 200, required=False),
        unit_id=cells.found("unit", known.units),
        leader=cells.taken("leader", check_person_name(typed["leader"]), ""),
        email=cells.email(),
        starts_on=cells.day("starts_on"),
        ends_on=cells.day("ends_on"),
        outcome=cells.found("outcome", {label.zh: key for key, label in OUTCOMES.items()}),
        ended_on=cells.day("ended_on") if typed["ended_on"] else None,
        granted=cells.money("granted"),
        paid=cells.money("paid"),
        spent=cells.money("spent"),
    )
    return cells.faults or list(_at_odds(row, known)) or row


class _Cells:
    """The cells of one row; what cannot be read is put among the faults."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed, self.faults = typed, list[Text]()

    def line(self, key: str, most: int, *, required: bool = True) -> str:
        return self.taken(
            key, check_line(self._typed[key], COLUMNS[key], most, required=required), ""
        )

    def email(self) -> str:
        mail = self._typed["email"].lower()
        local, _, domain = mail.partition("@")
        if not (local and "." in domain) or " " in mail:
            self.faults.append(Text("邮箱无法识别", "the email address is not recognised"))
        return mail

    def found(self, key: str, known: Mapping[str, str] | Mapping[str, int]) -> Any:
        if self._typed[key] not in known:
            words = _UNKNOWN[key].format(typed=self._typed[key])
            self.faults.append(words)
            return None
        return known[self._typed[key]]

    def day(self, key: str) -> date:
        try:
            return parse_day(self._typed[key])
        except ValueError:
            self.faults.append(_NO_DAY.format(label=COLUMNS[key]))
            return date.min

    def money(self, key: str) -> int:
        amount = parse_money(self._typed[key] or "0", MoneyUnit.TEN_THOUSAND_YUAN)
        return self.taken(key, amount, 0)

    def taken(self, key: str, read: T | Text, otherwise: T) -> T:
        if isinstance(read, Text):
            fault = Text("“{label}”：{what}", "{label}: {what}")
            self.faults.append(fault.format(label=COLUMNS[key], what=read))
            return otherwise
        return read


def _at_odds(row: ProjectRow, known: Known) -> Iterator[Text]:
    """What a row says that cannot be together, or not with what is known here."""
    for is_so, fault in _FAULTS.values():
        if is_so(row, known):
            yield fault
    if known.people.get(row.email, row.leader) != row.leader:
        yield Text(
            f"邮箱 {row.email} 属于“{known.people[row.email]}”，不是“{row.leader}”",
            f"{row.email} belongs to “{known.people[row.email]}”, not to “{row.leader}”",
        )


_FAULTS: dict[str, tuple[Callable[[ProjectRow, Known], bool], Text]] = {
    "own_number": (
        lambda row, known: row.number in known.own_numbers,
        Text(
            "这个编号的项目在本系统中实施，不能导入",
            "the project with this number is carried out in this system and cannot be imported",
        ),
    ),
    "order": (
        lambda row, _known: row.ends_on < row.starts_on,
        Text("结束日期早于开始日期", "the end date is before the start date"),
    ),
    "ending_missing": (
        lambda row, _known: row.outcome != "running" and row.ended_on is None,
        Text("已结束的项目须填写结束时间", "projects that have ended need an end date"),
    ),
    "ending_given": (
        lambda row, _known: row.outcome == "running" and row.ended_on is not None,
        Text("在研项目不填写结束时间", "leave the end date empty for running projects"),
    ),
    "future": (
        lambda row, known: row.ended_on is not None and row.ended_on > known.today,
        Text("结束时间在今天之后", "the end date is after today"),
    ),
    "no_grant": (
        lambda row, _known: row.granted == 0,
        Text("资助金额须大于零", "the award must be above zero"),
    ),
    "paid": (
        lambda row, _known: row.paid > row.granted,
        Text("已拨金额大于资助金额", "the amount paid is more than the award"),
    ),
}
_UNKNOWN = {
    "unit": Text("系统中没有单位“{typed}”", "there is no unit “{typed}” in the system"),
    "outcome": Text(
        "状态须为在研、通过验收、结题、验收不通过、终止、撤销之一，不是“{typed}”",
        "the status must be one of 在研、通过验收、结题、验收不通过、终止、撤销, not “{typed}”",
    ),
}
_NO_DAY = Text("“{label}”须为 2023-01-01 这样的日期", "“{label}” must be a date such as 2023-01-01")


def _twice(rows: list[ProjectRow]) -> Iterator[Text]:
    counted = Counter(row.number for row in rows)
    for number in (number for number, count in counted.items() if count > 1):
        yield Text(f"编号 {number} 出现了不止一次", f"number {number} appears more than once")

"""What a third party evaluates the plan from, as an XLSX workbook: indicators, tasks, calls,
projects, money by the books, results, programmes, catalogues.

Every cell is text or a number; what begins like a formula stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.models import Call, IndicatorReading, Project, ResearchResult
from app.plan.indicators import Indicator
from app.queries.plan import Coverage, Figures
from app.queries.plan_tasks import Served
from app.services.accepting.results import KINDS
from app.services.cases import workflow_of
from app.services.money.positions import Position
from app.services.plan_task_sheet import HEADER, task_rows
from workflows.money.modes import PAYEE_MODES, PAYMENT_MODES
from workflows.registry import MECHANISMS

if TYPE_CHECKING:  # late: pages that make no table do without it
    from openpyxl import Workbook

INDICATORS = ("序号", "指标", "单位", "2020 年", "规划目标", "最新值", "年份", "数据来源")
CALLS = (
    *("年度", "专项", "指南", "组织方式", "规划任务", "与规划任务对标", "主办人", "状态"),
    *("经费总额（元）", "拨付方式", "联合申报经费拨付"),
)
PROJECTS = (
    *("项目编号", "项目名称", "专项", "规划任务", "技术目录条目", "牵头单位", "地区"),
    *("项目负责人", "主办人", "状态", "开始", "结束"),
    *("财政资金（元）", "自筹资金（元）", "登记成果数"),
)
MONEY = (
    *("项目编号", "立项金额（元）", "未下单（元）", "拨付办理中（元）", "已拨付（元）"),
    *("牵头单位账上（元）", "牵头单位已列支（元）", "参加单位账上（元）", "参加单位已列支（元）"),
    *("已退回（元）", "已核销（元）"),
)
RESULTS = ("项目编号", "类别", "成果名称", "编号", "权利人", "登记日期", "标注项目编号")
PROGRAMMES = ("专项", "项目数", "通过或结题", "财政资金（元）", "自筹资金（元）")
COVERED = ("目录", "条目数", "已布局条目")

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that is handed over. `readings` by number of the indicator, `money` by id of the
    project."""

    indicators: Sequence[Indicator]
    readings: Mapping[int, IndicatorReading]
    tasks: Sequence[Served]
    calls: Sequence[Call]
    projects: Sequence[Project]
    money: Mapping[int, Position]
    results: Sequence[ResearchResult]
    programmes: Sequence[Figures]
    coverage: Sequence[Coverage]


def write(what: Evaluation) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    numbers = {p.id: p.number for p in what.projects}
    counts: dict[int, int] = {}
    for result in what.results:
        counts[result.project_id] = counts.get(result.project_id, 0) + 1
    for title, columns, rows in (
        ("规划指标", INDICATORS, (_indicator(i, what.readings) for i in what.indicators)),
        ("规划任务", HEADER, task_rows(what.tasks)),
        ("指南", CALLS, map(_call, what.calls)),
        ("任务清单", PROJECTS, (_project(p, counts) for p in what.projects)),
        ("经费", MONEY, (_money(p, what.money[p.id]) for p in what.projects)),
        ("成果", RESULTS, (_result(r, numbers) for r in what.results)),
        ("专项", PROGRAMMES, map(_figures, what.programmes)),
        (
            "技术目录",
            COVERED,
            ((f"{c.number} {c.name}", c.entries, c.covered) for c in what.coverage),
        ),
    ):
        _sheet(book, title, columns, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _indicator(one: Indicator, readings: Mapping[int, IndicatorReading]) -> Row:
    found = readings.get(one.number)
    newest = (found.value, found.year, found.source) if found else ("", "", "")
    return (one.number, one.name, one.unit, one.baseline, one.target, *newest)


def _call(call: Call) -> Row:
    return (
        *(call.year, call.programme.name, call.title),
        MECHANISMS[call.mechanism_key].label.zh,
        "；".join(task.text for task in call.tasks),
        *(call.plan_match, call.drafted_by.name),
        workflow_of(call).state(call.state).label.zh,
        call.budget / 100,
        PAYMENT_MODES[call.payment_mode].zh,
        PAYEE_MODES[call.payee_mode].zh,
    )


def _project(project: Project, results: Mapping[int, int]) -> Row:
    proposal = project.proposal
    field, task = proposal.technology_field, proposal.plan_task
    return (
        *(project.number, proposal.title, proposal.call.programme.name),
        *(task.text if task else "", field.name if field else ""),
        *(proposal.lead_unit.name, proposal.lead_unit.city),
        *(proposal.pi.name, proposal.call.drafted_by.name),
        workflow_of(project).state(project.state).label.zh,
        *(project.starts_on.isoformat(), project.ends_on.isoformat()),
        *(project.amount / 100, proposal.matching / 100, results.get(project.id, 0)),
    )


def _money(project: Project, stands: Position) -> Row:
    amounts = (
        *(stands.granted, stands.committed, stands.ordered, stands.paid),
        *(stands.in_hand, stands.spent, stands.with_partners, stands.spent_by_partners),
        *(stands.refunded, stands.lost),
    )
    return (project.number, *(amount / 100 for amount in amounts))


def _result(result: ResearchResult, numbers: Mapping[int, str]) -> Row:
    on = result.registered_on
    return (
        *(numbers.get(result.project_id, ""), KINDS[result.kind].zh, result.title),
        *(result.number, result.holder, on.isoformat() if on else ""),
        "是" if result.cites_project else "否",
    )


def _figures(one: Figures) -> Row:
    return (one.name, one.projects, one.ended_well, one.fiscal / 100, one.own / 100)


def _sheet(book: Workbook, title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    from openpyxl.cell import Cell

    sheet = book.create_sheet(title)
    for row in (columns, *rows):
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell, Cell) and isinstance(cell.value, str):
                cell.data_type, cell.number_format = "s", "@"
    sheet.freeze_panes = "A2"

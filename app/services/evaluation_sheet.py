"""What a third party evaluates the plan from, as an XLSX workbook: tasks, programmes, coverage.

Every cell is text or a number; what begins like a formula stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell

from app.models import Project
from app.queries.plan import Coverage, Figures
from app.services.cases import workflow_of
from workflows.engine.text import Text

TASKS = (
    Text("项目编号", "Project"),
    Text("项目名称", "Title"),
    Text("专项", "Programme"),
    Text("技术目录条目", "Technology field"),
    Text("牵头单位", "Lead unit"),
    Text("地区", "Region"),
    Text("项目负责人", "Leader"),
    Text("主办人", "Officer"),
    Text("状态", "State"),
    Text("开始", "From"),
    Text("结束", "To"),
    Text("财政资金（元）", "Public funds (CNY)"),
    Text("自筹资金（元）", "Own funds (CNY)"),
    Text("登记成果数", "Results registered"),
)
PROGRAMMES = (
    Text("专项", "Programme"),
    Text("项目数", "Projects"),
    Text("通过或结题", "Passed or concluded"),
    Text("财政资金（元）", "Public funds (CNY)"),
    Text("自筹资金（元）", "Own funds (CNY)"),
)
COVERED = (
    Text("目录", "Catalogue"),
    Text("条目数", "Entries"),
    Text("已布局条目", "Entries covered"),
)


def write(
    projects: Sequence[Project],
    results: dict[int, int],
    programmes: Sequence[Figures],
    coverage: Sequence[Coverage],
) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, Text("任务清单", "Tasks"), TASKS, (_task(p, results) for p in projects))
    _sheet(
        book,
        Text("专项", "Programmes"),
        PROGRAMMES,
        ((f.name, f.projects, f.ended_well, f.fiscal / 100, f.own / 100) for f in programmes),
    )
    _sheet(
        book,
        Text("技术目录", "Catalogues"),
        COVERED,
        ((f"{c.number} {c.name}", c.entries, c.covered) for c in coverage),
    )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _task(project: Project, results: dict[int, int]) -> tuple[Any, ...]:
    proposal = project.proposal
    field = proposal.technology_field
    return (
        *(project.number, proposal.title, proposal.call.programme.name),
        *(field.name if field else "", proposal.lead_unit.name, proposal.lead_unit.city),
        *(proposal.pi.name, proposal.call.drafted_by.name),
        workflow_of(project).state(project.state).label.zh,
        *(project.starts_on.isoformat(), project.ends_on.isoformat()),
        *(project.amount / 100, proposal.matching / 100, results.get(project.id, 0)),
    )


def _sheet(
    book: Workbook, title: Text, columns: Sequence[Text], rows: Iterable[tuple[Any, ...]]
) -> None:
    sheet = book.create_sheet(title.zh)
    sheet.append([column.zh for column in columns])
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell, Cell) and isinstance(cell.value, str):
                cell.data_type = "s"

"""The list of the plan's tasks as an XLSX table: what serves each, and whom it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from app.queries.plan_tasks import Served
from app.services.sheets import table

HEADER = (
    *("任务编号", "专项", "规划任务", "指南", "主办人"),
    *("项目编号", "项目负责人", "牵头单位", "财政资金（元）", "缺口"),
)
Row = tuple[str | int | float, ...]


def task_sheet(tasks: Iterable[Served]) -> bytes:
    return table("任务清单", HEADER, task_rows(tasks))


def task_rows(tasks: Iterable[Served]) -> list[Row]:
    """One row for each project, and one for each task that has none yet."""
    return [row for task in tasks for row in _rows(task)]


def _rows(served: Served) -> Iterable[Row]:
    task = served.task
    start = (
        *(task.code, task.programme.name, task.text),
        *("；".join(call.title for call in served.calls), "、".join(served.officers)),
    )
    if not served.projects:
        yield (*start, "", "", "", 0, "尚无项目" if served.calls else "尚无指南")
    for project in served.projects:
        proposal = project.proposal
        yield (
            *(*start, project.number, proposal.pi.name, proposal.lead_unit.name),
            *(project.amount / 100, ""),
        )

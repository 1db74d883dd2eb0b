"""The list of the plan's tasks as a sheet: what serves each, and whom it rests on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.plan.tasks import worded
from app.queries.figures.plan_tasks import Row, every_task
from app.services.calls.programmes import name_of, title_of
from app.services.files.sheets import Sheet, workbook, yuan
from app.services.takeaways.columns import Cell, Column
from workflows.engine.text import Text

_TITLE = Text("规划任务", "Plan tasks")


def task_sheet(session: Session, hidden: Collection[int], locale: str) -> bytes:
    return workbook([tasks_as_sheet(session, hidden, locale)])


def tasks_as_sheet(session: Session, hidden: Collection[int], locale: str) -> Sheet:
    """One row for each project, and one for each task that has none yet."""
    found = every_task(session, hidden)
    rows = ([column.within(locale, row) for column in COLUMNS] for row in found)
    return Sheet(_TITLE.within(locale), [c.label.within(locale) for c in COLUMNS], rows)


def _calls(row: Row) -> Text:
    titles = [title_of(call) for call in row[0].calls]
    return Text("；".join(t.zh for t in titles), "; ".join(t.en for t in titles))


def _gap(row: Row) -> Cell:
    served, project, _granted = row
    if project is not None:
        return ""
    if served.calls:
        return Text("尚无项目", "no project yet")
    return Text("尚无指南", "no call yet")


COLUMNS = (
    Column(Text("任务编号", "Task number"), lambda r: r[0].task.code),
    Column(Text("专项", "Programme"), lambda r: name_of(r[0].task.programme)),
    Column(Text("规划任务", "Plan task"), lambda r: worded(r[0].task.text)),
    Column(Text("指南", "Calls"), _calls),
    Column(Text("主办人", "Officers"), lambda r: "、".join(r[0].officers)),
    Column(Text("项目编号", "Project number"), lambda r: r[1].number if r[1] else ""),
    Column(Text("项目负责人", "Project leader"), lambda r: r[1].proposal.pi.name if r[1] else ""),
    Column(Text("牵头单位", "Lead unit"), lambda r: r[1].proposal.lead_unit.name if r[1] else ""),
    Column(
        Text("财政资金（元）", "Public funds (yuan)"),
        lambda r: yuan(r[2]),
    ),
    Column(Text("缺口", "Gap"), _gap),
)

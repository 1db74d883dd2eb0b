"""Every workbook of more than one list that can be taken away, as the sheet of a list is.

Who may take it is said by the guard of the page, named by `endpoint`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.queries.plan import count_tasks
from app.services.plan.evaluation_sheet import evaluation
from app.services.plan.plan_task_sheet import task_sheet
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Book:
    """`write` is told what the asker stands aside from, and the language; `count` tells the rows
    of its longest sheet."""

    label: Text
    endpoint: str
    count: Callable[[Session, Collection[int]], int]
    write: Callable[[Session, Collection[int], str], bytes]


BOOKS: dict[str, Book] = {
    "plan-tasks": Book(
        Text("规划任务", "Tasks of the plan"), "plan.tasks", count_tasks, task_sheet
    ),
    "plan-evaluation": Book(
        Text("第三方评估数据", "Data for the evaluation"), "plan.office", count_tasks, evaluation
    ),
}
"""By the name in the address."""

"""Every workbook of more than one list that can be taken away, as the sheet of a list is.

Who may take it is said by the guard of the page, named by `endpoint`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.access.recused import aside_from
from app.models import Call
from app.queries.figures.plan import count_tasks
from app.services.awarding import ranking_sheet
from app.services.awarding.ranking_outline import AFTER_REVIEW
from app.services.plan.evaluation_sheet import evaluation
from app.services.plan.plan_task_sheet import task_sheet
from app.services.takeaways.listings import Args, Asker, call_asked
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Book:
    """`count` tells the rows of its longest sheet; `write` is told the language, too. Both are None
    where the arguments name nothing that exists for the asker."""

    label: Text
    endpoint: str
    count: Callable[[Asker, Args], int | None]
    write: Callable[[Asker, Args, str], bytes | None]


def _count_tasks(asker: Asker, _args: Args) -> int:
    return count_tasks(asker.session, aside_from(asker.session, asker.person))


def _tasks(asker: Asker, _args: Args, locale: str) -> bytes:
    return task_sheet(asker.session, aside_from(asker.session, asker.person), locale)


def _evaluation(asker: Asker, _args: Args, locale: str) -> bytes:
    return evaluation(asker.session, aside_from(asker.session, asker.person), locale)


def _ranked(asker: Asker, args: Args) -> Call | None:
    """Before every panel has locked nobody in the office sees a score."""
    call = call_asked(asker, args)
    return call if call and call.state in AFTER_REVIEW else None


def _count_ranked(asker: Asker, args: Args) -> int | None:
    call = _ranked(asker, args)
    return ranking_sheet.count(asker.session, call) if call else None


def _ranking(asker: Asker, args: Args, _locale: str) -> bytes | None:
    call = _ranked(asker, args)
    hidden = aside_from(asker.session, asker.person)
    return ranking_sheet.write(asker.session, call, hidden) if call else None


BOOKS: dict[str, Book] = {
    "plan-tasks": Book(Text("规划任务", "Plan tasks"), "plan.tasks", _count_tasks, _tasks),
    "plan-evaluation": Book(
        Text("第三方评估数据", "Data for the evaluation"), "plan.office", _count_tasks, _evaluation
    ),
    "ranking": Book(Text("评审排序", "Ranking"), "officer.ranked", _count_ranked, _ranking),
}
"""By the name in the address."""

"""The tasks of the plan with what serves them: calls, projects, whom they rest on; and the gaps.

任务项目化、项目清单化、清单责任化: a fixed number of queries, however many tasks a page holds; a
page shows the first projects of each, since a task may have thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, false, null, select, union_all
from sqlalchemy.orm import Session, joinedload

from app.models import Call, CallTask, PlanTask, Programme, Project, Proposal
from app.queries.figures.plan import PORTION, TASKS, carried_out
from app.services.money.positions import granted

SHOWN_MOST = 5
_OF_THE_PLAN = Programme.number, Programme.id, PlanTask.number
_NO_MORE: tuple[int | None, Iterator[Any]] = (None, iter(()))
_NO_CALL = ("cancelled", "no_award")


@dataclass(frozen=True, slots=True)
class Served:
    """One task, its calls and its projects, or the first of them when there are more."""

    task: PlanTask
    calls: Sequence[Call]
    projects: Sequence[Project]
    has_more: bool = False

    @property
    def officers(self) -> tuple[str, ...]:
        """Who in the office answers for it, each once."""
        return tuple(dict.fromkeys(call.drafted_by.name for call in self.calls))


Row = tuple[Served, Project | None, int]
"""A task, a project of it, and what that was granted in 分."""


def plan_tasks(*, only_gaps: bool = False) -> Select[Any]:
    """In the order of the plan; a gap is a task without a call."""
    query = (
        select(PlanTask)
        .join(Programme)
        .options(joinedload(PlanTask.programme))
        .order_by(*_OF_THE_PLAN)
    )
    if not only_gaps:
        return query
    called = (
        select(CallTask.plan_task_id)
        .join(Call, Call.id == CallTask.call_id)
        .where(Call.state.not_in(_NO_CALL))
    )
    return query.where(PlanTask.id.not_in(called))


def served(session: Session, tasks: Sequence[PlanTask], hidden: Collection[int]) -> list[Served]:
    """With the first projects of each, but for those of the `hidden` proposals."""
    ids = [task.id for task in tasks]
    calls = _calls(session, ids)
    projects = _projects(session, Project.id.in_(_first(ids, hidden)), hidden)
    return [
        Served(
            task,
            calls[task.id],
            projects[task.id][:SHOWN_MOST],
            has_more=len(projects[task.id]) > SHOWN_MOST,
        )
        for task in tasks
    ]


def every_task(session: Session, hidden: Collection[int]) -> Iterator[Row]:
    """Each task with each of its projects, or with none; projects are read as they are asked for,
    since there may be very many."""
    tasks = sorted(TASKS.of(session), key=_place_in_plan)
    calls = _calls(session, [task.id for task in tasks])
    whole = joinedload(Project.proposal)
    rows = session.execute(
        select(Project, granted())
        .join(Proposal, Project.proposal_id == Proposal.id)
        .join(PlanTask, Proposal.plan_task_id == PlanTask.id)
        .join(Programme, PlanTask.programme_id == Programme.id)
        .options(whole.joinedload(Proposal.pi), whole.joinedload(Proposal.lead_unit))
        .where(carried_out(hidden))
        .order_by(*_OF_THE_PLAN, Project.number)
        .execution_options(yield_per=PORTION)
    )
    by_task = groupby(rows, key=lambda row: row[0].proposal.plan_task_id)
    number, projects = next(by_task, _NO_MORE)
    for task in tasks:
        of_task = Served(task, calls[task.id], ())
        if number != task.id:
            yield of_task, None, 0
            continue
        yield from ((of_task, project, money) for project, money in projects)
        number, projects = next(by_task, _NO_MORE)


def _place_in_plan(task: PlanTask) -> tuple[int, int, int]:
    """As `_OF_THE_PLAN` says."""
    return task.programme.number, task.programme.id, task.number


def _first(ids: Sequence[int], hidden: Collection[int]) -> Any:
    """Of each task one project more than a page shows."""
    arms = (
        select(Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.plan_task_id == task, carried_out(hidden))
        .order_by(Proposal.id)
        .limit(SHOWN_MOST + 1)
        .subquery()
        for task in ids
    )
    return union_all(select(null()).where(false()), *(select(arm.c.id) for arm in arms))


def _calls(session: Session, ids: Sequence[int]) -> dict[int, list[Call]]:
    rows = session.execute(
        select(CallTask.plan_task_id, Call)
        .join(Call, Call.id == CallTask.call_id)
        .options(joinedload(Call.drafted_by))
        .where(CallTask.plan_task_id.in_(ids), Call.state.not_in(_NO_CALL))
        .order_by(Call.id)
    )
    found: dict[int, list[Call]] = defaultdict(list)
    for task, call in rows:
        found[task].append(call)
    return found


def _projects(session: Session, which: Any, hidden: Collection[int]) -> dict[int, list[Project]]:
    whole = joinedload(Project.proposal)
    rows = session.scalars(
        select(Project)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .options(whole.joinedload(Proposal.pi), whole.joinedload(Proposal.lead_unit))
        .where(which, carried_out(hidden))
        .order_by(Project.number)
    )
    found: dict[int, list[Project]] = defaultdict(list)
    for project in rows:
        task = project.proposal.plan_task_id
        assert task is not None, "asked for by its task"
        found[task].append(project)
    return found

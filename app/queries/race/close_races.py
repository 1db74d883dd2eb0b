"""Which races stand at their floor, or hold less than the stages ahead and the prize will take
(I1, I2); the board of a race says the same of one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.models import Race, Stage, Team
from app.queries.books.late_money import pooled
from workflows.race.words import ACTIVE, BEFORE_START, DECIDED, OVER


def is_close() -> ColumnElement[bool]:
    """On the table of races."""
    under_way = Race.state.not_in([state.value for state in (*BEFORE_START, *OVER)])
    return and_(under_way, or_(_active() <= _floor(), _free() < _ahead() + Race.prize))


def _active() -> Any:
    states = [state.value for state in ACTIVE]
    return _of(select(func.count(Team.id)).where(Team.race_id == Race.id, Team.state.in_(states)))


def _floor() -> Any:
    decided = select(func.coalesce(func.max(Stage.number), 0)).where(
        Stage.race_id == Race.id, Stage.state.in_([state.value for state in DECIDED])
    )
    is_parallel = _of(decided) < Race.converge_at
    return case((and_(is_parallel, Race.floor_waived.is_(False)), 2), else_=1)


def _free() -> Any:
    fenced = select(func.coalesce(func.sum(Team.ring_fenced), 0)).where(Team.race_id == Race.id)
    return func.coalesce(pooled(), Race.pool) - _of(fenced)


def _ahead() -> Any:
    return _of(
        select(func.coalesce(func.sum(Stage.pool), 0)).where(
            Stage.race_id == Race.id, Stage.number > Race.paid_through
        )
    )


def _of(query: Any) -> Any:
    return query.correlate(Race).scalar_subquery()

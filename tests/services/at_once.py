"""Two transactions at once: one is under way while the other begins."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.checkpoint import verify_history
from app.models import (
    Case,
    History,
    Person,
)
from app.services.cases import case_id, load_case
from app.services.door.actors import By
from app.services.moves import Moved, Signed, take
from app.worker.context import Context
from tests.services.stage import Stage
from workflows.engine.decide import Refusals

Answered = Moved | Signed | Refusals


T = TypeVar("T")


def act(stage: Stage, case: Case, move: str, by: By, **given: str) -> Callable[[Session], Answered]:
    """That move, made later in a session of its own by somebody who has the page open."""
    kind, number, now = case.kind, case_id(case), stage.now
    person = by.id if isinstance(by, Person) else None

    def carried_out(session: Session) -> Answered:
        actor = session.get_one(Person, person) if person else by
        fresh: Any = load_case(session, kind, number)
        return take(session, fresh, move, actor, now=now, given=given, authenticated_at=now)

    return carried_out


def at_once(
    stage: Stage,
    context: Context,
    first: Callable[[Session], T],
    second: Callable[[Session], T],
    *,
    taken_back: bool = False,
) -> tuple[T, T]:
    """The second comes while the first has moved but not yet committed, and must wait for it."""
    stage.session.commit()
    knocking = Event()

    def knocks() -> T:
        knocking.set()
        with context.transaction() as session:
            return second(session)

    with ThreadPoolExecutor(1) as elsewhere:
        with context.transaction() as session:
            one = first(session)
            waiting = elsewhere.submit(knocks)
            assert knocking.wait(10)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            if taken_back:
                session.rollback()
        two = waiting.result(timeout=30)
    stage.session.expire_all()
    return one, two


def keys(answer: Answered) -> set[str]:
    assert isinstance(answer, Refusals), answer
    return {r.key for r in answer.reasons}


def count(stage: Stage, move: str) -> int:
    moves = select(func.count(History.id)).where(History.transition == move)
    return stage.session.scalar(moves) or 0


def chain_is_whole(stage: Stage) -> bool:
    return verify_history(stage.session, stage.session.info["settings"].audit_keys) is None

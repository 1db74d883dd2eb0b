"""The stage of a story: a movable clock, the door, and a line of print for every move."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import MovableClock
from app.models import Case, Outbox, Person, Proposal
from app.queries.administering.operating import outstanding
from app.services.cases import key_of, load_case, state_of
from app.services.moves import Moved, Signed, take
from app.services.problems import Problems
from app.services.similarity.asking import is_awaited
from app.worker.clock import fire_due
from app.worker.context import Context
from workflows.engine.calendar import SHANGHAI
from workflows.engine.decide import Refusals

T = TypeVar("T")
_PATIENCE = 180
"""Seconds to wait for the worker before the story gives up."""


class StoryBroken(RuntimeError):
    """Something in the story went otherwise than it must; the message says what."""


def must(answer: T | Problems) -> T:
    """What a service made; problems it found break the story."""
    if isinstance(answer, Problems):
        raise StoryBroken("；".join(text.zh for text in answer.by_field.values()))
    return answer


class Stage:
    """`wait` lets the other stories of the demonstration go first until a moment is reached."""

    def __init__(
        self,
        context: Context,
        clock: MovableClock,
        say: Callable[[str], None],
        wait: Callable[[datetime], None] | None = None,
    ) -> None:
        self.context = context
        self._clock = clock
        self._say = say
        self._wait = wait or clock.move_to

    @property
    def now(self) -> datetime:
        return self._clock.now()

    def tell(self, line: str) -> None:
        self._say(f"{self.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}  {line}")

    def chapter(self, title: str) -> None:
        self._say(f"\n── {title}")

    def at(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """Move the clock on and let everything due until then happen, in its order."""
        self.at_moment(datetime(year, month, day, hour, minute, tzinfo=SHANGHAI))

    def at_moment(self, moment: datetime) -> None:
        self.jump(moment)
        self.tick()

    def jump(self, moment: datetime) -> None:
        """Move the clock alone, as in the moment before the system's own next pass."""
        self._wait(moment)

    def tick(self) -> None:
        while fire_due(self.context, self.now):
            pass

    def later(self, **period: float) -> None:
        self.at_moment(self.now + timedelta(**period))

    @contextmanager
    def scene(self) -> Iterator[Session]:
        """One transaction of the story."""
        with self.context.transaction() as session:
            yield session

    def move(self, case: Case, transition: str, by: str, **given: str) -> None:
        """Make a move as the person with that mail address; a refusal breaks the story."""
        answer = self._take(case, transition, by, given)
        if isinstance(answer, Refusals):
            reasons = "".join(r.reason.zh for r in answer.reasons)
            raise StoryBroken(f"{by} 不能办理 {case.kind}.{transition}：{reasons}")

    def refused(self, case: Case, transition: str, by: str, **given: str) -> str:
        """Try a move that must be refused; returns the reasons."""
        answer = self._take(case, transition, by, given)
        if not isinstance(answer, Refusals):
            raise StoryBroken(f"{by} 本不应能办理 {case.kind}.{transition}")
        return "".join(r.reason.zh for r in answer.reasons)

    def _take(
        self, case: Case, transition: str, by: str, given: dict[str, str]
    ) -> Moved | Signed | Refusals:
        with self.scene() as session:
            person = session.scalars(select(Person).where(Person.email == by)).one()
            fresh = load_case(session, *key_of(case))
            assert fresh is not None, "a case of the story does not vanish"
            now = self.now
            return take(
                session, fresh, transition, person, now=now, given=given, authenticated_at=now
            )

    def state_of(self, case: Case) -> str:
        with self.scene() as session:
            fresh: Any = load_case(session, *key_of(case))
            return state_of(fresh).label.zh

    def wait_for_the_worker(self) -> None:
        """Until everything caused so far is done, however long it takes while it goes on.

        Raises StoryBroken: work failed for good, or nobody does it.
        """
        fewest, end = None, time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            left, failed = self._work_left()
            if failed:
                raise StoryBroken(f"后台作业失败：{failed}")
            if not left:
                return
            if fewest is None or left < fewest:
                fewest, end = left, time.monotonic() + _PATIENCE
            time.sleep(0.2)
        raise StoryBroken("后台作业未在限时内完成：worker 与 relay 是否在运行？")

    def wait_for_comparison(self, proposal: Proposal) -> None:
        """Raises StoryBroken: nobody makes it."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            with self.context.database.session(writing=False) as session:
                if not is_awaited(session, proposal):
                    return
            time.sleep(0.1)
        raise StoryBroken(f"{proposal.title}：查重未在限时内完成，worker 与 relay 是否在运行？")

    def _work_left(self) -> tuple[int, str]:
        with self.context.database.session(writing=False) as session:
            left = session.scalar(select(func.count(Outbox.id)).where(outstanding(self.now)))
            failed = session.scalars(
                select(Outbox.error).where(Outbox.status == "failed").limit(1)
            ).first()
        return left or 0, failed or ""

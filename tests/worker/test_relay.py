"""Work that is handed to the queue: what waits goes, and how old it is can be told."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import cast

import pytest
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.orm import Session

from app.models import Outbox
from app.queries.administering.operating import standing
from app.services.upkeep.queue import begin_anew
from app.worker.context import Context
from app.worker.relay import LEFT_BEHIND, pass_on, wait_for
from tests.conftest import START
from tests.worker.queued import Line


@pytest.fixture
def row(session: Session) -> Outbox:
    """A mail that nobody moved for: of a registration, say."""
    made = Outbox(key="k", job="mail", payload={}, not_before=START)
    session.add(made)
    session.commit()
    return made


def hand_over(context: Context, session: Session, row: Outbox, minutes: int, line: Line) -> None:
    try:
        pass_on(context.database, cast(Queue, line), START + timedelta(minutes=minutes))
    finally:
        session.refresh(row)
        session.commit()


def test_what_a_queue_that_is_away_did_not_take_goes_as_soon_as_it_is_back(
    context: Context, session: Session, row: Outbox
) -> None:
    with pytest.raises(RedisError):
        hand_over(context, session, row, 0, Line(is_away=True))
    assert (row.status, row.not_before) == ("waiting", START)
    hand_over(context, session, row, 0, Line())
    assert (row.status, row.not_before) == ("queued", START + LEFT_BEHIND)


def test_work_is_as_old_as_its_first_way_to_the_queue_however_often_it_is_handed_over(
    context: Context, session: Session, row: Outbox
) -> None:
    """Nobody works: without the first time, no alarm would ever tell of it."""
    for minutes in (0, 5, 10, 15):
        hand_over(context, session, row, minutes, Line())
    late = START + timedelta(minutes=20)
    assert standing(session, late).oldest_seconds == 20 * 60
    begin_anew(row, late)
    assert standing(session, late).oldest_seconds == 0


def test_a_worker_that_starts_before_its_queue_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(is_away=True)
    waits: list[float] = []

    def come_back(seconds: float) -> None:
        waits.append(seconds)
        line.is_away = len(waits) < 3

    monkeypatch.setattr(time, "sleep", come_back)
    wait_for(cast(Redis, line))
    assert len(waits) == 3

"""The season: every story of the demonstration on one timeline; a finished one is left as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from redis import Redis
from sqlalchemy import select

from app import migrating
from app.clock import MovableClock
from app.demo import (
    after,
    fees,
    in_hand,
    open_call,
    open_competition,
    parallel_teams,
    paying,
    pooling,
    subsidy,
)
from app.demo.conductor import Conductor
from app.demo.ending import Ending, examine
from app.demo.settling import settle
from app.demo.stage import Stage
from app.models import History
from app.worker.context import Context
from workflows.engine.calendar import SHANGHAI

BEGINNING = datetime(2025, 10, 9, 8, 0, tzinfo=SHANGHAI)

STORIES: tuple[Callable[[Stage], None], ...] = (
    pooling.play,
    open_competition.play,
    open_call.play,
    parallel_teams.play,
    subsidy.play,
    paying.play,
    fees.play,
    *after.STORIES,
    *in_hand.STORIES,
)


def play(context: Context, say: Callable[[str], None], *, fresh: bool = False) -> Ending:
    """Play the season, or look again at one that has been played to its end.

    Raises app.demo.stage.StoryBroken: a move of a story was refused or its work failed.
    """
    clock = context.clock
    assert isinstance(clock, MovableClock), "a story needs a clock that can be moved"
    if fresh or not _has_ended(context):
        _begin_anew(context, clock)
        _play(context, clock, say)
        _remember_the_end(context)
    else:
        say("本季已演完，直接查验（flask demo play --fresh 可重演）")
    with context.transaction() as session:
        return examine(session, context.settings)


def _play(context: Context, clock: MovableClock, say: Callable[[str], None]) -> None:
    conductor = Conductor(lambda moment: clock.move_to(max(moment, clock.now())))
    stage = Stage(context, clock, say, conductor.wait_until)
    conductor.play(BEGINNING, *(partial(story, stage) for story in STORIES))
    stage.wait_for_the_worker()


def _has_ended(context: Context) -> bool:
    """The file names the last move of a played season; it must be that of this database."""
    with migrating.transaction(context.database.engine) as connection:
        migrating.upgrade(connection)
    try:
        last = json.loads(_ending_file(context).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    with context.database.session(writing=False) as session:
        row = session.get(History, last["history_id"])
        return row is not None and row.mac == last["mac"]


def _remember_the_end(context: Context) -> None:
    with context.database.session(writing=False) as session:
        newest = session.scalars(select(History).order_by(History.id.desc()).limit(1)).one()
        last = {"history_id": newest.id, "mac": newest.mac}
    _ending_file(context).write_text(json.dumps(last), encoding="utf-8")


def _ending_file(context: Context) -> Path:
    return context.settings.var / "season.json"


def _begin_anew(context: Context, clock: MovableClock) -> None:
    """An empty database and an empty queue; nothing of an interrupted story remains."""
    Redis.from_url(context.settings.redis_url).flushdb()
    with migrating.transaction(context.database.engine) as connection:
        migrating.clear(connection)
        migrating.upgrade(connection)
    clock.move_to(BEGINNING)
    with context.transaction() as session:
        settle(session, clock.now())

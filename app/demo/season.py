"""The whole season of programme 8, act by act; a finished one is left as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from redis import Redis
from sqlalchemy import select

from app import migrating
from app.clock import MovableClock
from app.demo import applying, closing, judging
from app.demo.ending import Ending, examine
from app.demo.settling import settle
from app.demo.stage import Stage
from app.models import Project
from app.worker.context import Context
from workflows.engine.calendar import SHANGHAI

BEGINNING = datetime(2025, 10, 9, 8, 0, tzinfo=SHANGHAI)


def play(context: Context, say: Callable[[str], None], *, fresh: bool = False) -> Ending:
    """Play the season, or look again at one that has been played to its end.

    Raises app.demo.stage.StoryBroken: a move of the story was refused or its work failed.
    """
    clock = context.clock
    assert isinstance(clock, MovableClock), "a story needs a clock that can be moved"
    if fresh or not _has_ended(context):
        _begin_anew(context, clock)
        _play(Stage(context, clock, say))
    else:
        say("本季已演完，直接查验（flask demo play --fresh 可重演）")
    with context.transaction() as session:
        return examine(session, context.settings)


def _has_ended(context: Context) -> bool:
    """The last scene leaves a signed contract."""
    with context.database.engine.begin() as connection:
        migrating.upgrade(connection)
    with context.database.session(writing=False) as session:
        return session.scalar(select(Project.id).where(Project.state == "active")) is not None


def _begin_anew(context: Context, clock: MovableClock) -> None:
    """An empty database and an empty queue; nothing of an interrupted story remains."""
    Redis.from_url(context.settings.redis_url).flushdb()
    with context.database.engine.begin() as connection:
        migrating.downgrade(connection)
    with context.database.engine.begin() as connection:
        migrating.upgrade(connection)
    clock.move_to(BEGINNING)
    with context.transaction() as session:
        settle(session, clock.now())


def _play(stage: Stage) -> None:
    call = applying.publish_the_call(stage)
    proposals = applying.everybody_applies(stage, call)
    judging.check_formally(stage, call, proposals)
    judging.review(stage, call)
    judging.decide(stage, call)
    notice = closing.give_notice(stage, call)
    objections = closing.object_twice(stage, notice)
    closing.settle_objections(stage, objections)
    closing.promote_the_reserve(stage, call)
    closing.sign_the_first_contract(stage)

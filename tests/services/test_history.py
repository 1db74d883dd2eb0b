"""The chain over the stored history: whatever is changed in the database is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.audit.chain import Broken
from app.audit.checkpoint import take_checkpoint, verify_history
from app.models import Checkpoint, History, Message, Outbox
from tests.factories import person
from tests.services.stage import Stage
from workflows.roles import Role

pytestmark = pytest.mark.each_database

COLUMNS = [c.name for c in History.__table__.columns if c.name != "id"]


@pytest.fixture
def rows(stage: Stage) -> list[int]:
    """Ids of a history of one proposal: typed reasons, signatures, moves of people and clock."""
    applied = stage.applied()
    stage.moved(applied.proposal, "submit", applied.pi)
    stage.moved(applied.proposal, "unit_return", applied.unit, reason="请核减预算。")
    stage.moved(applied.proposal, "submit", applied.pi)
    stage.moved(applied.proposal, "unit_seal", applied.unit)
    stage.moved(applied.proposal, "recommend", applied.recommender)
    stage.signed(applied.proposal, "withdraw", applied.pi, reason="另有安排。")
    stage.moved(applied.proposal, "withdraw", applied.unit, reason="另有安排。")
    stage.moved(
        stage.applied(call=stage.call("recommending")).proposal, "expire", Role.SYSTEM_CLOCK
    )
    return list(stage.session.scalars(select(History.id).order_by(History.id)))


def verified(stage: Stage) -> Broken | None:
    stage.session.expire_all()
    settings = stage.session.info["settings"]
    return verify_history(stage.session, settings.audit_keys)


@contextmanager
def tampered(stage: Stage, *statements: Any) -> Iterator[None]:
    """Those statements past the door, taken back afterwards."""
    with stage.session.begin_nested() as savepoint:
        for statement in statements:
            stage.session.execute(statement)
        yield
        savepoint.rollback()
    stage.session.expire_all()


def other(value: Any, somebody: int) -> Any:
    """A value of the same column that is not this one."""
    match value:
        case None:
            return somebody
        case int():
            return value + 1
        case str():
            return f"{int(value[0] == '0')}{value[1:]}" if len(value) == 64 else f"{value}x"
        case dict():
            return {**value, "reason": "改。"}
        case _:
            return value + timedelta(microseconds=1)


def freed(row: int) -> list[Any]:
    """What else speaks of that row, let go so that the database lets it be removed."""
    return [update(Outbox).where(Outbox.history_id == row).values(history_id=None)]


def test_an_untouched_history_verifies(stage: Stage, rows: list[int]) -> None:
    assert verified(stage) is None
    assert stage.session.scalar(select(Message.id).limit(1)) is not None


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_of_any_row_is_found_and_the_row_named(
    stage: Stage, rows: list[int], column: str
) -> None:
    somebody = person(stage.session).id
    for place, row in enumerate(rows, start=1):
        before = stage.session.scalar(select(getattr(History, column)).where(History.id == row))
        after = somebody if column == "actor_id" else other(before, somebody)
        assert after != before
        with tampered(stage, update(History).where(History.id == row).values({column: after})):
            broken = verified(stage)
            assert broken is not None
            assert (broken.id, broken.row) == (row, place)
        assert verified(stage) is None


def test_a_removed_row_is_found_at_the_one_after_it(stage: Stage, rows: list[int]) -> None:
    for removed, following in pairwise(rows):
        gone = delete(History).where(History.id == removed)
        with tampered(stage, *freed(removed), gone):
            broken = verified(stage)
            assert broken is not None
            assert broken.id == following
            assert "被删除" in broken.reason.zh
            assert "deleted" in broken.reason.en


def test_a_removed_end_is_found_by_the_checkpoint_of_its_day(stage: Stage, rows: list[int]) -> None:
    gone = [*freed(rows[-1]), delete(History).where(History.id == rows[-1])]
    with tampered(stage, *gone):
        assert verified(stage) is None
    checkpoint = take_checkpoint(stage.session, stage.now)
    assert checkpoint is not None
    stage.session.flush()
    assert (checkpoint.rows, checkpoint.history_id) == (len(rows), rows[-1])
    assert take_checkpoint(stage.session, stage.now) is None
    assert verified(stage) is None
    # The mark outlives the row it speaks of, as its exported copy does.
    moved = update(Checkpoint).values(history_id=rows[0])
    with tampered(stage, moved, *gone):
        broken = verified(stage)
        assert broken is not None
        assert broken.row == len(rows)
        assert "末尾记录被删除" in broken.reason.zh


def test_a_row_slipped_in_without_the_key_is_found(stage: Stage, rows: list[int]) -> None:
    last = stage.session.get_one(History, rows[-1])
    values = {name: getattr(last, name) for name in COLUMNS}
    forged = values | {"transition": "approve", "previous_mac": last.mac, "mac": "f" * 64}
    with tampered(stage, insert(History).values(forged)):
        broken = verified(stage)
        assert broken is not None
        assert broken.row == len(rows) + 1

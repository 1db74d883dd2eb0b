"""What a rule holds back is asked again, but not every second."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.models import Timer
from app.worker.clock import fire_due
from app.worker.context import Context
from app.worker.rests import LONGEST, DueTimer, Rests
from tests.conftest import START
from tests.factories import proposal

TIMER: DueTimer = (7, START)


def _asked(rests: Rests, hours: int) -> list[datetime]:
    """When a clock that looks every second asks for a move that is always held back."""
    asked = []
    for second in range(hours * 3600):
        now = START + timedelta(seconds=second)
        if not rests.rests(TIMER, now):
            asked.append(now)
            rests.hold_back(TIMER, now)
    return asked


def test_a_move_rests_as_long_again_as_it_has_been_held_back_and_five_minutes_at_most() -> None:
    asked = _asked(Rests(), hours=1)
    pauses = [then - before for before, then in pairwise(asked)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=1)
    assert pauses[-1] == LONGEST
    assert len(asked) < 25, "of 3,600 looks"


@given(st.integers(0, 10_000))
def test_no_move_rests_longer_than_it_was_held_back_nor_longer_than_five_minutes(held: int) -> None:
    rests, now = Rests(), START + timedelta(seconds=held)
    rests.hold_back(TIMER, START)
    rests.hold_back(TIMER, now)
    awake = now + min(max(now - START, timedelta(seconds=1)), LONGEST)
    assert rests.rests(TIMER, awake - timedelta(microseconds=1))
    assert not rests.rests(TIMER, awake)


@pytest.fixture
def held_back(session: Session) -> Timer:
    """Due, and refused: the clock does not submit."""
    made = Timer(
        case_kind="proposal", case_id=proposal(session).id, transition="submit", due_at=START
    )
    session.add(made)
    session.commit()
    return made


def _is_asked(session: Session, context: Context, timer: Timer, rests: Rests, second: int) -> bool:
    timer.refused = ""
    session.commit()
    assert fire_due(context, START + timedelta(seconds=second), rests=rests) == 0
    session.refresh(timer)
    return timer.refused != ""


def test_the_clock_leaves_alone_what_rests(
    session: Session, context: Context, held_back: Timer
) -> None:
    rests = Rests()
    asked = [s for s in range(9) if _is_asked(session, context, held_back, rests, s)]
    assert asked == [0, 1, 2, 4, 8]


def test_a_case_that_moved_has_new_timers_that_are_asked_at_once(
    session: Session, context: Context, held_back: Timer
) -> None:
    rests = Rests()
    for second in (0, 1, 2, 4, 8):
        assert _is_asked(session, context, held_back, rests, second)
    assert not _is_asked(session, context, held_back, rests, 9)
    held_back.due_at += timedelta(seconds=5)
    assert _is_asked(session, context, held_back, rests, 9)
    assert not _is_asked(session, context, held_back, Rests(), 3), "it is not due yet"

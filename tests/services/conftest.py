"""One stage for each test of the services, and a milestone on its way."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.worker.context import Context
from tests.conftest import StillClock
from tests.played import Playback, played_once
from tests.services.running import Running, running
from tests.services.stage import Stage


@pytest.fixture
def stage(session: Session, clock: StillClock, context: Context, playback: Playback) -> Stage:
    return Stage(session, clock, context, playback)


@pytest.fixture
def announced(stage: Stage) -> Running:
    """A project whose first milestone, due on 30 September, is announced."""
    return _announced(stage)


@pytest.fixture
def submitted(stage: Stage) -> Running:
    return _submitted(stage)


@played_once
def _announced(stage: Stage) -> Running:
    made = running(stage)
    made.on(8, 31)
    assert made.milestone.state == "announced"
    return made


@played_once
def _submitted(stage: Stage) -> Running:
    made = _announced(stage)
    made.on(9, 25)
    made.report()
    return made

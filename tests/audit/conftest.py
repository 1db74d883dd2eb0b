"""A little of everything that is stored, on one stage."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.worker.context import Context
from tests.audit.stored import Stored, stored
from tests.conftest import StillClock
from tests.played import Playback
from tests.services.stage import Stage


@pytest.fixture
def stage(session: Session, clock: StillClock, context: Context, playback: Playback) -> Stage:
    return Stage(session, clock, context, playback)


@pytest.fixture
def kept(stage: Stage) -> Stored:
    return stored(stage)

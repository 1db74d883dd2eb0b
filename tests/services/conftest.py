"""One stage for each test of the services."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.worker.context import Context
from tests.conftest import StillClock
from tests.played import Playback
from tests.services.stage import Stage


@pytest.fixture
def stage(session: Session, clock: StillClock, context: Context, playback: Playback) -> Stage:
    return Stage(session, clock, context, playback)

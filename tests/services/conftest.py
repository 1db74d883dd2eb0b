"""One stage for each test of the services, and cases on their way that several tests begin with."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Notice
from app.worker.context import Context
from tests.conftest import StillClock
from tests.played import Playback, played_once
from tests.services.awarding import Ranked, decided, published
from tests.services.objecting import END
from tests.services.running import Running, running
from tests.services.stage import Applied, Stage


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


@pytest.fixture
def checked(stage: Stage) -> Applied:
    """A proposal on the checker's desk."""
    return stage.applied(call=stage.call("formal"), state="formal_check")


@pytest.fixture
def of_five(stage: Stage) -> Ranked:
    return decided(stage)


@pytest.fixture
def notice(stage: Stage, of_five: Ranked) -> Notice:
    made = published(stage, of_five)
    assert made.ends_at == END
    return made

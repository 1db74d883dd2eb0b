"""A project with milestones: one announced, and one whose report is submitted."""

from __future__ import annotations

import pytest

from tests.services.running import Running, running
from tests.services.stage import Stage


@pytest.fixture
def announced(stage: Stage) -> Running:
    made = running(stage)
    made.on(8, 31)
    stage.session.commit()
    return made


@pytest.fixture
def submitted(announced: Running) -> Running:
    announced.on(9, 25)
    announced.report()
    announced.stage.session.commit()
    return announced

"""The stage of the services, and a list begun on it."""

from __future__ import annotations

import pytest

from tests.open_call.story import Story, begun
from tests.services.conftest import stage
from tests.services.stage import Stage

__all__ = ["stage"]


@pytest.fixture
def story(stage: Stage) -> Story:
    return begun(stage)

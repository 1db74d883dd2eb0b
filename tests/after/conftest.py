"""The stage of the services, and a project on its way to an end."""

from __future__ import annotations

import pytest

from tests.after.underway import Underway, underway
from tests.services.conftest import stage
from tests.services.stage import Stage

__all__ = ["stage"]


@pytest.fixture
def of(stage: Stage) -> Underway:
    return underway(stage)

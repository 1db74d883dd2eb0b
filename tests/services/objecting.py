"""The last moment of a notice, a second objection to it, and a ruling."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.models import Objection
from tests.services.awarding import STATEMENT
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

END = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
"""Published on Monday 2 March, five working days end with Monday 9 March in Fujian."""


MILLISECOND = timedelta(milliseconds=1)


ANOTHER = replace(STATEMENT, name="另一异议人", text="所附检测报告另有一处不实。")


RULING = {**MINUTES, "reason": "经查明。"}


def rule(stage: Stage, objection: Objection, move: str, **given: str) -> None:
    stage.moved(objection, move, stage.holder(Role.DECISION_MAKER), **RULING, **given)

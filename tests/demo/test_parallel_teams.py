"""The story of the race, told without the worker: its arithmetic is that of §3.7."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from sqlalchemy import select

from app.demo import parallel_teams
from app.demo.season import BEGINNING
from app.demo.settling import settle
from app.demo.stage import Stage
from app.models import Letter, Race
from app.worker.context import Context
from tests.conftest import StillClock


class Alone(Stage):
    """No other story, and nobody to make the letters."""

    def wait_for_the_worker(self) -> None:
        """The letters stay drafted."""


@pytest.fixture
def told(context: Context, clock: StillClock) -> list[str]:
    clock.move_to(BEGINNING)
    lines: list[str] = []

    def move_to(moment: datetime) -> None:
        clock.move_to(max(moment, clock.now()))

    with context.transaction() as session:
        settle(session, clock.now())
    parallel_teams.play(Alone(context, clock, lines.append, move_to))  # type: ignore[arg-type]
    return lines


def test_the_race_is_run_to_its_finish_with_the_money_to_the_cent(
    told: list[str], context: Context
) -> None:
    text = "\n".join(told)
    assert "拟全部淘汰，被拒" in text
    assert "在赛团队仅 0 支" in text
    assert "C 队申诉不成立" in text
    assert "A 队合计 582.54 万元" in text
    assert "B 队合计 433.46 万元" in text
    assert "C 队合计 120.00 万元" in text
    assert "交回财政 64.00 万元" in text
    with context.transaction() as session:
        assert session.scalars(select(Race.state)).all() == ["finished"]
        made = Counter(session.scalars(select(Letter.letter_kind)))
    assert made["race_notice"] == 1
    assert made["checkpoint_notice"] == made["stage_decision"] == 2
    assert made["elimination_letter"] == 1
    assert made["crossing_certificate"] == 2

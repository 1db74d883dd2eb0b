"""The story of the race, told without the worker."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.demo import parallel_teams, pooling
from app.demo.season import BEGINNING
from app.demo.settling import settle
from app.demo.stage import Stage
from app.models import Letter, Proposal, Race
from app.worker.context import Context
from tests.comparing import compare
from tests.conftest import StillClock

MONEY = re.compile(r"([\d.]+) 万元$")


class Alone(Stage):
    """No other story, and nobody to make the letters."""

    def wait_for_the_worker(self) -> None:
        """The letters stay drafted."""

    def wait_for_comparison(self, proposal: Proposal) -> None:
        """Made here and now."""
        with self.scene() as session:
            compare(session, session.get_one(Proposal, proposal.id), {}, self.now)


@pytest.fixture
def told(context: Context, clock: StillClock) -> list[str]:
    clock.move_to(BEGINNING)
    lines: list[str] = []

    def move_to(moment: datetime) -> None:
        clock.move_to(max(moment, clock.now()))

    with context.transaction() as session:
        settle(session, clock.now())
    stage = Alone(context, clock, lines.append, move_to)  # type: ignore[arg-type]
    pooling.enter_the_first(stage)
    parallel_teams.play(stage)
    return lines


def test_the_race_is_run_to_its_finish_with_all_that_can_happen_on_the_way(
    told: list[str], context: Context
) -> None:
    text = "\n".join(told)
    for words in (
        "C 72.00 分，在保持线 60 分与晋级线 75 分之间：保持观察",
        "D 队申诉不成立",
        "只有一方同意，合并被拒",
        "C 队并入",
        "第 2 版目标同日适用于全部在赛团队",
        "B 队退赛；赛题保底救援",
        "直接继续被拒：保底救援尚未完成：在赛团队仅 1 支",
        "保底救援完成",
        "拟全部淘汰，被拒",
        "A 队：冲线（胜出）",
        "E 队：完成未胜出",
    ):
        assert words in text, words
    with context.transaction() as session:
        assert session.scalars(select(Race.state)).all() == ["finished"]
        made = Counter(session.scalars(select(Letter.letter_kind)))
    assert made["race_notice"] == made["target_adjustment"] == made["merger_notice"] == 1
    assert made["checkpoint_notice"] == made["stage_decision"] == made["crossing_certificate"] == 2
    assert made["elimination_letter"] == 1
    assert made["contract"] == made["pledge"] == 5
    # Every cent of the pool is with a team or back in the treasury.
    sums = [line for line in told if "队合计" in line or "交回财政" in line]
    amounts = [Decimal(found[1]) for line in sums if (found := MONEY.search(line))]
    assert (len(amounts), sum(amounts)) == (6, 1200)

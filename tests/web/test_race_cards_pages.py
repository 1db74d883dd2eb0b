"""The term of a yellow card is on the page of its team and on the board (R8)."""

from __future__ import annotations

import pytest

from tests.conftest import SignInAs
from tests.services.race_course import through_stage
from tests.services.racing import Racing, started
from tests.services.stage import Stage


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """In its second stage, with a yellow card for B alone."""
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 70, "C": 80})
    return racing


def test_a_team_reads_until_when_it_rectifies_and_what_the_retest_has_to_meet(
    racing: Racing, sign_in: SignInAs
) -> None:
    held, free = racing.team("B"), racing.team("A")
    ours = sign_in(racing.pi("B")).get(f"/races/teams/{held.id}").text
    assert "黄牌整改期限" in ours
    assert "能量密度 ≥ 300 Wh/kg" in ours
    assert "提交整改报告" in ours
    assert "黄牌整改期限" not in sign_in(racing.pi("A")).get(f"/races/teams/{free.id}").text


def test_the_board_says_whose_card_waits_for_whom(racing: Racing, sign_in: SignInAs) -> None:
    office, path = sign_in(racing.officer), f"/races/{racing.race.id}"
    assert "B 队黄牌" in office.get(path).text
    assert "The yellow card of team B" in office.get(f"{path}?lang=en").text
    written = {"report": "重做热处理。", "evidence": "批次记录。"}
    racing.stage.moved(racing.team("B"), "submit_rectified", racing.pi("B"), **written)
    racing.stage.session.commit()
    assert "rectified, to be tested again" in office.get(path).text

"""Each figure draws what its table says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.pictures.coverage import catalogues_picture, programmes_picture
from app.pictures.funnel import funnel_picture
from app.pictures.leverage import leverage_picture
from app.pictures.race_money import money_picture
from app.queries.figures.leverage import Leverage
from app.queries.figures.plan import Coverage, Reach
from app.services.races.purse import Purse, TeamPurse
from tests.pictures.drawn import bars, outside, said
from workflows.engine.text import Text
from workflows.funnel import reached
from workflows.registry import MECHANISMS

FUNNEL = reached(
    MECHANISMS["open_competition"],
    [(0, "draft", 1), (0, "expired", 2), (2, "closed_formal", 3), (8, "approved", 4)],
)
CIRCUITS = Text("集成电路 <1>", "Integrated circuits <1>")
BREEDING = Text(
    "特色良种选育及高效安全种养技术",
    "Breeding of improved varieties, and efficient and safe cultivation and husbandry",
)
LEVERAGE = [
    Leverage(1, 1, CIRCUITS, projects=2, awarded=300_00, own_planned=600_00),
    Leverage(2, 2, BREEDING),
]
PURSE = Purse(free=30_00, ring_fenced=0, prize=10_00, returned=0, teams={1: TeamPurse(60_00, 0)})


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_no_figure_draws_outside_itself(locale: str) -> None:
    figures = (
        funnel_picture(FUNNEL, locale),
        leverage_picture(LEVERAGE, locale),
        money_picture(PURSE, 100_00, locale),
        programmes_picture([Reach(1, CIRCUITS, 3, 2), Reach(2, BREEDING, 0, 0)], locale),
        catalogues_picture([Coverage("6-1", Text("新一代信息技术", "New IT"), 6, 6)], locale),
    )
    for one in figures:
        assert outside(one.svg) == [], one.name
        assert {len(row) for row in one.rows} == {len(one.header)}, one.name


def test_a_step_of_the_funnel_is_as_long_as_what_reached_it() -> None:
    drawn = funnel_picture(FUNNEL, "zh")
    begun, submitted = drawn.rows[0], drawn.rows[1]
    assert (begun[1], *begun[2:5]) == (10, 7, 1, 2)
    assert submitted[1] == 7
    went_on = bars(drawn.svg, "blue")
    assert went_on[0] == went_on[1]
    assert "草稿 1" in str(begun[-1])
    assert "×3" in said(drawn.svg)


def test_leverage_draws_programmes_with_projects_and_tables_them_all() -> None:
    drawn = leverage_picture(LEVERAGE, "zh")
    assert [row[1] for row in drawn.rows] == [CIRCUITS.zh, BREEDING.zh]
    assert drawn.rows[0][3] == Decimal("300.00")
    assert "1. 集成电路 <1>" in said(drawn.svg)
    assert "2. 人工智能" not in said(drawn.svg)
    assert len(bars(drawn.svg, "blue")) == 1


def test_the_money_of_a_race_is_drawn_to_the_scale_of_its_pool() -> None:
    drawn = money_picture(PURSE, 100_00, "zh")
    (paid,), (prize,) = bars(drawn.svg, "green"), bars(drawn.svg, "red")
    assert paid == pytest.approx(6 * prize, abs=0.4)
    assert sum(Decimal(amount) for _, amount in drawn.rows) == Decimal("100.00")

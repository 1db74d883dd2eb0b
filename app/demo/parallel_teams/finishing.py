"""Last act: the first valid pass wins, one comes in second, what is left returns."""

from __future__ import annotations

from datetime import date

from app.demo.office import DECISION, minutes
from app.demo.parallel_teams.race_stages import measure, pay, team_of
from app.demo.stage import Stage
from app.models import Race
from app.services.races.books import books_of, given_back
from workflows.engine.money import amount_text


def cross_the_line(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：冲线评审，A 首个有效通过，E 随后完成")
    stage.at(2026, 6, 22, 10)
    stage.tell(f"最后节点到期：赛题{stage.state_of(race)}")
    measure(stage, race, {"A": {"能量密度": "412", "循环寿命": "1360"}}, date(2026, 6, 21))
    measure(stage, race, {"E": {"能量密度": "403", "循环寿命": "1210"}}, date(2026, 6, 22))
    stage.at(2026, 6, 26, 10)
    stage.move(race, "cross_line", DECISION, **minutes("厅务会纪要〔2026〕18号", "2026-06-26"))
    for lane in "AE":
        stage.tell(f"{lane} 队：{stage.state_of(team_of(stage, race, lane))}")
    pay(stage, race)
    _balance(stage, race)
    stage.wait_for_the_worker()


def _balance(stage: Stage, race: Race) -> None:
    """The books of the race, to the 分."""
    with stage.scene() as session:
        live = session.get_one(Race, race.id)
        books = books_of(session, live)
        for team in live.teams:
            if team.id in books.teams:
                stage.tell(f"{team.lane} 队合计 {amount_text(books.teams[team.id].committed).zh}")
        stage.tell(f"交回财政 {amount_text(given_back(session, live)).zh}")

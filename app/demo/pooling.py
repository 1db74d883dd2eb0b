"""The pools of two years: entered by the planning office, confirmed by the executive meeting, and
one that is to be raised."""

from __future__ import annotations

from datetime import date

from app.demo.cast import WAN
from app.demo.office import DECISION, PLANNING, person
from app.demo.stage import Stage, must
from app.models import AnnualPool
from app.services.money.annual_pools import PoolDraft, enter


def enter_the_first(stage: Stage) -> None:
    """Of the season itself."""
    first = _enter(stage, PoolDraft(2026, 12_000 * WAN, "财预〔2025〕81号", date(2025, 10, 9)))
    stage.move(first, "confirm", DECISION)
    stage.tell("资源配置处登记 2026 年度经费盘子 1.2 亿元，厅务会核定")


def play(stage: Stage) -> None:
    enter_the_first(stage)
    stage.at(2026, 9, 14)
    second = _enter(stage, PoolDraft(2027, 12_000 * WAN, "财预〔2026〕77号", date(2026, 9, 11)))
    stage.move(second, "confirm", DECISION)
    stage.tell("资源配置处登记 2027 年度经费盘子 1.2 亿元，厅务会核定")
    stage.at(2026, 11, 23)
    why = "省级财政追加碳中和关键技术经费。"
    _enter(stage, PoolDraft(2027, 13_000 * WAN, "财预〔2026〕96号", date(2026, 11, 20), why))
    stage.tell("2027 年度盘子拟追加 1000 万元，待核定")


def _enter(stage: Stage, typed: PoolDraft) -> AnnualPool:
    with stage.scene() as session:
        return must(enter(session, typed, person(session, PLANNING), stage.now))

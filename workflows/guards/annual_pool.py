"""Rules of the year's pool (年度经费盘子): what it must cover, and what a call may have of it."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.facts import AnnualPoolFacts, CallFacts
from workflows.guards.examples import ANNUAL_POOL, CALL
from workflows.hands import PLANNING

pool_covers_what_is_drawn = Guard[AnnualPoolFacts](
    key="pool_covers_what_is_drawn",
    reason=Text(
        "本年度各批次已占用 {missing}，年度经费盘子不得少于此数；请撤回本次登记，按不少于此数重新"
        "登记。",
        "This year's calls already use {missing}, so the annual pool cannot be less. Withdraw "
        "this entry and enter at least that amount.",
    ),
    supplied_by=PLANNING,
    holds=lambda f: f.amount >= f.drawn,
    passing=replace(ANNUAL_POOL, amount=2, drawn=2),
    failing=replace(ANNUAL_POOL, amount=1, drawn=2),
    missing=lambda f: (amount_text(f.drawn),),
)
pool_confirmed = Guard[CallFacts](
    key="pool_confirmed",
    reason=Text(
        "本年度经费盘子尚未核定：由资源配置处登记，另一人核定。",
        "The annual pool for this year has not been confirmed. The planning officer enters it and "
        "another person confirms it.",
    ),
    supplied_by=PLANNING,
    holds=lambda f: f.pool is not None,
    passing=replace(CALL, pool=1),
    failing=CALL,
)
budget_within_pool = Guard[CallFacts](
    key="budget_within_pool",
    reason=Text(
        "本批经费与本年度其他批次合计超出年度经费盘子，盘子尚余 {missing}；"
        "调增由资源配置处登记，另一人核定。",
        "This budget and the year's other calls together exceed the annual pool, which has "
        "{missing} left. To raise the pool, the planning officer enters a higher figure and "
        "another person confirms it.",
    ),
    supplied_by=PLANNING,
    holds=lambda f: f.pool is None or f.budget <= f.pool - f.pool_drawn,
    passing=replace(CALL, budget=4, pool=10, pool_drawn=6),
    failing=replace(CALL, budget=5, pool=10, pool_drawn=6),
    missing=lambda f: (amount_text(f.pool - f.pool_drawn),) if f.pool is not None else (),
)

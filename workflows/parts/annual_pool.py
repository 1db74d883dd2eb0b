"""The pool of a year (年度经费盘子): one person of the planning office enters it, another confirms
it; a change is entered and confirmed the same way."""

from __future__ import annotations

from workflows.engine.decide import DRAFT
from workflows.engine.effects import Notify
from workflows.engine.model import Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import AnnualPoolFacts
from workflows.guards import annual_pool as rule
from workflows.hands import DECIDES, OFFICER, PLANNING
from workflows.parts.asks import REASON

_CONFIRMS = PLANNING | DECIDES

ANNUAL_POOL = Workflow(
    key="annual_pool",
    version=1,
    label=Text("年度经费盘子", "Annual pool"),
    facts=AnnualPoolFacts,
    drafting=Text("登记", "entering"),
    clause=Text("C2 · 指南经费不超过年度盘子", "C2 · call budgets stay within the annual pool"),
    states=(
        State(
            "entered",
            Text("待核定", "To be confirmed"),
            Kind.START,
            _CONFIRMS,
            undated=Text("至本年度下一批指南批准", "until the next call of the year is approved"),
        ),
        State("confirmed", Text("已核定", "Confirmed"), Kind.FINAL),
        State("withdrawn", Text("已撤回", "Withdrawn"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="confirm",
            label=Text("核定", "Confirm"),
            source=("entered",),
            target="confirmed",
            roles=_CONFIRMS,
            guards=(rule.pool_covers_what_is_drawn,),
            effects=(Notify("annual_pool_confirmed", PLANNING | OFFICER),),
            separation=(DRAFT,),
            moves_money=True,
            signature=True,
            clause=Text(
                "C2 · 与预算批复文件核对后核定，登记人不得核定本人登记的数额",
                "C2 · checked against the approved budget; the person who entered it cannot "
                "confirm it",
            ),
        ),
        Transition(
            name="withdraw",
            label=Text("撤回", "Withdraw"),
            source=("entered",),
            target="withdrawn",
            roles=_CONFIRMS,
            asks=(REASON,),
            effects=(Notify("annual_pool_withdrawn", PLANNING),),
            clause=Text(
                "C2 · 核定前可撤回，写明理由",
                "C2 · can be withdrawn before confirmation, with a reason",
            ),
        ),
    ),
)

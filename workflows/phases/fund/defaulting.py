"""What follows when money that is owed does not come back (J20)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import After, Transition
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards import recovering as rule
from workflows.hands import CLOCK, DECIDES, FINANCE, SUPERVISOR
from workflows.parts.asks import MINUTES, REASON
from workflows.phases.fund.common import TOLD

DEFAULTING: tuple[Transition[FundFacts], ...] = (
    Transition(
        name="demand",
        label=Text("催缴", "Demand the refund"),
        source=("recovering",),
        target="demanded",
        roles=CLOCK,
        guards=(rule.money_is_owed,),
        effects=(SendLetter("refund_demand"), Notify("refund_demanded", TOLD | FINANCE)),
        due=After("refund_days"),
        clause=Text("J20 · 逾期 30 日催缴", "J20 · demanded after 30 days"),
    ),
    Transition(
        name="default",
        label=Text("逾期未退", "Declare in default"),
        source=("demanded",),
        target="defaulted",
        roles=CLOCK,
        guards=(rule.money_is_owed,),
        effects=(Notify("refund_defaulted", TOLD | FINANCE | SUPERVISOR),),
        due=After("demand_days"),
        clause=Text("J20 · 单位暂停申报", "J20 · the unit is barred from applying"),
    ),
    Transition(
        name="refer",
        label=Text("移送", "Refer"),
        source=("defaulted",),
        target="referred",
        roles=DECIDES,
        guards=(rule.money_is_owed,),
        asks=(*MINUTES, REASON),
        clause=Text("J20 · 移送司法或财政部门", "J20 · referred to the courts or the treasury"),
    ),
    Transition(
        name="write_off",
        label=Text("核销", "Write off"),
        source=("defaulted",),
        target="written_off",
        roles=DECIDES,
        guards=(rule.money_is_owed, rule.nothing_on_its_way),
        asks=(*MINUTES, REASON),
        effects=(Apply("book_loss"),),
        moves_money=True,
        clause=Text("§2.1b · 集体决定核销", "§2.1b · written off by collective decision"),
    ),
)

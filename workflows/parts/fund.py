"""The fund region of a project: money may be frozen and recovered whatever the project does
(§2.1b, J10, J20). A freeze concerns money; the case behind it stays with the office."""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State, Workflow
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER, SUPERVISOR, UNIT_FINANCE
from workflows.phases.fund.defaulting import DEFAULTING
from workflows.phases.fund.freezing import FREEZING
from workflows.phases.fund.recovering import RECOVERING
from workflows.phases.fund.reinstating import REINSTATING
from workflows.phases.fund.spending import SPENDING

_KEPT = Text("可复查，随项目归档", "open to appeal until archived with the project")

FUND = Workflow(
    key="fund",
    version=10,
    label=Text("项目经费", "Project money"),
    facts=FundFacts,
    clause=Text("domain §2.1b, J10, J20", "domain §2.1b, J10, J20"),
    states=(
        State(
            "normal",
            Text("正常", "Normal"),
            Kind.START,
            CLOCK,
            undated=Text("随项目执行，结束后结清", "during the project; settled after it ends"),
        ),
        State(
            "frozen",
            Text("暂停拨付", "Frozen"),
            waits_on=SUPERVISOR | OFFICER,
            due=At("freeze_ends_at"),
        ),
        State(
            "balance_due",
            Text("待退结余", "Balance to be refunded"),
            waits_on=UNIT_FINANCE | FINANCE,
            due=At("recover_by"),
        ),
        State(
            "to_recover",
            Text("待追缴", "To be recovered"),
            waits_on=FINANCE,
            due=After("recovery_start_days"),
        ),
        State(
            "recovering",
            Text("追缴中", "Being recovered"),
            waits_on=UNIT_FINANCE | FINANCE,
            due=After("refund_days"),
        ),
        State(
            "demanded",
            Text("催缴中", "Refund demanded"),
            waits_on=UNIT_FINANCE | FINANCE,
            due=After("demand_days"),
        ),
        State(
            "defaulted",
            Text("逾期未退", "Refund in default"),
            waits_on=DECIDES,
            due=After("refer_days"),
        ),
        State("recovered", Text("已追回", "Recovered"), waits_on=CLOCK, undated=_KEPT),
        State("written_off", Text("已核销", "Written off"), waits_on=CLOCK, undated=_KEPT),
        State("referred", Text("已移送", "Referred"), waits_on=CLOCK, undated=_KEPT),
        State("archived", Text("已归档", "Archived"), Kind.FINAL),
    ),
    transitions=(*FREEZING, *SPENDING, *RECOVERING, *DEFAULTING, *REINSTATING),
)

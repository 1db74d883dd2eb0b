"""What the unit does with what it was paid, and the end of it when the project passed (§3.6)."""

from __future__ import annotations

from typing import Any

from workflows.engine.effects import Apply
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards import fund as rule
from workflows.hands import FINANCE, OFFICER, PI, UNIT_FINANCE
from workflows.money.budget import HEADINGS
from workflows.parts.asks import REASON
from workflows.phases.fund.common import AMOUNT, SPENDING_IN, UNSETTLED, staying

HEADING = Ask(
    "heading",
    Text("科目", "Heading"),
    AskKind.CHOICE,
    choices=tuple(HEADINGS.items()),
)
UNTIL = Ask("spent_until", Text("列支截至", "Spending up to"), AskKind.DATE, has_come=True)
NOTE = Ask("note", Text("说明", "Note"), AskKind.PARAGRAPH, required=False)
AUDITOR = Ask("auditor", Text("审计机构", "Auditor"))
AUDIT_REPORT = Ask("audit_report", Text("审计报告号", "Audit report number"))
PUBLISHED_ON = Ask(
    "published_on", Text("公开日期", "Publication date"), AskKind.DATE, has_come=True
)
PLACE = Ask("place", Text("公开方式", "How published"))


NO_SPENDING = Text("说明没有列支", "State that nothing was spent")


def reporting(states: tuple[str, ...], **move: Any) -> tuple[Transition[Any], ...]:
    """A unit accounts for what it has, by heading: the lead unit or a partner."""
    return staying(
        states,
        label=Text("报告列支", "Report spending"),
        asks=(HEADING, AMOUNT, UNTIL, NOTE),
        moves_money=True,
        **move,
    )


def disallowing(states: tuple[str, ...], **move: Any) -> tuple[Transition[Any], ...]:
    """The office takes back what was accounted for."""
    return staying(
        states,
        label=Text("核减列支", "Disallow spending"),
        roles=FINANCE,
        asks=(HEADING, AMOUNT, REASON),
        moves_money=True,
        clause=Text("§3.6 · 不合规支出不予认可", "§3.6 · ineligible spending is not recognised"),
        **move,
    )


SPENDING: tuple[Transition[FundFacts], ...] = (
    *reporting(
        SPENDING_IN,
        name="report_spending",
        roles=UNIT_FINANCE,
        guards=(rule.award_was_taken_up, rule.spending_within_hand, rule.heading_fits_mode),
        effects=(Apply("book_spending"),),
        clause=Text("§3.6 · 按科目报告支出", "§3.6 · spending is reported by heading"),
    ),
    *staying(
        SPENDING_IN,
        name="report_no_spending",
        label=NO_SPENDING,
        roles=UNIT_FINANCE,
        guards=(rule.lead_has_said_nothing,),
        clause=Text("J20 · 单位报清列支", "J20 · the unit completes its spending report"),
    ),
    *disallowing(
        SPENDING_IN,
        name="disallow_spending",
        guards=(rule.award_was_taken_up, rule.disallowed_was_spent, rule.heading_fits_mode),
        effects=(Apply("book_disallowance"),),
    ),
    *staying(
        ("normal",),
        name="pledge_lump_sum",
        label=Text("签署包干制承诺书", "Sign the lump-sum pledge"),
        roles=PI,
        guards=(rule.lump_sum_unpledged,),
        effects=(Apply("record_pledge"), Apply("register_pledge")),
        signature=True,
        clause=Text(
            "§3.6 · 承诺遵守伦理与诚信，经费全部用于本项目，不列支负面清单",
            "§3.6 · pledges ethics and integrity, all money for this project and nothing on the "
            "negative list",
        ),
    ),
    *staying(
        SPENDING_IN,
        name="publish_accounts",
        label=Text("登记决算公开", "Record publication of the final accounts"),
        roles=UNIT_FINANCE,
        guards=(rule.award_was_taken_up,),
        asks=(PUBLISHED_ON, PLACE),
        effects=(Apply("record_publication"),),
        clause=Text("§3.6 · 单位内公开决算", "§3.6 · final accounts are published within the unit"),
    ),
    *(
        Transition(
            name="settle",
            label=Text("结清", "Settle"),
            source=(source,),
            target="normal",
            roles=FINANCE,
            guards=(
                rule.project_has_ended,
                rule.award_was_taken_up,
                rule.not_settled,
                rule.nothing_is_owed,
                rule.nothing_unfinished,
                rule.payments_confirmed,
                rule.partners_have_their_shares,
                rule.lump_sum_accounts_published,
            ),
            effects=(Apply("release_commitment"), Apply("record_settlement")),
            moves_money=True,
            clause=clause,
        )
        for source, clause in (
            (
                "normal",
                Text(
                    "§3.6 · 通过后结余留归单位；此后撤销仍可追缴",
                    "§3.6 · after passing, the balance stays with the unit; it can still be "
                    "recovered on a later revocation",
                ),
            ),
            (
                UNSETTLED,
                Text(
                    "J12, §3.6 · 已合规列支，没有结余",
                    "J12, §3.6 · all money properly spent, no balance",
                ),
            ),
        )
    ),
    *staying(
        SPENDING_IN,
        name="record_audit",
        label=Text("登记审计核定成本", "Record the audited cost"),
        roles=FINANCE,
        asks=(AMOUNT, AUDITOR, AUDIT_REPORT),
        guards=(rule.subsidised_by_cost,),
        effects=(Apply("record_audited_cost"),),
        clause=Text(
            "S0 · 后补助、分段补助按审计核定的成本拨付",
            "S0 · cost subsidies are paid on the audited cost",
        ),
    ),
    *staying(
        ("normal",),
        name="order_missed",
        label=Text("补开拨付单", "Reissue a payment order"),
        roles=OFFICER,
        guards=(rule.order_was_missed, rule.missed_can_be_ordered),
        effects=(Apply("order_missed"),),
        moves_money=True,
        clause=Text(
            "§3.6 · 误撤的拨付单按原依据补开",
            "§3.6 · a payment order cancelled in error is reissued on its original basis",
        ),
    ),
)

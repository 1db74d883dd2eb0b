"""The fund region of a project: money may be frozen and recovered whatever the project does
(§2.1b, J10, J20). A freeze concerns money; the case behind it stays with the office."""

from __future__ import annotations

from typing import Any

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards import money as rule
from workflows.hands import (
    CLOCK,
    DECIDES,
    FINANCE,
    OFFICER,
    PI,
    SUPERVISOR,
    UNIT,
    UNIT_FINANCE,
)
from workflows.money.budget import HEADINGS
from workflows.parts.asks import MINUTES, REASON

FREEZE_CLASSES: dict[str, tuple[Text, Text]] = {
    "progress": (Text("项目执行", "Progress"), Text("项目执行情况", "progress of the project")),
    "integrity": (Text("科研诚信核查", "Integrity"), Text("有关情况核实", "facts being verified")),
    "audit": (Text("经费审计", "Audit"), Text("经费检查", "review of spending")),
    "unit": (Text("单位经营或账户异常", "The unit"), Text("单位原因", "reasons of the unit")),
}
"""What the office calls a cause, and what outsiders read: money is frozen, not a reputation."""

FREEZE_CLASS = Ask(
    "freeze_class",
    Text("暂停原因类别", "Class of cause"),
    AskKind.CHOICE,
    choices=tuple((key, inside) for key, (inside, _) in FREEZE_CLASSES.items()),
)
AMOUNT = Ask("amount", Text("金额", "Amount"), AskKind.MONEY)
HEADING = Ask(
    "heading",
    Text("科目", "Heading"),
    AskKind.CHOICE,
    choices=tuple(HEADINGS.items()),
)
UNTIL = Ask("spent_until", Text("列支截至", "Spent until"), AskKind.DATE)
NOTE = Ask("note", Text("说明", "Note"), AskKind.PARAGRAPH, required=False)
PUBLISHED_ON = Ask("published_on", Text("公开日期", "Published on"), AskKind.DATE)
PLACE = Ask("place", Text("公开方式", "Where it was published"))
REFUNDED_ON = Ask("refunded_on", Text("退款到账日期", "Received on"), AskKind.DATE)
REFERENCE = Ask("reference", Text("入账凭证号", "Voucher number"))
AUDITOR = Ask("auditor", Text("审计机构", "Auditor"))
AUDIT_REPORT = Ask("audit_report", Text("审计报告号", "Number of the report"))

_LIVE = ("normal", "frozen")
_OWING = ("recovering", "demanded", "defaulted")
_TOLD = PI | UNIT | UNIT_FINANCE


def _staying(states: tuple[str, ...], **move: Any) -> tuple[Transition[FundFacts], ...]:
    """A move that leaves the fund in whichever of these states it is."""
    return tuple(Transition(source=(state,), target=state, **move) for state in states)


FUND = Workflow(
    key="fund",
    version=1,
    label=Text("项目经费", "Fund of the project"),
    facts=FundFacts,
    clause=Text("domain §2.1b, J10, J20", "domain §2.1b, J10, J20"),
    states=(
        State(
            "normal",
            Text("正常", "Normal"),
            Kind.START,
            CLOCK,
            undated=Text("随项目执行", "as long as the project runs"),
        ),
        State(
            "frozen",
            Text("暂停拨付", "Frozen"),
            waits_on=SUPERVISOR | OFFICER,
            due=After("freeze_days_most"),
        ),
        State(
            "recovering",
            Text("追缴中", "Being recovered"),
            waits_on=FINANCE,
            due=After("refund_days"),
        ),
        State("demanded", Text("催缴中", "Demanded"), waits_on=FINANCE, due=After("demand_days")),
        State(
            "defaulted", Text("逾期未退", "In default"), waits_on=DECIDES, due=After("refer_days")
        ),
        State("recovered", Text("已追回", "Recovered"), Kind.FINAL),
        State("written_off", Text("已核销", "Written off"), Kind.FINAL),
        State("referred", Text("已移送", "Referred"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="freeze",
            label=Text("暂停拨付", "Freeze"),
            source=_LIVE,
            target="frozen",
            roles=SUPERVISOR | DECIDES,
            asks=(FREEZE_CLASS, REASON),
            effects=(
                Apply("record_freeze"),
                Cascade("payment", "hold"),
                Notify("payment_frozen", _TOLD | FINANCE),
            ),
            clause=Text("§3.10 · 冻结经费，不作定性", "§3.10 · money is frozen, not a reputation"),
        ),
        Transition(
            name="hold_for_progress",
            label=Text("因执行情况暂停拨付", "Freeze for progress"),
            source=("normal",),
            target="frozen",
            roles=OFFICER | CLOCK,
            effects=(
                Apply("record_progress_hold"),
                Cascade("payment", "hold"),
                Notify("payment_frozen", _TOLD | FINANCE),
            ),
            clause=Text(
                "J3, J5, J7 · 节点逾期、整改或不通过", "J3, J5, J7 · node late or not passed"
            ),
        ),
        Transition(
            name="resume_after_progress",
            label=Text("执行恢复，解除暂停", "Resume after progress"),
            source=("frozen",),
            target="normal",
            roles=OFFICER | CLOCK,
            guards=(rule.frozen_for_progress,),
            effects=(
                Apply("lift_freeze"),
                Cascade("payment", "release"),
                Notify("payment_resumed", _TOLD | FINANCE),
            ),
            clause=Text("J6, J10 · 执行恢复", "J6, J10 · resumed"),
        ),
        Transition(
            name="hold_for_verification",
            label=Text("因情况核实暂停拨付", "Freeze while facts are verified"),
            source=_LIVE,
            target="frozen",
            roles=CLOCK,
            effects=(
                Apply("record_verification_hold"),
                Cascade("payment", "hold"),
                Notify("payment_frozen", _TOLD | FINANCE),
            ),
            clause=Text("§3.10 · 冻结经费，不作定性", "§3.10 · money is frozen, not a reputation"),
        ),
        Transition(
            name="resume_after_verification",
            label=Text("情况核实完毕，解除暂停", "Resume, the facts are verified"),
            source=("frozen",),
            target="normal",
            roles=CLOCK,
            guards=(rule.frozen_for_verification,),
            effects=(
                Apply("lift_freeze"),
                Cascade("payment", "release"),
                Notify("payment_resumed", _TOLD | FINANCE),
            ),
            clause=Text("§3.10 · 解除", "§3.10 · lifted"),
        ),
        Transition(
            name="unfreeze",
            label=Text("解除暂停", "Lift the freeze"),
            source=("frozen",),
            target="normal",
            roles=SUPERVISOR | DECIDES,
            asks=(REASON,),
            effects=(
                Apply("lift_freeze"),
                Cascade("payment", "release"),
                Notify("payment_resumed", _TOLD | FINANCE),
            ),
            clause=Text("§3.10 · 解除", "§3.10 · lifted"),
        ),
        *_staying(
            _LIVE,
            name="report_spending",
            label=Text("报告列支", "Report spending"),
            roles=UNIT_FINANCE,
            asks=(HEADING, AMOUNT, UNTIL, NOTE),
            guards=(rule.spending_within_hand, rule.heading_fits_mode),
            effects=(Apply("book_spending"),),
            moves_money=True,
            clause=Text("§3.6 · 按科目报告支出", "§3.6 · spending by heading"),
        ),
        *_staying(
            _LIVE,
            name="disallow_spending",
            label=Text("核减列支", "Disallow spending"),
            roles=FINANCE,
            asks=(HEADING, AMOUNT, REASON),
            guards=(rule.disallowed_was_spent, rule.heading_fits_mode),
            effects=(Apply("book_disallowance"),),
            moves_money=True,
            clause=Text("§3.6 · 不合规支出不予认可", "§3.6 · what was not eligible"),
        ),
        *_staying(
            ("normal",),
            name="pledge_lump_sum",
            label=Text("签署包干制承诺书", "Sign the lump-sum pledge"),
            roles=PI,
            guards=(rule.lump_sum_unpledged,),
            effects=(Apply("record_pledge"), Apply("register_pledge")),
            signature=True,
            clause=Text(
                "§3.6 · 承诺遵守伦理与诚信，经费全部用于本项目，不列支负面清单",
                "§3.6 · ethics, integrity, all money to this project, nothing on the negative list",
            ),
        ),
        *_staying(
            _LIVE,
            name="publish_accounts",
            label=Text("登记决算公开", "Record the publication of accounts"),
            roles=UNIT_FINANCE,
            asks=(PUBLISHED_ON, PLACE),
            effects=(Apply("record_publication"),),
            clause=Text("§3.6 · 单位内公开决算", "§3.6 · accounts published inside the unit"),
        ),
        Transition(
            name="recover",
            label=Text("启动追缴", "Start recovery"),
            source=_LIVE,
            target="recovering",
            roles=FINANCE,
            guards=(rule.recovery_has_ground, rule.money_is_owed, rule.nothing_under_way),
            effects=(
                Cascade("payment", "void"),
                Apply("release_commitment"),
                Apply("fix_recovery"),
                SendLetter("refund_notice"),
                Notify("refund_wanted", _TOLD),
            ),
            moves_money=True,
            clause=Text(
                "J20 · 终止退结余，撤销全额追回",
                "J20 · the balance when terminated, everything when revoked",
            ),
        ),
        *_staying(
            ("normal",),
            name="settle",
            label=Text("结清", "Settle"),
            roles=FINANCE,
            guards=(
                rule.project_has_ended,
                rule.not_settled,
                rule.nothing_is_owed,
                rule.nothing_unfinished,
                rule.partners_have_their_shares,
                rule.lump_sum_accounts_published,
            ),
            effects=(Apply("release_commitment"), Apply("record_settlement")),
            moves_money=True,
            clause=Text(
                "§3.6 · 通过后结余留归单位；此后撤销仍可追缴",
                "§3.6 · after passing the balance stays; a later revocation still recovers it",
            ),
        ),
        *_staying(
            _LIVE,
            name="record_audit",
            label=Text("登记审计核定成本", "Record the audited cost"),
            roles=FINANCE,
            asks=(AMOUNT, AUDITOR, AUDIT_REPORT),
            guards=(rule.subsidised_by_cost,),
            effects=(Apply("record_audited_cost"),),
            clause=Text(
                "S0 · 后补助、分段补助按审计核定的成本拨付",
                "S0 · subsidies by cost rest on an audit",
            ),
        ),
        *_staying(
            ("normal",),
            name="order_missed",
            label=Text("补下拨付单", "Order what was missed"),
            roles=OFFICER,
            guards=(rule.order_was_missed,),
            effects=(Apply("order_missed"),),
            moves_money=True,
            clause=Text("§3.6 · 误撤的拨付单按原依据补下", "§3.6 · on the same basis as before"),
        ),
        *_staying(
            _OWING,
            name="record_refund",
            label=Text("登记退款", "Record a refund"),
            roles=FINANCE,
            guards=(rule.money_is_owed, rule.refund_within_owed, rule.refund_is_the_leads),
            asks=(AMOUNT, REFUNDED_ON, REFERENCE),
            effects=(Apply("book_refund"), Notify("refund_received", _TOLD)),
            moves_money=True,
            clause=Text("J20 · 退款入账，回到未承诺经费", "J20, I3 · back to where it came from"),
        ),
        Transition(
            name="close_recovery",
            label=Text("追缴结清", "Close the recovery"),
            source=_OWING,
            target="recovered",
            roles=FINANCE,
            guards=(rule.nothing_is_owed,),
            clause=Text("J20 · 应退款项全部到账", "J20 · everything came back"),
        ),
        Transition(
            name="demand",
            label=Text("催缴", "Demand"),
            source=("recovering",),
            target="demanded",
            roles=CLOCK,
            guards=(rule.money_is_owed,),
            effects=(SendLetter("refund_demand"), Notify("refund_demanded", _TOLD | FINANCE)),
            due=After("refund_days"),
            clause=Text("J20 · 逾期 30 日催缴", "J20 · after 30 days"),
        ),
        Transition(
            name="default",
            label=Text("逾期未退", "Default"),
            source=("demanded",),
            target="defaulted",
            roles=CLOCK,
            guards=(rule.money_is_owed,),
            effects=(Notify("refund_defaulted", _TOLD | FINANCE | SUPERVISOR),),
            due=After("demand_days"),
            clause=Text("J20 · 单位暂停申报", "J20 · the unit's applications are blocked"),
        ),
        Transition(
            name="refer",
            label=Text("移送", "Refer"),
            source=("defaulted",),
            target="referred",
            roles=DECIDES,
            guards=(rule.money_is_owed,),
            asks=(*MINUTES, REASON),
            clause=Text("J20 · 移送司法或财政部门", "J20 · to court or treasury"),
        ),
        Transition(
            name="write_off",
            label=Text("核销", "Write off"),
            source=("defaulted",),
            target="written_off",
            roles=DECIDES,
            guards=(rule.money_is_owed,),
            asks=(*MINUTES, REASON),
            effects=(Apply("book_loss"),),
            moves_money=True,
            clause=Text("§2.1b · 集体决定核销", "§2.1b · by collective decision"),
        ),
    ),
)

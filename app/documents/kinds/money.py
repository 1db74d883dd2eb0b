"""Letters of money: payment, refund, and the demand for a refund (domain §4, J4, J20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both, in_figures
from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """`part` counts the parts of the award, None for what is paid again. Money in 分."""

    unit: str
    title: str
    project_number: str
    payment_number: str
    part: int | None
    amount: int
    paid_before: int
    award: int
    holder: str
    bank: str
    account: str
    use: str
    basis: str
    paid_on: date
    confirm_until: date


def payment_notice(facts: PaymentNotice) -> Wording:
    return Wording(
        title="关于拨付项目经费的通知",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"根据项目{quoted(facts.title)}（项目编号：{facts.project_number}）任务书，现将{_which(facts.part)}财政科研经费"
                f"{in_both(facts.amount)}拨付你单位。"
            ),
            Table(
                ("事项", "内容"),
                (
                    ("拨付单号", facts.payment_number),
                    ("拨付依据", facts.basis),
                    ("本次金额", in_both(facts.amount)),
                    (
                        "累计拨付",
                        f"{in_figures(facts.paid_before + facts.amount)}，"
                        f"资助总额{in_figures(facts.award)}",
                    ),
                    ("收款户名", facts.holder),
                    ("开户银行", facts.bank),
                    ("收款账号", facts.account),
                    ("用途", facts.use),
                    ("支付日期", in_words(facts.paid_on)),
                ),
            ),
            Paragraph(
                f"请于{in_words(facts.confirm_until)}前在系统中确认到账。经费须单独核算、专款专用，"
                "不得转入其他单位账户；到账未确认的，下一笔经费不予拨付。"
            ),
        ),
    )


def _which(part: int | None) -> str:
    return "复查改正后重新拨付的" if part is None else f"第{part}笔"


@dataclass(frozen=True, slots=True)
class RefundNotice:
    """`ground` is how the project ended. Money in 分; `spent` was recognised as eligible,
    `lost` was written off, `left` is the balance that stays with the units since the fund was
    settled."""

    unit: str
    title: str
    project_number: str
    ground: str
    paid: int
    spent: int
    refunded: int
    lost: int
    left: int
    owed: int
    due_on: date


def refund_notice(facts: RefundNotice) -> Wording:
    return Wording(
        title="关于退回项目财政科研经费的通知",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"根据项目{quoted(facts.title)}（项目编号：{facts.project_number}）任务书约定，"
                f"该项目{_ENDINGS[facts.ground]}，{_RULES[facts.ground]}，"
                f"你单位应退回财政科研经费{in_both(facts.owed)}。"
            ),
            _reckoning(facts),
            Paragraph(
                f"请于{in_words(facts.due_on)}前将上述款项退回原拨付账户，并注明项目编号。"
                "逾期未退回的，予以催缴；催缴后仍未退回的，暂停你单位申报资格，"
                "并移送有关部门处理。对本通知有异议的，可在上述期限内向本机关书面提出，异议期间不停止执行。"
            ),
        ),
    )


def refund_demand(facts: RefundNotice) -> Wording:
    return Wording(
        title="关于催缴项目应退财政科研经费的通知",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"根据项目{quoted(facts.title)}（项目编号：{facts.project_number}）任务书约定，"
                f"{_RULES[facts.ground]}。退款通知所定期限已经届满，你单位尚欠退"
                f"{in_both(facts.owed)}。"
            ),
            _reckoning(facts),
            Paragraph(
                f"请于{in_words(facts.due_on)}前将上述款项退回原拨付账户，并注明项目编号。届时仍未退回的，暂停你单位申报资格，"
                "并移送有关部门处理。"
            ),
        ),
    )


def _reckoning(facts: RefundNotice) -> Table:
    less = (("已核销", facts.lost), ("结清时留归单位的结余", facts.left))
    spent = (
        f"{in_figures(0)}（撤销项目不予认可）"
        if facts.ground == "revoked"
        else in_figures(facts.spent)
    )
    return Table(
        ("事项", "金额"),
        (
            ("已拨付", in_figures(facts.paid)),
            ("认可的合规支出", spent),
            ("已退回", in_figures(facts.refunded)),
            *((label, in_figures(amount)) for label, amount in less if amount),
            ("应退回", in_both(facts.owed)),
        ),
    )


_BALANCE_BACK = "已拨付经费扣除合规支出后的结余应予退回"
_RULES = {
    "terminated": _BALANCE_BACK,
    "concluded": _BALANCE_BACK,
    "failed": _BALANCE_BACK,
    "revoked": "立项自始无效，已拨付经费全额追回",
}
_ENDINGS = {
    "terminated": "已终止",
    "concluded": "已按结题处理",
    "failed": "已按不通过处理",
    "revoked": "已撤销立项",
}

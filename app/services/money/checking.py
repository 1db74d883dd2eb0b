"""What stands against a payment today: read anew at approval, at batching and at sending (§3.6)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BankAccount, Fund, Organisation, Payment, Project
from app.services.cases import load_case
from app.services.eligibility import mergers
from app.services.money import ledger
from app.services.money.funds import matching_of, payments_of
from app.services.money.ledger import Account
from app.services.money.positions import Position, position
from app.services.money.shares import held_by, on_their_way, share_of, shares_of
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.bases import BASES
from workflows.money.books import AccountKind
from workflows.money.modes import AFTERWARDS, BY_COST, subsidy_most
from workflows.phases.fund.freezing import FREEZE_CLASSES

Phrases = tuple[Text | str, ...]


def rests_on(payment: Payment) -> Text:
    """What a payment rests on, in words; without English ones, by the kind of its basis."""
    return Text(payment.basis_label, payment.basis_label_en or BASES[payment.basis].label.en)


def missing_basis(session: Session, payment: Payment) -> Phrases:
    """The case the payment rests on must still be in a state money may follow from."""
    case = load_case(session, payment.basis_kind, payment.basis_id)
    if case is not None and case.state in BASES[payment.basis].effective:
        return ()
    return (rests_on(payment),)


def frozen_for(fund: Fund | None) -> Phrases:
    if fund is None or fund.state == "normal":
        return ()
    if fund.state == "frozen":
        return (FREEZE_CLASSES[fund.freeze_class][0],)
    return (Text("经费追缴或结清", "project funds being recovered or settled"),)


def matching_missing(session: Session, payment: Payment, rules: Mapping[str, int]) -> Phrases:
    """Own and co-funded money must have come in at the pace of what was paid before."""
    needed = _matching_due(payment, position(session, payment.project), rules)
    arrived = matching_confirmed(session, payment.project)
    if arrived >= needed or not payment.project.matching:
        return ()
    return (
        Text("应到位 {needed}，已确认 {arrived}", "{needed} due, {arrived} confirmed").format(
            needed=amount_text(needed), arrived=amount_text(arrived)
        ),
    )


def _matching_due(payment: Payment, stands: Position, rules: Mapping[str, int]) -> int:
    project = payment.project
    paid_percent = stands.paid * rules["matching_pace_percent"] // project.amount
    before_any = rules["open_call_matching_percent"] if project.mechanism == "open_call" else 0
    return project.matching * min(100, max(paid_percent, before_any)) // 100


def matching_confirmed(session: Session, project: Project) -> int:
    filed = matching_of(session, project)
    return sum(one.amount for one in filed if one.confirmed_at is not None)


def unconfirmed_receipts(session: Session, payment: Payment) -> Phrases:
    """Earlier parts that a unit has not confirmed, and partners that wait for their share of one;
    the orders of one part do not wait for each other."""
    others = (p for p in payments_of(session, payment.project) if p.part != payment.part)
    return (
        *sorted(other.number for other in others if other.state in ("paid", "not_arrived")),
        *unforwarded(session, payment.project),
    )


def subsidy_findings(
    session: Session, payment: Payment, fund: Fund | None, rules: Mapping[str, int]
) -> Phrases:
    """A subsidy by cost: afterwards means after acceptance, and no more than audited cost carries
    (S0, chapter 8)."""
    mode = payment.project.proposal.call.payment_mode
    if mode not in BY_COST:
        return ()
    if payment.basis != "success":
        return (
            Text(
                "后补助在验收通过后拨付",
                "post-completion subsidy is paid after acceptance is passed",
            ),
        ) * (mode == AFTERWARDS)
    if payment.project.state != "passed":
        return (Text("项目未通过验收", "the project has not passed acceptance"),)
    if fund is None or fund.audited_cost is None:
        return (Text("成本未经审计核定", "the cost has not been audited"),)
    percent = rules["subsidy_cost_percent_most"]
    most = subsidy_most(fund.audited_cost, percent)
    if ordered_sum(session, payment.project) <= most:
        return ()
    return (
        Text(
            f"超出核定成本的 {percent}%（{{most}}）",
            f"above {percent}% of the audited cost ({{most}})",
        ).format(most=amount_text(most)),
    )


def ordered_sum(session: Session, project: Project) -> int:
    """Of every order that stands, to whichever unit."""
    return sum(p.amount for p in payments_of(session, project) if p.state != "cancelled")


def unforwarded(session: Session, project: Project) -> tuple[str, ...]:
    """Partners that wait for their share, by name."""
    waiting = ("to_forward", "forwarded")
    return tuple(s.unit.name for s in shares_of(session, project) if s.state in waiting)


def account_findings(session: Session, payment: Payment) -> Phrases:
    """The account fixed at the approval; before it the one that is verified today. Of a unit that
    has become part of another, that one's: its own is nobody's account any more."""
    payee = payment.payee
    if payee_today(session, payment) is not payee:
        return (_NOT_OF_PROJECT.format(unit=payee.name),)
    is_fixed = payment.state in ("approved", "batched")
    account = payment.account if is_fixed else usable_account(session, payee)
    unit = mergers.succeeding(payee)
    if account is None:
        return (_NO_ACCOUNT.format(unit=unit),)
    if account.organisation_id != mergers.today(payee).id:
        return (_NOT_ITS_ACCOUNT.format(unit=unit),)
    if account.retired_at is not None or account.verified_at is None:
        return (Text("账户已停用或未核验", "the account is closed or not verified"),)
    return ()


def payee_today(session: Session, payment: Payment) -> Organisation:
    """Whom the order pays; the lead unit, where its payee is no unit of the project any more."""
    project = payment.project
    has_share = share_of(session, project, payment.payee_id) is not None
    return payment.payee if has_share else project.proposal.lead_unit


def payee_led_before(session: Session, payment: Payment) -> bool:
    """Whether its payee led the project when it was ordered and has no part in it any more, while
    the present lead unit has no order of its own on the same basis."""
    if payee_today(session, payment) is payment.payee:
        return False
    own = select(Payment.id).where(
        Payment.project_id == payment.project_id,
        Payment.payee_id == payment.project.proposal.lead_unit_id,
        Payment.basis == payment.basis,
        Payment.basis_kind == payment.basis_kind,
        Payment.basis_id == payment.basis_id,
        Payment.state != "cancelled",
    )
    return session.scalar(own.limit(1)) is None


def accounted_beyond(session: Session, payment: Payment) -> Phrases:
    """What the payee has accounted for, or passed on, of money that the books would take back; what
    a partner has yet to confirm is on its way out of the lead unit's hands."""
    if payment.paid_on is None:
        return ()
    account = held_by_payee(session, payment)
    holds = ledger.balance(session, account)
    if account.kind is AccountKind.IN_HAND:
        holds -= sum(share.forwarding for share in on_their_way(session, payment.project))
    lacking = payment.amount - holds
    return (amount_text(lacking),) if lacking > 0 else ()


def held_by_payee(session: Session, payment: Payment) -> Account:
    """Where the books keep what the payee has of the project's money."""
    share = share_of(session, payment.project, payment.payee_id)
    return held_by(share) if share else Account(AccountKind.IN_HAND, payment.project_id)


_NO_ACCOUNT = Text("{unit}没有已核验的账户", "{unit} has no verified account")
_NOT_ITS_ACCOUNT = Text(
    "审批时的账户不属于{unit}，须撤销后重新下单、重新审批",
    "the account approved for payment does not belong to {unit}; cancel the order, "
    "then issue and approve it again",
)


def usable_account(session: Session, payee: Organisation) -> BankAccount | None:
    """The newest account of whoever answers for the payee that is verified and in use."""
    return session.scalars(
        select(BankAccount)
        .where(
            BankAccount.organisation_id == mergers.today(payee).id,
            BankAccount.verified_at.is_not(None),
            BankAccount.retired_at.is_(None),
        )
        .order_by(BankAccount.verified_at.desc(), BankAccount.id.desc())
    ).first()


def is_committed(session: Session, payment: Payment) -> bool:
    """The books must hold the money of this order."""
    return position(session, payment.project).ordered >= payment.amount


def is_pledge_missing(payment: Payment, fund: Fund | None) -> bool:
    lump_sum = payment.project.proposal.call.budget_mode == "lump_sum"
    return lump_sum and (fund is None or fund.pledged_at is None)


_NOT_OF_PROJECT = Text(
    "{unit}已不是项目单位，请厅财务撤销此单，再由处室按原依据补下",
    "{unit} is no longer a unit of this project. The finance team must cancel this "
    "order and the programme office issue another on the same basis",
)

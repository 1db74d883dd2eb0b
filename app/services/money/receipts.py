"""What of a confirmed receipt can be withdrawn (§3.6): how much a partner confirmed last, and what
the lead unit has passed on of a payment."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.asked import once
from app.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment, Project, Share
from app.services.money.shares import (
    OF_PARTNER,
    entered_by_share,
    fiscal_shares,
    forwarded_in,
    lead_got,
    shares_of,
)
from workflows.money.books import AccountKind, Purpose
from workflows.money.modes import LEAD
from workflows.money.shares import dealt, reaching


def passed_on_of(session: Session, payment: Payment) -> int:
    """What the lead unit has passed on to partners beyond what they would be due without this
    payment, which it has confirmed; in 分."""
    project = payment.project
    shares = shares_of(session, project)
    forwards = project.proposal.call.payee_mode == LEAD and payment.basis != "appeal"
    if not shares or not forwards or payment.state != "received":
        return 0
    got, paid = lead_got(session, [project.id])
    agreed = reaching(paid[project.id], fiscal_shares(project, shares))
    without = dealt(got[project.id] - payment.amount, agreed)[1:]
    entered = entered_by_share(session, [share.id for share in shares])
    had = (forwarded_in(entered[share.id]) + share.forwarding for share in shares)
    return sum(max(0, passed - due) for passed, due in zip(had, without, strict=True))


def confirmed_last(session: Session, share: Share) -> int:
    """What the partner confirmed last of what was forwarded to it and has not withdrawn; 0 where
    there is nothing of the kind. In 分."""
    question = ("confirmed", share.project_id)
    return once(session, question, lambda: _confirmed(session, share.project)).get(share.id, 0)


def _confirmed(session: Session, project: Project) -> dict[int, int]:
    """By share, since its unit became a partner; a withdrawal takes back the newest confirmation
    before it."""
    rows = session.execute(
        select(LedgerAccount.owner_id, LedgerEntry.amount)
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .join(Share, Share.id == LedgerAccount.owner_id)
        .where(
            OF_PARTNER,
            LedgerAccount.kind == AccountKind.PARTNER_HELD.value,
            LedgerTransaction.purpose.in_((Purpose.FORWARD.value, Purpose.TAKE_BACK.value)),
            Share.project_id == project.id,
        )
        .order_by(LedgerEntry.id)
    )
    standing: dict[int, list[int]] = defaultdict(list)
    for owner, amount in rows:
        standing[owner].append(amount) if amount > 0 else standing[owner].pop()
    return {owner: amounts[-1] for owner, amounts in standing.items() if amounts}

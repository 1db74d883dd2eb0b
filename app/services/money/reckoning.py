"""How what is to come back comes about, in the order in which it is reckoned (J20)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import Fund
from app.services.money.dues import dues, ground_of, in_hand
from app.services.money.funds import GROUNDS
from app.services.money.positions import position
from app.services.money.spending import silent_units
from workflows.engine.text import Text
from workflows.phases.fund.common import SPENDING_IN


@dataclass(frozen=True, slots=True)
class Reckoned:
    """In 分: what was `paid` in all, less what was `refunded`, `lost`, `left` to the units and what
    `counts` as spending, is owed by the `lead` unit and the `partners`. `disallowed` is what was
    spent of a revoked project; `unpaid` what was promised and will not be paid. `unreported` names
    units that have let their term to report pass: once it is recovered, they report no more."""

    paid: int
    refunded: int
    lost: int
    left: int
    counts: int
    lead: int
    partners: int
    disallowed: int
    unpaid: int
    unreported: tuple[str, ...]

    @property
    def owed(self) -> int:
        return self.lead + self.partners

    @property
    def lines(self) -> tuple[tuple[Text, int], ...]:
        """They add up to what is owed."""
        less = ((_REFUNDED, self.refunded), (_LOST, self.lost), (_LEFT, self.left))
        return (
            (_PAID, self.paid),
            *((label, -amount) for label, amount in less if amount),
            (_COUNTS, -self.counts),
        )


def reckoned(session: Session, fund: Fund) -> Reckoned:
    """As a recovery that began now would find it."""
    stands, due = position(session, fund.project), dues(session, fund)
    lead, whole = due.get(in_hand(fund), 0), sum(due.values())
    ground = ground_of(session, fund)
    disallowed = stands.all_spent if ground == "revoked" else 0
    reports = ground in GROUNDS - {"revoked"} and fund.state in SPENDING_IN
    return Reckoned(
        paid=stands.paid_in_all,
        refunded=stands.refunded,
        lost=stands.lost,
        left=stands.in_hand + stands.with_partners + disallowed - whole,
        counts=stands.all_spent - disallowed,
        lead=lead,
        partners=whole - lead,
        disallowed=disallowed,
        unpaid=stands.committed + stands.ordered,
        unreported=silent_units(session, fund) if reports else (),
    )


_PAID = Text("累计已拨付", "Total paid")
_REFUNDED = Text("减：已退回", "Less: paid back")
_LOST = Text("减：已核销", "Less: written off")
_LEFT = Text("减：结清时留归单位的结余", "Less: balance left with the units at settlement")
_COUNTS = Text("减：认可的列支", "Less: spending accepted")

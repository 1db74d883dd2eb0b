"""How what is to come back comes about, in the order in which it is reckoned (J20)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import Fund
from app.services.money.funds import balance_was_left, ground_of, owed, owed_by_lead
from app.services.money.positions import Position, position
from app.services.money.shares import shares_of, standings_of
from workflows.engine.text import Text
from workflows.phases.fund.common import SPENDING_IN


@dataclass(frozen=True, slots=True)
class Reckoned:
    """In 分: `lines` add up to `owed`, the lead unit's part and the `partners`' too. `disallowed`
    is what was spent of a revoked project; `unpaid` what was promised and will not be paid.
    `unreported` names the units that have money and have not said yet what they spent, which they
    cannot any more once a recovery has begun."""

    lines: tuple[tuple[Text, int], ...]
    owed: int
    lead: int
    partners: int
    disallowed: int
    unpaid: int
    unreported: tuple[str, ...]


def reckoned(session: Session, fund: Fund) -> Reckoned:
    """As a recovery that began now would find it."""
    stands = position(session, fund.project)
    is_revoked = ground_of(fund) == "revoked"
    spent, by_partners = (stands.spent, stands.spent_by_partners) if is_revoked else (0, 0)
    disallowed = spent + by_partners
    lead, partners = stands.in_hand + spent, stands.with_partners + by_partners
    whole = lead + partners
    if balance_was_left(fund):
        lead = owed_by_lead(session, fund)
        partners = owed(session, fund) - lead
    less = (
        *((_REFUNDED, stands.refunded), (_LOST, stands.lost)),
        (_LEFT, whole - lead - partners),
    )
    return Reckoned(
        lines=(
            (_PAID, stands.paid_in_all),
            *((label, -amount) for label, amount in less if amount),
            (_ELIGIBLE, disallowed - stands.all_spent),
        ),
        owed=owed(session, fund),
        lead=lead,
        partners=partners,
        disallowed=disallowed,
        unpaid=stands.committed + stands.ordered,
        unreported=() if is_revoked else _unreported(session, fund, stands),
    )


def _unreported(session: Session, fund: Fund, stands: Position) -> tuple[str, ...]:
    if fund.state not in SPENDING_IN:
        return ()
    each = standings_of(session, fund.project)
    silent = [
        share.unit.name
        for share in shares_of(session, fund.project)
        if each[share.id].held and not each[share.id].spent
    ]
    if stands.in_hand and not stands.spent:
        silent.insert(0, fund.project.proposal.lead_unit.name)
    return tuple(silent)


_PAID = Text("累计已拨付", "Paid in all")
_REFUNDED = Text("减：已退回", "Less what was refunded")
_LOST = Text("减：已核销", "Less what was written off")
_LEFT = Text("减：结清时留归单位的结余", "Less the balance left to the units at the settlement")
_ELIGIBLE = Text("减：认可的列支", "Less spending that counts")

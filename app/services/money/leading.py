"""A partner takes the lead: what it has had of the award is the lead unit's from then on (§3.9)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Organisation, Project, Share
from app.services.money import ledger
from app.services.money.ledger import Account
from app.services.money.shares import held_by, share_of, spent_by
from app.services.moves import Move, take_along
from workflows.engine.text import Text
from workflows.money.books import AccountKind, Purpose


def leading_problems(session: Session, project: Project, unit_id: int) -> tuple[Text, ...]:
    """What is on its way to the unit must have come or not come: as the lead unit it could confirm
    no more what it has forwarded to itself."""
    share = share_of(session, project, unit_id)
    return (_ON_ITS_WAY.format(unit=share.unit.name),) if share and share.forwarding else ()


def take_the_lead(session: Session, project: Project, unit: Organisation, move: Move) -> None:
    """The unit leads. Of a partner: in the books its money, and what it has accounted
    for, stand with the lead unit, nothing is forwarded to it, and its share of nothing stays on
    record."""
    share = share_of(session, project, unit.id)
    project.proposal.lead_unit = unit
    if share is not None:
        _merge(session, project, share, move)


def _merge(session: Session, project: Project, share: Share, move: Move) -> None:
    held, spent = (ledger.balance(session, account(share)) for account in (held_by, spent_by))
    entries = {
        held_by(share): -held,
        spent_by(share): -spent,
        Account(AccountKind.IN_HAND, project.id): held,
        Account(AccountKind.SPENT, project.id): spent,
    }
    if held or spent:
        ledger.post(
            session,
            Purpose.TAKE_OVER,
            {account: amount for account, amount in entries.items() if amount},
            move,
            key=f"take-over-share-{share.id}-{move.history.id}",
        )
    share.fiscal = share.own = 0
    session.flush()
    take_along(session, share, "put_off_forwarding", move)


_ON_ITS_WAY = Text(
    "已转拨{unit}的经费尚在途：先由该单位财务在其经费页确认到账，或报告未收到",
    "funds forwarded to {unit} are still in transit: its finance team must first "
    "confirm receipt on its funds page, or report that they did not arrive",
)

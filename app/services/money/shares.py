"""The shares of a consortium (联合申报): opened with the award, and how each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment, Project, Share
from app.services.money.ledger import Account
from app.services.moves import Move, begin
from workflows.money.books import AccountKind, Purpose
from workflows.money.modes import LEAD
from workflows.money.shares import dealt, portion
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one partner, in 分: what it got, has, has accounted for and has paid back; `to_forward`
    is what the lead unit has got for it and not passed on."""

    received: int
    held: int
    spent: int
    refunded: int
    to_forward: int


def open_shares(session: Session, project: Project, move: Move) -> None:
    """Each partner with money has a share: of the award in proportion to what was asked for."""
    proposal = project.proposal
    for unit in proposal.units:
        if not unit.fiscal and not unit.own:
            continue
        share = Share(
            project_id=project.id,
            unit_id=unit.organisation_id,
            tasks=unit.tasks,
            fiscal=portion(project.amount, unit.fiscal, proposal.requested),
            own=unit.own,
        )
        share.project, share.unit = project, unit.organisation
        begin(session, share, Role.SYSTEM_CLOCK, move.now)


def shares_of(session: Session, project: Project) -> Sequence[Share]:
    return session.scalars(
        select(Share).where(Share.project_id == project.id).order_by(Share.id)
    ).all()


def share_of(session: Session, project: Project, unit_id: int) -> Share | None:
    """None for the lead unit."""
    return session.scalars(
        select(Share).where(Share.project_id == project.id, Share.unit_id == unit_id)
    ).first()


def standing(session: Session, share: Share) -> Standing:
    return standings(session, [share])[share.id]


def standings(session: Session, shares: Sequence[Share]) -> dict[int, Standing]:
    """By the id of the share: three queries, however many shares."""
    entered = _entered(session, [share.id for share in shares])
    due = _due(session, {share.project_id: share.project for share in shares})
    return {share.id: _standing(entered[share.id], due.get(share.id, 0)) for share in shares}


def fiscal_shares(project: Project, shares: Sequence[Share]) -> tuple[int, ...]:
    """What of the award each unit has, the lead unit first."""
    partners = tuple(share.fiscal for share in shares)
    return (project.amount - sum(partners), *partners)


def _due(session: Session, projects: Mapping[int, Project]) -> dict[int, int]:
    """By share: what of the money the lead unit has got is its partner's; where the call pays each
    unit, nothing."""
    forwarding = [n for n, p in projects.items() if p.proposal.call.payee_mode == LEAD]
    got = _lead_got(session, forwarding)
    by_project: dict[int, list[Share]] = defaultdict(list)
    rows = select(Share).where(Share.project_id.in_(list(got))).order_by(Share.id)
    for share in session.scalars(rows):
        by_project[share.project_id].append(share)
    due: dict[int, int] = {}
    for number, shares in by_project.items():
        _, *parts = dealt(got[number], fiscal_shares(projects[number], shares))
        due |= {share.id: part for share, part in zip(shares, parts, strict=True)}
    return due


def _standing(entered: Mapping[tuple[AccountKind, Purpose], int], due: int) -> Standing:
    held = {p: n for (kind, p), n in entered.items() if kind is AccountKind.PARTNER_HELD}
    received = held.get(Purpose.FORWARD, 0) + held.get(Purpose.PAY, 0)
    return Standing(
        received=received,
        held=sum(held.values()),
        spent=sum(n for (kind, _), n in entered.items() if kind is AccountKind.PARTNER_SPENT),
        refunded=-held.get(Purpose.REFUND, 0),
        to_forward=max(0, due - received),
    )


def held_by(share: Share) -> Account:
    return Account(AccountKind.PARTNER_HELD, share.id)


def spent_by(share: Share) -> Account:
    return Account(AccountKind.PARTNER_SPENT, share.id)


def _entered(
    session: Session, ids: Sequence[int]
) -> dict[int, dict[tuple[AccountKind, Purpose], int]]:
    """By share: what each purpose moved on each of its accounts."""
    rows = session.execute(
        select(
            LedgerAccount.owner_id,
            LedgerAccount.kind,
            LedgerTransaction.purpose,
            func.sum(LedgerEntry.amount),
        )
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerAccount.kind.in_(_KINDS), LedgerAccount.owner_id.in_(ids))
        .group_by(LedgerAccount.owner_id, LedgerAccount.kind, LedgerTransaction.purpose)
    )
    found: dict[int, dict[tuple[AccountKind, Purpose], int]] = defaultdict(dict)
    for owner, kind, purpose, total in rows:
        found[owner][AccountKind(kind), Purpose(purpose)] = int(total)
    return found


_KINDS = (AccountKind.PARTNER_HELD.value, AccountKind.PARTNER_SPENT.value)


def _lead_got(session: Session, projects: Sequence[int]) -> dict[int, int]:
    """By project: payments that the lead unit has confirmed."""
    rows = session.execute(
        select(Payment.project_id, func.sum(Payment.amount))
        .where(Payment.project_id.in_(projects), Payment.state == "received")
        .group_by(Payment.project_id)
    )
    return {project: int(total) for project, total in rows}

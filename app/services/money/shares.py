"""The shares of a consortium (联合申报): opened with the award, and how each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, once
from app.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Organisation,
    Payment,
    Project,
    ProposalUnit,
    Share,
)
from app.services.money import ledger
from app.services.money.ledger import Account
from app.services.moves import Move, begin
from workflows.money.books import OF_SHARE, AccountKind, Purpose
from workflows.money.modes import LEAD
from workflows.money.shares import due_above, portion, reaching
from workflows.phases.arriving import PAID, RECEIVED
from workflows.roles import Role

Entered = dict[tuple[AccountKind, Purpose], int]
"""What each purpose moved on each account of one share."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one partner, in 分: what it got, has, has accounted for and has paid back; `to_forward`
    is what the lead unit has got for it and not passed on, `on_its_way` what it passed on and the
    partner has not confirmed."""

    received: int
    held: int
    spent: int
    refunded: int
    to_forward: int
    on_its_way: int


def open_shares(session: Session, project: Project, move: Move) -> None:
    """One for each partner with money."""
    for unit, fiscal, own in promised_shares(project):
        open_share(session, project, unit.organisation, unit.tasks, (fiscal, own), move)


def promised_shares(project: Project) -> list[tuple[ProposalUnit, int, int]]:
    """Each partner with money, what of the award it has, and what it brings itself; in 分. Where
    less was awarded, or an agreed price asks for less own money, every unit has less in
    proportion; nobody brings more than it promised."""
    proposal = project.proposal
    return [
        (
            unit,
            portion(project.amount, unit.fiscal, proposal.requested),
            min(unit.own, portion(project.matching, unit.own, proposal.matching or 1)),
        )
        for unit in proposal.units
        if unit.fiscal or unit.own
    ]


def open_share(
    session: Session,
    project: Project,
    unit: Organisation,
    tasks: str,
    money: tuple[int, int],
    move: Move,
) -> None:
    """`money` of the award and of its own, in 分."""
    fiscal, own = money
    share = Share(project_id=project.id, unit_id=unit.id, tasks=tasks, fiscal=fiscal, own=own)
    share.project, share.unit = project, unit
    begin(session, share, Role.SYSTEM_CLOCK, move.now)


SHARES = Listed(
    Share,
    Share.project_id == bindparam("project"),
    order=(Share.id,),
    options=(joinedload(Share.unit),),
)


def shares_of(session: Session, project: Project) -> Sequence[Share]:
    """Of the partners. One that gave up its share and took the lead is none any more, though its
    row stays on record."""
    lead = project.proposal.lead_unit_id
    return [s for s in SHARES.of(session, project=project.id) if s.unit_id != lead]


def parts_to_find(session: Session, project: Project) -> list[Share]:
    """Whose part nobody has found done or not; a unit that left is asked for none (§3.8)."""
    return [share for share in parts_of_partners(session, project) if not share.finding]


def parts_of_partners(session: Session, project: Project) -> list[Share]:
    """What acceptance speaks of: not of a unit that left before its part was found."""
    every = shares_of(session, project)
    return [share for share in every if share.finding or not has_left(share)]


def has_left(share: Share) -> bool:
    """The unit took part once, and does so no more."""
    proposal, unit = share.project.proposal, share.unit_id
    took_part = {party.organisation_id for party in proposal.former}
    takes_part = {row.organisation_id for row in proposal.units}
    return unit in took_part - takes_part


def share_of(session: Session, project: Project, unit_id: int) -> Share | None:
    """None for the lead unit."""
    return next((s for s in shares_of(session, project) if s.unit_id == unit_id), None)


def standing(session: Session, share: Share) -> Standing:
    """Of a unit that leads by now: what is left of its share, with nothing due to it."""
    partners = standings_of(session, share.project)
    return partners.get(share.id) or standings(session, [share])[share.id]


def standings_of(session: Session, project: Project) -> dict[int, Standing]:
    """Of every partner, by the id of its share: at most three queries, and none for none."""
    every = shares_of(session, project)
    question = ("standings", project.id)
    return once(session, question, lambda: _standings(session, {project.id: project}, every))


def standings(session: Session, shares: Sequence[Share]) -> dict[int, Standing]:
    """By the id of the share: four queries, however many shares of however many projects."""
    projects = {share.project_id: share.project for share in shares}
    rows = select(Share).where(Share.project_id.in_(projects)).order_by(Share.id)
    found = _standings(session, projects, session.scalars(rows).all())
    return {share.id: found[share.id] for share in shares}


def _standings(
    session: Session, projects: Mapping[int, Project], shares: Sequence[Share]
) -> dict[int, Standing]:
    """Of all the shares of these projects; nothing is due to a unit that leads by now."""
    if not shares:
        return {}
    entered = entered_by_share(session, [share.id for share in shares])
    partners: dict[int, list[Share]] = defaultdict(list)
    for share in shares:
        if share.unit_id != projects[share.project_id].proposal.lead_unit_id:
            partners[share.project_id].append(share)
    due = _due(session, projects, partners, entered)
    return {share.id: _standing(share, entered[share.id], due.get(share.id, 0)) for share in shares}


def for_partners(session: Session, project: Project) -> int:
    """What the books show with the lead unit and is its partners'."""
    every = standings_of(session, project).values()
    return sum(stands.to_forward + stands.on_its_way for stands in every)


def on_their_way(session: Session, project: Project) -> Sequence[Share]:
    """The shares with money that their partners have not confirmed."""
    return [share for share in shares_of(session, project) if share.forwarding]


def are_proportions(project: Project) -> bool:
    """In a race the shares of the award also divide what every stage adds to it: what a unit had is
    no measure of them."""
    return project.mechanism == "parallel_teams"


def fiscal_shares(project: Project, shares: Sequence[Share]) -> tuple[int, ...]:
    """What of the award each unit has, the lead unit first."""
    partners = tuple(share.fiscal for share in shares)
    return (project.amount - sum(partners), *partners)


def _due(
    session: Session,
    projects: Mapping[int, Project],
    shares: Mapping[int, Sequence[Share]],
    entered: Mapping[int, Entered],
) -> dict[int, int]:
    """By share: what of the money the lead unit has got is its partner's; where the call pays each
    unit, nothing. What a unit has had stays with it, and of the lead unit what it has no more."""
    forwarding = [n for n, p in projects.items() if p.proposal.call.payee_mode == LEAD]
    if not forwarding:
        return {}
    got, paid = lead_got(session, forwarding)
    in_hand = ledger.balances(session, (AccountKind.IN_HAND,), forwarding)
    due: dict[int, int] = {}
    for number, arrived in got.items():
        had = [forwarded_in(entered[share.id]) + share.forwarding for share in shares[number]]
        passing = sum(share.forwarding for share in shares[number])
        held = in_hand.get((AccountKind.IN_HAND, number), 0) - passing
        gone = paid[number] - sum(had) - held
        agreed = reaching(paid[number], fiscal_shares(projects[number], shares[number]))
        parts = due_above(arrived, gone, agreed, had)
        due |= {share.id: part for share, part in zip(shares[number], parts, strict=True)}
    return due


def forwarded_in(entered: Entered) -> int:
    """Confirmed by the partner, and not withdrawn."""
    purposes = (Purpose.FORWARD, Purpose.TAKE_BACK)
    return sum(entered.get((AccountKind.PARTNER_HELD, purpose), 0) for purpose in purposes)


def _standing(share: Share, entered: Entered, due: int) -> Standing:
    held = {p: n for (kind, p), n in entered.items() if kind is AccountKind.PARTNER_HELD}
    forwarded = forwarded_in(entered)
    return Standing(
        received=forwarded + held.get(Purpose.PAY, 0) + held.get(Purpose.SEND_BACK, 0),
        held=sum(held.values()),
        spent=sum(n for (kind, _), n in entered.items() if kind is AccountKind.PARTNER_SPENT),
        refunded=-held.get(Purpose.REFUND, 0),
        to_forward=max(0, due - forwarded - share.forwarding),
        on_its_way=share.forwarding,
    )


def held_by(share: Share) -> Account:
    return Account(AccountKind.PARTNER_HELD, share.id)


def spent_by(share: Share) -> Account:
    return Account(AccountKind.PARTNER_SPENT, share.id)


def entered_by_share(session: Session, ids: Sequence[int]) -> dict[int, Entered]:
    """By share: what each purpose moved on each of its accounts since its unit became a partner."""
    rows = session.execute(
        select(
            LedgerAccount.owner_id,
            LedgerAccount.kind,
            LedgerTransaction.purpose,
            func.sum(LedgerEntry.amount),
        )
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerAccount.owner_id.in_(ids), OF_PARTNER)
        .group_by(LedgerAccount.owner_id, LedgerAccount.kind, LedgerTransaction.purpose)
    )
    found: dict[int, Entered] = defaultdict(dict)
    for owner, kind, purpose, total in rows:
        found[owner][AccountKind(kind), Purpose(purpose)] = int(total)
    return found


_MERGED = ledger.newest_on(
    tuple(OF_SHARE),
    LedgerAccount.owner_id,
    lambda merger: merger.purpose == Purpose.TAKE_OVER.value,
    LedgerAccount,
)
OF_PARTNER = and_(
    LedgerAccount.kind.in_([kind.value for kind in OF_SHARE]),
    LedgerTransaction.id > func.coalesce(_MERGED, 0),
)
"""Whether an entry is on the account of a share, and after that was merged last with what the lead
unit has: what a unit had before it led stays there when it is a partner again."""


def paid_to_partners(session: Session, shares: Sequence[Share]) -> frozenset[str]:
    """The keys under which payments were booked that partners of today were paid directly."""
    rows = (
        select(LedgerTransaction.key)
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .where(LedgerAccount.owner_id.in_([share.id for share in shares]), OF_PARTNER)
        .where(LedgerTransaction.purpose == Purpose.PAY.value)
    )
    return frozenset(session.scalars(rows)) if shares else frozenset()


def lead_got(session: Session, projects: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """By project: payments that the lead unit has confirmed, and those with the ones on their
    way to it; not what is paid again after an appeal, each time to the unit that had refunded
    it."""
    rows = session.execute(
        select(Payment.project_id, Payment.state, func.sum(Payment.amount))
        .where(
            Payment.project_id.in_(projects),
            Payment.state.in_(PAID),
            Payment.basis != "appeal",
        )
        .group_by(Payment.project_id, Payment.state)
    )
    got: dict[int, int] = {}
    paid: dict[int, int] = defaultdict(int)
    for project, state, total in rows:
        paid[project] += int(total)
        if state in RECEIVED:
            got[project] = got.get(project, 0) + int(total)
    return got, paid

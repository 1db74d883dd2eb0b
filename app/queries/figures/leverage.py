"""Public money against the units' own, by programme: the plan's 1 : 6 (S0, chapter 8)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Call,
    Fund,
    LedgerAccount,
    LedgerEntry,
    MatchingFund,
    Project,
    Proposal,
    Share,
)
from app.queries.figures.plan import NOT_RUN, programmes, sums_of_programmes
from app.services.calls.programmes import name_of
from workflows.engine.text import Text
from workflows.money.books import AccountKind

_PAID = (AccountKind.IN_HAND.value, AccountKind.SPENT.value, AccountKind.LOST.value)
_PAID_TO_PARTNERS = (AccountKind.PARTNER_HELD.value, AccountKind.PARTNER_SPENT.value)


@dataclass(frozen=True, slots=True)
class Leverage:
    """One programme, or all of them together; money in 分."""

    id: int
    number: int
    name: Text
    projects: int = 0
    awarded: int = 0
    paid: int = 0
    own_planned: int = 0
    own_confirmed: int = 0

    @property
    def ratio(self) -> float | None:
        """Own money promised for each yuan of public money awarded."""
        return self.own_planned / self.awarded if self.awarded else None


def leverage(session: Session) -> list[Leverage]:
    """Every programme of the plan, also those without a project."""
    promised, paid, own = _promised(session), _paid(session), _own(session)
    rows = []
    for programme in programmes(session):
        count, awarded, planned = promised.get(programme.id, (0, 0, 0))
        rows.append(
            Leverage(
                id=programme.id,
                number=programme.number,
                name=name_of(programme),
                projects=count,
                awarded=awarded,
                paid=paid.get(programme.id, 0),
                own_planned=planned,
                own_confirmed=own.get(programme.id, 0),
            )
        )
    return rows


def together(rows: list[Leverage]) -> Leverage:
    return Leverage(
        id=0,
        number=0,
        name=Text("", ""),
        projects=sum(r.projects for r in rows),
        awarded=sum(r.awarded for r in rows),
        paid=sum(r.paid for r in rows),
        own_planned=sum(r.own_planned for r in rows),
        own_confirmed=sum(r.own_confirmed for r in rows),
    )


def _promised(session: Session) -> dict[int, tuple[int, int, int]]:
    """Projects, public money and units' own, by programme."""
    return {
        programme.id: (
            sum(one.projects for one in mine),
            sum(one.fiscal for one in mine),
            sum(one.own for one in mine),
        )
        for programme, mine in sums_of_programmes(session)
    }


def _paid(session: Session) -> dict[int, int]:
    """To the lead units and to their partners."""
    of_project = (LedgerAccount.owner_id == Project.id) & LedgerAccount.kind.in_(_PAID)
    of_share = (LedgerAccount.owner_id == Share.id) & LedgerAccount.kind.in_(_PAID_TO_PARTNERS)
    projects = (
        select(Call.programme_id, func.sum(LedgerEntry.amount))
        .join(Proposal, Proposal.call_id == Call.id)
        .join(Project, Project.proposal_id == Proposal.id)
    )
    by_lead = projects.join(LedgerAccount, of_project)
    by_partner = projects.join(Share, Share.project_id == Project.id).join(LedgerAccount, of_share)
    found: dict[int, int] = {}
    for query in (by_lead, by_partner):
        entries = query.join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        for programme, total in session.execute(entries.group_by(Call.programme_id)):
            found[programme] = found.get(programme, 0) + int(total)
    return found


def _own(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(Call.programme_id, func.sum(MatchingFund.amount))
        .join(Proposal, Proposal.call_id == Call.id)
        .join(Project, Project.proposal_id == Proposal.id)
        .join(Fund, Fund.project_id == Project.id)
        .join(MatchingFund, MatchingFund.fund_id == Fund.id)
        .where(MatchingFund.confirmed_at.is_not(None), Project.state.not_in(NOT_RUN))
        .group_by(Call.programme_id)
    )
    return {key: int(total) for key, total in rows}

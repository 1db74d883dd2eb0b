"""A project of a consortium: two partners with their finance, beside the lead unit's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.models import Fund, Organisation, Payment, Person, Project, ProposalUnit, Share
from app.queries.books.consortia import consortium as units_of
from app.services.files import evidence
from app.services.money import ledger, shares, verifying
from app.services.money.positions import position
from app.services.money.spending import is_silent, lead_is_silent
from tests.factories import grant, organisation, person
from tests.played import played_once
from tests.services.money import (
    Funded,
    matching,
    project_of_award,
    received,
    verified_account,
)
from tests.services.stage import Stage, a_page
from workflows.roles import Role

SPENT = {"heading": "operation", "spent_until": "2026-03-02"}
AWARD = 100_000_01
"""An amount that no thirds divide."""


@dataclass(frozen=True)
class Consortium:
    """`funded` is the lead unit's side; each partner with its share and its finance."""

    funded: Funded
    shares: tuple[Share, Share]
    purses: tuple[Person, Person]

    @property
    def project(self) -> Project:
        return self.funded.project

    @property
    def fund(self) -> Fund:
        return self.funded.fund


@played_once
def consortium(stage: Stage, **call: Any) -> Consortium:
    """Awarded less than was asked for; each partner asked for a third of it, and brings a fifth of
    the own money."""
    session = stage.session
    applied = stage.applied(call=stage.call("decided", **call), state="approved")
    proposal = applied.proposal
    proposal.matching = AWARD
    partners = [organisation(session), organisation(session)]
    for unit in partners:
        row = ProposalUnit(
            organisation_id=unit.id,
            tasks="试验验证",
            fiscal=proposal.requested // 3,
            own=proposal.matching // 5,
        )
        row.organisation = unit
        proposal.units.append(row)
    project, fund = project_of_award(stage, proposal, AWARD)
    treasurer = _purse(stage, proposal.lead_unit)
    evidence.add(session, project, "matching", a_page(), "承诺函.pdf", by=treasurer, now=stage.now)
    verified_account(stage, proposal.lead_unit, treasurer)
    matching(stage, fund, treasurer, AWARD)
    purses = [_purse(stage, unit) for unit in partners]
    for unit, purse in zip(partners, purses, strict=True):
        verified_account(stage, unit, purse)
    first, second = shares.shares_of(session, project)
    session.flush()
    for signer in (applied.pi, applied.unit, stage.holder(Role.PLANNING_OFFICER)):
        stage.take(project, "sign_contract", signer)
    assert project.state == "active"
    return Consortium(
        Funded(project, fund, applied, treasurer), (first, second), (purses[0], purses[1])
    )


def _purse(stage: Stage, unit: Organisation) -> Person:
    someone = person(stage.session, organisation_id=unit.id)
    grant(stage.session, someone, Role.UNIT_FINANCE, organisation_id=unit.id)
    return someone


def arrived(stage: Stage) -> Consortium:
    """The first payment has arrived with the lead unit, which is to forward."""
    made = consortium(stage)
    received(stage, made.funded, stage.session.scalars(select(Payment)).one())
    return made


@played_once
def forwarded(stage: Stage, of: Consortium) -> None:
    for share, purse in zip(of.shares, of.purses, strict=True):
        stage.moved(
            share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="ZB-1"
        )
        stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")


def accounted(stage: Stage, of: Consortium) -> None:
    """Every unit that has money and has not said what it spent says that it spent nothing."""
    session = stage.session
    if lead_is_silent(session, of.fund):
        stage.moved(of.fund, "report_no_spending", of.funded.treasurer)
    for share, purse in zip(of.shares, of.purses, strict=True):
        if is_silent(session, share):
            stage.moved(share, "report_no_share_spending", purse)


def conserved(stage: Stage, of: Consortium) -> None:
    """What every unit has adds up to what was paid, the budget of the call is all there, and the
    books hold."""
    stands = position(stage.session, of.project)
    units = units_of(stage.session, of.project, stands)
    assert sum(u.held + u.spent for u in units) == stands.paid
    assert sum(u.fiscal for u in units) == of.project.amount
    budget = ledger.balance(stage.session, ledger.account_of(of.fund.source))
    call = of.project.proposal.call
    assert stands.paid + stands.committed + stands.ordered + budget == call.budget
    assert verifying.verify(stage.session) is None

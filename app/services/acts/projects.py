"""What an approval does: the proposal becomes a project with a number."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import DecisionItem, Project, Proposal, Suspension
from app.services.contracts.drafting import draft_from_award
from app.services.door.timers import refresh_timers
from app.services.door.wiring import act
from app.services.money.funds import fund_of, open_fund
from app.services.moves import Move, begin
from app.services.open_call import judging
from app.services.races.finding import race_of_call
from app.services.races.money import open_fund as open_team_fund
from workflows.engine.calendar import local_date
from workflows.roles import Role

_CLASS_OF_DOMAIN = {"高新技术": "HZ", "现代农业": "NZ", "民生科技": "YZ"}


@act
def open_project(session: Session, proposal: Proposal, move: Move) -> None:
    """One project a proposal; the amount is what was decided, never what was asked, and it is
    committed at once."""
    item = session.scalars(
        select(DecisionItem).where(DecisionItem.proposal_id == proposal.id)
    ).one()
    agreed = judging.terms_of(session, proposal)
    assert proposal.starts_on is not None, "a complete form has its term"
    assert proposal.ends_on is not None, "a complete form has its term"
    project = Project(
        proposal_id=proposal.id,
        number=_next_number(session, proposal, move),
        amount=item.amount,
        own_agreed=None if agreed is None else agreed.price - item.amount,
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
    )
    project.proposal = proposal
    begin(session, project, Role.SYSTEM_CLOCK, move.now)
    draft_from_award(session, project, move.now)
    race = race_of_call(session, proposal.call)
    if race is None:
        open_fund(session, project, move)
    else:
        open_team_fund(session, race, project, move)


@act
def lengthen_standstill(session: Session, order: Suspension, move: Move) -> None:
    """The project and its money stand still as long as the order that was ratified."""
    refresh_timers(session, order.project, move.now)
    fund = fund_of(session, order.project)
    assert fund is not None, "what runs has a fund"
    refresh_timers(session, fund, move.now)


def _next_number(session: Session, proposal: Proposal, move: Move) -> str:
    """Year, class of the programme's field, running number: 2026HZ02001 (domain §4)."""
    prefix = f"{local_date(move.now).year}{_CLASS_OF_DOMAIN[proposal.call.programme.domain]}"
    programme = f"{proposal.call.programme.number:02d}"
    newest = session.scalar(
        select(Project.number)
        .where(Project.number.startswith(prefix + programme))
        .order_by(Project.number.desc())
        .limit(1)
    )
    serial = int(newest[-3:]) + 1 if newest else 1
    return f"{prefix}{programme}{serial:03d}"

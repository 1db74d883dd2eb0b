"""Two complementary teams become one: its contract, its means, and what each keeps (R12)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import ContractVersion, History, Payment, Person, Proposal, Team
from app.services.contracts.drafting import add_version, in_force
from app.services.contracts.terms import UNIT
from app.services.moves import Move
from app.services.races import money
from app.services.races.finding import project_of
from workflows.engine.calendar import local_date


def merge(session: Session, team: Team, partner: Team, move: Move) -> None:
    """What the team was promised goes with it, its unit joins the partner's contract; what it holds
    and has not spent is settled with its own project."""
    moved = money.hand_over(session, team, partner, move)
    money.settle(session, team, move)
    partner.cost_to_finish = max(partner.cost_to_finish, team.cost_to_finish)
    partner.merges_with_id = None
    _sign_together(session, team, partner, moved, move)
    session.flush()


def agreement_of(session: Session, team: Team) -> str:
    """What the two teams agreed on lead, intellectual property, money and people."""
    given = session.scalars(
        select(History.given)
        .where(
            History.case_kind == Team.kind,
            History.case_id == team.id,
            History.transition == "agree_to_merge",
        )
        .order_by(History.id.desc())
        .limit(1)
    ).one()
    return str(given["agreement"])


def moved_with(session: Session, team: Team) -> int:
    """分 that were ordered for the partner because this team merged into it."""
    total = session.scalar(
        select(func.sum(Payment.amount)).where(
            Payment.basis == "merger",
            Payment.basis_kind == Team.kind,
            Payment.basis_id == team.id,
            Payment.state != "cancelled",
        )
    )
    return int(total or 0)


def _sign_together(
    session: Session, team: Team, partner: Team, moved: int, move: Move
) -> ContractVersion:
    """The partner's next contract: both have signed the agreement, the office meeting approves it.
    Stages, indicators and pledge stay those that every team has signed."""
    project = project_of(session, partner)
    assert project is not None, "a team that races has a project"
    old = in_force(session, project)
    assert old is not None, "a team that races has signed"
    by = session.get_one(Person, move.actor_id) if move.actor_id else None
    terms = _joined(dict(old.terms), session, team, moved, move)
    version = add_version(session, project, terms, by, move.now)
    version.signed_at = move.now
    version.permitted_minutes = move.given["minutes_number"][:60]
    return version


def _joined(
    terms: dict[str, Any], session: Session, team: Team, moved: int, move: Move
) -> dict[str, Any]:
    proposal = team.proposal
    heading = f"{team.lane}队并入"
    joined = {
        "heading": heading,
        "fiscal": moved,
        "own": proposal.matching,
        "note": proposal.lead_unit.name,
    }
    note = {
        "kind": "merger",
        "content": f"{heading}（{proposal.lead_unit.name}）：{agreement_of(session, team)}",
        "on": local_date(move.now).isoformat(),
        "minutes": move.given["minutes_number"],
    }
    known = {party["name"] for party in terms["parties"]}
    new = [{"role": UNIT, "name": name} for name in _units(proposal) if name not in known]
    return {
        **terms,
        "parties": [*terms["parties"], *new],
        "amount": terms["amount"] + moved,
        "matching": terms["matching"] + proposal.matching,
        "budget": [*terms["budget"], joined],
        "changes": [*terms.get("changes", []), note],
    }


def _units(proposal: Proposal) -> list[str]:
    return [proposal.lead_unit.name, *(u.organisation.name for u in proposal.units)]

"""The money of one project as its pages show it: by part, received, spent, matched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Fund, Payment, Project
from app.queries.money import spending_by_heading
from app.services.money.checking import matching_confirmed
from app.services.money.funds import fund_of
from app.services.money.payments import planned_parts
from app.services.money.positions import Position, position
from workflows.engine.text import Text
from workflows.money.budget import HEADINGS
from workflows.phases.fund.freezing import FREEZE_CLASSES
from workflows.roles import Role

INSIDE = frozenset(
    {
        *(Role.FINANCE, Role.SUPERVISOR, Role.PROGRAMME_OFFICER, Role.PLANNING_OFFICER),
        *(Role.DECISION_MAKER, Role.DISCIPLINE),
    }
)
"""Who reads why money is frozen; everybody else reads the class only."""


@dataclass(frozen=True, slots=True)
class Part:
    """One payment as planned, as ordered, or both."""

    number: int
    planned: int | None
    payment: Payment | None


@dataclass(frozen=True, slots=True)
class MoneyPanel:
    """`frozen_for` is None while money flows; `received` is what the unit has confirmed."""

    project: Project
    fund: Fund
    stands: Position
    parts: tuple[Part, ...]
    received: int
    matching_planned: int
    matching_confirmed: int
    spending: tuple[tuple[Text, int], ...]
    frozen_for: Text | None


def money_of(session: Session, project: Project, roles: Iterable[Role]) -> MoneyPanel | None:
    """None for a project whose fund has not been opened."""
    fund = fund_of(session, project)
    if fund is None:
        return None
    payments = session.scalars(
        select(Payment)
        .where(Payment.project_id == project.id, Payment.state != "cancelled")
        .order_by(Payment.id)
    ).all()
    pairs = zip_longest(planned_parts(project), payments)
    spending = spending_by_heading(session, fund)
    return MoneyPanel(
        project=project,
        fund=fund,
        stands=position(session, project),
        parts=tuple(Part(n, planned, made) for n, (planned, made) in enumerate(pairs, start=1)),
        received=sum(p.amount for p in payments if p.state == "received"),
        matching_planned=project.proposal.matching,
        matching_confirmed=matching_confirmed(session, fund),
        spending=tuple((HEADINGS[key], amount) for key, amount in spending.items()),
        frozen_for=frozen_for(fund, roles),
    )


def frozen_for(fund: Fund, roles: Iterable[Role]) -> Text | None:
    """The class of cause, in the words for the office or in those for everybody else."""
    if fund.state != "frozen":
        return None
    inside, outside = FREEZE_CLASSES[fund.freeze_class]
    return inside if INSIDE & frozenset(roles) else outside

"""The money of one project as its pages show it: by part, received, spent, matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

from sqlalchemy.orm import Session

from app.models import Fund, Organisation, Payment, Project
from app.services.money.checking import matching_confirmed
from app.services.money.funds import fund_of, payments_of
from app.services.money.parts import planned_by_unit
from app.services.money.positions import Position, position
from app.services.money.spending import Spent, spent_by_heading
from workflows.engine.text import Text
from workflows.money.budget import HEADINGS
from workflows.phases.arriving import RECEIVED
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
    """What one unit gets of one part of the award: as planned, as ordered, or both. `number` is
    None where a payment is no part of the plan."""

    number: int | None
    unit: Organisation
    planned: int | None
    payment: Payment | None


@dataclass(frozen=True, slots=True)
class MoneyPanel:
    """`to_each`: whether more than one unit is paid; `received` is what they have confirmed.
    `frozen_for` is None while money flows."""

    project: Project
    fund: Fund
    stands: Position
    parts: tuple[Part, ...]
    to_each: bool
    received: int
    matching_planned: int
    matching_confirmed: int
    spending: tuple[tuple[Text, Spent], ...]
    frozen_for: Text | None


def money_of(session: Session, project: Project, roles: Iterable[Role]) -> MoneyPanel | None:
    """None for a project whose fund has not been opened."""
    fund = fund_of(session, project)
    if fund is None:
        return None
    payments = [p for p in payments_of(session, project) if p.state != "cancelled"]
    parts = tuple(_parts(session, project, payments))
    stands = position(session, project)
    spending = spent_by_heading(session, fund) if stands.all_spent else {}
    return MoneyPanel(
        project=project,
        fund=fund,
        stands=stands,
        parts=parts,
        to_each=len({part.unit.id for part in parts}) > 1,
        received=sum(p.amount for p in payments if p.state in RECEIVED),
        matching_planned=project.matching,
        matching_confirmed=matching_confirmed(session, project),
        spending=tuple((HEADINGS[key], spent) for key, spent in spending.items()),
        frozen_for=frozen_for(fund, roles),
    )


def _parts(session: Session, project: Project, payments: Sequence[Payment]) -> Iterator[Part]:
    """By part and unit, then what was paid again. What a lead unit got that has been replaced
    stands with the plan of the one that followed it."""
    plans = planned_by_unit(session, project)
    lead = project.proposal.lead_unit
    partners = {unit: None for plan in plans for unit in plan if unit is not lead}
    made: dict[tuple[int, Organisation], list[Payment]] = defaultdict(list)
    of_the_plan = [payment for payment in payments if not payment.is_paid_again]
    for payment in of_the_plan:
        made[payment.part, payment.payee if payment.payee in partners else lead].append(payment)
    last = max([len(plans), *(payment.part for payment in of_the_plan)])
    for number, plan in islice(enumerate(chain(plans, repeat({})), 1), last):
        for unit in (lead, *partners):
            standing = made[number, unit]
            if unit in plan and not standing:
                yield Part(number, unit, plan[unit], None)
            for n, payment in enumerate(standing):
                yield Part(number, payment.payee, None if n else plan.get(unit), payment)
    for payment in payments:
        if payment.is_paid_again:
            yield Part(None, payment.payee, None, payment)


def frozen_for(fund: Fund, roles: Iterable[Role]) -> Text | None:
    """The class of cause, in the words for the office or in those for everybody else."""
    if fund.state != "frozen":
        return None
    inside, outside = FREEZE_CLASSES[fund.freeze_class]
    return inside if INSIDE & frozenset(roles) else outside

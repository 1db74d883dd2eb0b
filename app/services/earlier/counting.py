"""What projects of earlier years mean for a proposal of today: the same limits, as far as what was
taken over tells (S0, J16; domain §3.5). Membership and findings of diligence are not taken over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.asked import Listed
from app.models import EarlierProject, Proposal
from app.services.eligibility.mergers import answering, of_taken_in, together
from app.services.months import months_later
from workflows.engine.text import Text

LED_BY = Listed(
    EarlierProject,
    EarlierProject.leader_id == bindparam("leader"),
    order=(EarlierProject.id,),
)


def is_overdue(earlier: EarlierProject) -> Text:
    found = Text(
        f"往年项目（导入）{earlier.number}《{earlier.title}》逾期未验收",
        f"acceptance of the earlier project (imported) {earlier.number} “{earlier.title}” is "
        "overdue",
    )
    successor = earlier.unit.merged_into
    return of_taken_in(found, earlier.unit.name, successor.name if successor else None)


_Late = aliased(EarlierProject)
OVERDUE = Listed(
    _Late,
    or_(
        _Late.leader_id.in_(bindparam("leaders", expanding=True)),
        _Late.unit_id.in_(answering(bindparam("lead_units", expanding=True))),
    ),
    _Late.outcome == "running",
    _Late.ends_on < bindparam("due_before"),
    order=(_Late.id,),
)
"""Those of the `leaders`, and of the `lead_units` with all that answer together with one, that
should have been accepted: they ended before `due_before`."""


def ended_of(
    session: Session, proposals: Sequence[Proposal], years: int, today: date
) -> Mapping[int, Sequence[EarlierProject]]:
    """By id of the proposal: how earlier projects of its leader, its lead unit or what answers
    together with that ended of late."""
    leaders, units = {p.pi_id for p in proposals}, {together(p.lead_unit) for p in proposals}
    found = session.scalars(
        select(EarlierProject)
        .where(
            or_(
                EarlierProject.leader_id.in_(leaders),
                EarlierProject.unit_id.in_(answering(units)),
            ),
            EarlierProject.ended_on >= months_later(today, -12 * years),
        )
        .options(joinedload(EarlierProject.leader), joinedload(EarlierProject.unit))
        .order_by(EarlierProject.id)
    ).all()
    by_proposal: dict[int, list[EarlierProject]] = defaultdict(list)
    for proposal in proposals:
        by_proposal[proposal.id] = [
            one
            for one in found
            if one.leader_id == proposal.pi_id or together(one.unit) == together(proposal.lead_unit)
        ]
    return by_proposal

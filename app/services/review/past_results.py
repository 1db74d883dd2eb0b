"""How earlier projects ended: shown where new ones are judged (S0)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from app.models import Project, Proposal, Tolerance
from app.services.eligibility.mergers import answering, together
from app.services.months import months_later
from workflows.engine.calendar import end_of_day

ENDED = ("passed", "concluded", "failed", "terminated", "revoked")


@dataclass(frozen=True, slots=True)
class Result:
    """How a project ended; `is_tolerated` when diligence was found."""

    project: Project
    is_tolerated: bool


def past_results(
    session: Session, proposals: Sequence[Proposal], years: int, today: date
) -> dict[int, list[Result]]:
    """By id of the proposal: how projects of its leader, its lead unit or what answers together
    with that ended of late, but for those of the same call; two queries."""
    leaders = {p.pi_id for p in proposals}
    units = answering({together(p.lead_unit) for p in proposals})
    since = end_of_day(months_later(today, -12 * years))
    theirs = Proposal.pi_id.in_(leaders) | Proposal.lead_unit_id.in_(units)
    by_leader: dict[int, list[Result]] = defaultdict(list)
    by_unit: dict[int, list[Result]] = defaultdict(list)
    for result in _results(session, theirs & (Project.state_entered_at >= since)):
        by_leader[result.project.proposal.pi_id].append(result)
        by_unit[together(result.project.proposal.lead_unit)].append(result)
    both = {p.id: (*by_leader[p.pi_id], *by_unit[together(p.lead_unit)]) for p in proposals}
    return {p.id: _each_once(_of_other_calls(both[p.id], p)) for p in proposals}


def _results(session: Session, whose: ColumnElement[bool]) -> list[Result]:
    rows = session.execute(
        select(Project, Tolerance.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .outerjoin(Tolerance, (Tolerance.project_id == Project.id) & (Tolerance.state == "found"))
        .options(
            joinedload(Project.proposal).options(
                *map(joinedload, (Proposal.call, Proposal.pi, Proposal.lead_unit))
            )
        )
        .where(whose, Project.state.in_(ENDED))
        .order_by(Project.id)
    )
    return [Result(project, tolerance is not None) for project, tolerance in rows]


def _of_other_calls(results: Iterable[Result], proposal: Proposal) -> list[Result]:
    return [r for r in results if r.project.proposal.call_id != proposal.call_id]


def _each_once(results: Iterable[Result]) -> list[Result]:
    return list({result.project.id: result for result in results}.values())

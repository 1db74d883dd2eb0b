"""How earlier projects ended: shown where new ones are judged, and what a failure limits (S0).

An honest failure, found so (容错认定), limits nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from app.models import Person, Project, Proposal, Tolerance
from app.services.earlier import counting
from app.services.months import months_later
from workflows.engine.calendar import end_of_day
from workflows.engine.text import Text

ENDED = ("passed", "concluded", "failed", "terminated", "revoked")
LIMITING: dict[str, tuple[str, Text]] = {
    "failed": ("failed_bar_years", Text("不通过", "failed")),
    "concluded": ("concluded_bar_years", Text("结题", "was concluded")),
}
"""State a project ended in: the parameter that says for how long it limits its leader."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a project ended; `is_tolerated` when diligence was found."""

    project: Project
    is_tolerated: bool


def limits_of_leader(
    session: Session, leader: Person, rules: Mapping[str, int], today: date
) -> Iterable[Text]:
    """Projects this person led that ended badly so lately that the call bars leading another."""
    for result in _results(session, Proposal.pi_id == leader.id):
        key, label = LIMITING.get(result.project.state, ("", Text("", "")))
        years = rules.get(key, 0)
        if not years or result.is_tolerated:
            continue
        if result.project.state_entered_at >= end_of_day(months_later(today, -12 * years)):
            yield _limited(leader, result.project.number, label, years)
    for state, (key, label) in LIMITING.items():
        if years := rules.get(key, 0):
            since = months_later(today, -12 * years)
            for earlier in counting.ended_of_leader(session, leader, state, since):
                yield _limited(leader, earlier.number, label, years)


def _limited(leader: Person, number: str, label: Text, years: int) -> Text:
    return Text(
        f"{leader.name}主持的项目 {{number}} {label.zh}，{years} 年内不得主持申报"
        "（容错认定的除外）",
        f"{leader.name} led project {{number}}, which {label.en}; no leading for {years} "
        "years unless diligence is found",
    ).format(number=number)


def past_results(
    session: Session, proposals: Sequence[Proposal], years: int, today: date
) -> dict[int, list[Result]]:
    """By id of the proposal: how projects of its leader or lead unit ended of late, but for those
    of the same call; two queries."""
    leaders = {p.pi_id for p in proposals}
    units = {p.lead_unit_id for p in proposals}
    since = end_of_day(months_later(today, -12 * years))
    theirs = Proposal.pi_id.in_(leaders) | Proposal.lead_unit_id.in_(units)
    by_leader: dict[int, list[Result]] = defaultdict(list)
    by_unit: dict[int, list[Result]] = defaultdict(list)
    for result in _results(session, theirs & (Project.state_entered_at >= since)):
        by_leader[result.project.proposal.pi_id].append(result)
        by_unit[result.project.proposal.lead_unit_id].append(result)
    both = {p.id: (*by_leader[p.pi_id], *by_unit[p.lead_unit_id]) for p in proposals}
    return {p.id: _each_once(_of_other_calls(both[p.id], p)) for p in proposals}


def _results(session: Session, whose: ColumnElement[bool]) -> list[Result]:
    rows = session.execute(
        select(Project, Tolerance.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .outerjoin(Tolerance, (Tolerance.project_id == Project.id) & (Tolerance.state == "found"))
        .options(joinedload(Project.proposal).joinedload(Proposal.call))
        .where(whose, Project.state.in_(ENDED))
        .order_by(Project.id)
    )
    return [Result(project, tolerance is not None) for project, tolerance in rows]


def _of_other_calls(results: Iterable[Result], proposal: Proposal) -> list[Result]:
    return [r for r in results if r.project.proposal.call_id != proposal.call_id]


def _each_once(results: Iterable[Result]) -> list[Result]:
    return list({result.project.id: result for result in results}.values())

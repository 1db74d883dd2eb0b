"""The case of an assignment, from the rows of a group: affinities, conflicts, loads and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.affinity import Affinity, Subject, affinity
from app.experts.assignment.case import NO_UNIT, Bools, Case, Pair, Rules
from app.experts.ties import ExpertProfile
from app.models import Expert, PanelSeat, Proposal, ReviewGroup, TechnologyField
from app.services.experts.parties import parties_of
from app.services.experts.profiles import present_unit, profiles, whole_experts
from app.services.experts.standing import standing_of
from app.services.review.recusal import by_proposal, waivers
from workflows.engine.calendar import local_date


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A case with the rows behind its positions; `wishes` are pairs an applicant asks to avoid,
    barred in `case` as long as possible."""

    case: Case
    proposals: Sequence[Proposal]
    experts: Sequence[Expert]
    affinity: Affinity
    wishes: Bools

    def keeping(self, locked: Sequence[Pair], previous: Sequence[Pair]) -> Task:
        """With pairs of (proposal, expert) ids set by hand, and such as are kept where possible."""
        held = tuple(dict.fromkeys(self.positions(locked)))
        kept = tuple(p for p in dict.fromkeys(self.positions(previous)) if p not in held)
        return replace(self, case=replace(self.case, locked=held, previous=kept))

    def aiming(self, aims: Mapping[str, Any]) -> Task:
        """With another aim than the greatest total (see AssignmentRun). Raises CaseFault: the draw
        under a cap does not go with a rule that binds here."""
        if aims.get("fair"):
            return replace(self, case=replace(self.case, objective="fair"))
        if "cap" not in aims:
            return self
        return replace(
            self,
            case=replace(
                self.case,
                rules=_binding(self.case),
                previous=(),
                pair_cap=Fraction(aims["cap"], 100),
                seed=aims["seed"],
            ),
        )

    def without_wishes(self) -> Task:
        return replace(self, case=replace(self.case, coi=self.case.coi & ~self.wishes))

    def positions(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Those of the pairs whose proposal and expert are both still there, as positions of the
        case."""
        places = {one.id: n for n, one in enumerate(self.proposals)}
        columns = {one.id: n for n, one in enumerate(self.experts)}
        return [(places[p], columns[e]) for p, e in pairs if p in places and e in columns]

    def place_of(self, proposal: int) -> int:
        return next(n for n, one in enumerate(self.proposals) if one.id == proposal)

    def column_of(self, expert: int) -> int | None:
        return next((n for n, one in enumerate(self.experts) if one.id == expert), None)


def task_of(
    session: Session, group: ReviewGroup, seats: Sequence[PanelSeat], now: datetime
) -> Task:
    """Everything the assignment may look at: what is before the group, and these of its experts."""
    items = sorted(group.on_the_table, key=lambda i: i.proposal_id)
    proposals = [item.proposal for item in items]
    experts = session.scalars(
        select(Expert)
        .where(Expert.id.in_([s.expert_id for s in seats]))
        .options(*whole_experts())
        .order_by(Expert.id)
    ).all()
    known = [profile for _, profile in profiles(session, experts)]
    hard, wishes = _conflicts(session, group, proposals, experts, known, now)
    fit = affinity_of(session, proposals, experts)
    rules, today = group.call.parameters, local_date(now)
    loads = standing_of(session, group, [e.id for e in experts], now).loads
    each = group.reviews_each or len(experts)
    case = Case(
        proposals=[p.id for p in proposals],
        reviewers=[e.id for e in experts],
        need=np.full(len(proposals), each, dtype=np.int64),
        least=np.zeros(len(experts), dtype=np.int64),
        most=np.array([max(0, e.load_most - loads.get(e.id, 0)) for e in experts], dtype=np.int64),
        affinity=fit.total,
        coi=hard | wishes,
        proposal_unit=np.array([p.lead_unit_id for p in proposals], dtype=np.int64),
        reviewer_unit=np.array(
            [present_unit(e, today) or NO_UNIT for e in experts], dtype=np.int64
        ),
        senior=np.array([e.is_senior for e in experts], dtype=bool),
        rules=Rules(
            same_unit_is_coi=True,
            max_per_unit=rules["panel_same_unit_most"],
            min_senior=rules["seniors_least"],
            never_together=_kin(known),
        ),
    )
    return Task(case, proposals, experts, fit, wishes & ~hard)


def _binding(case: Case) -> Rules:
    """Without the rules that no assignment of this case can break."""
    rules, units = case.rules, case.reviewer_unit[case.reviewer_unit != NO_UNIT]
    most = max(np.unique_counts(units).counts, default=0)
    return replace(
        rules,
        max_per_unit=None if most <= (rules.max_per_unit or most) else rules.max_per_unit,
        min_senior=0 if case.senior.all() else rules.min_senior,
    )


def affinity_of(
    session: Session, proposals: Sequence[Proposal], experts: Sequence[Expert]
) -> Affinity:
    fields = session.scalars(select(TechnologyField)).all()
    names = {field.id: field.name for field in fields}
    return affinity(
        [
            Subject(
                frozenset(filter(None, (p.technology_field_id,))),
                f"{p.title} {p.sections.get('summary', '')}",
            )
            for p in proposals
        ],
        [
            Subject(
                frozenset(int(number) for number in e.fields),
                " ".join([e.keywords, *(names.get(int(n), "") for n in e.fields)]),
            )
            for e in experts
        ],
        {field.id: field.catalogue_number for field in fields},
    )


def _conflicts(
    session: Session,
    group: ReviewGroup,
    proposals: Sequence[Proposal],
    experts: Sequence[Expert],
    known: Sequence[ExpertProfile],
    now: datetime,
) -> tuple[Bools, Bools]:
    """Barred pairs, and such as an applicant asks to avoid."""
    parties = parties_of(session, group.call, proposals, experts)
    waived = waivers(session, [e.id for e in experts], [p.id for p in proposals])
    firm = np.zeros((len(proposals), len(experts)), dtype=bool)
    soft = np.zeros_like(firm)
    for column, (expert, profile) in enumerate(zip(experts, known, strict=True)):
        found = by_proposal(group.call, group, expert.id, profile, parties, waived, now)
        for row, proposal in enumerate(proposals):
            firm[row, column] = any(not f.is_soft for f in found[proposal.id])
            soft[row, column] = any(f.is_soft for f in found[proposal.id])
    return firm, soft


def _kin(known: Sequence[ExpertProfile]) -> tuple[Pair, ...]:
    """Relatives, and supervisors with their students, never read the same proposal."""
    tied = [{tie.person_id for tie in one.kinship} for one in known]
    return tuple(
        (a, b)
        for a, b in combinations(range(len(known)), 2)
        if known[a].person_id in tied[b] or known[b].person_id in tied[a]
    )

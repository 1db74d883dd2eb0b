"""What an expert has done lately, as far as it bars from a panel: load, rotation, absence, credit
(domain §3.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import Session

from app.models import (
    Call,
    CreditEntry,
    ExpertAbsence,
    GroupProposal,
    PanelSeat,
    Review,
    ReviewGroup,
)
from app.services.review.purposes import NEW_EYES
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS


@dataclass(frozen=True, slots=True)
class Standing:
    """Sets and counts by the id of the expert. `former_panel`: had one of these proposals on an
    earlier panel, where new eyes are asked for; `chaired_last_year`: the chair is not the same
    twice running."""

    loads: Mapping[int, int]
    absent: frozenset[int]
    rounds_full: frozenset[int]
    years_full: frozenset[int]
    sat_last_year: frozenset[int]
    chaired_last_year: frozenset[int]
    over_credit: frozenset[int]
    former_panel: frozenset[int] = field(default=frozenset())

    def reasons(self, expert: int) -> set[str]:
        barring = {
            "absent": self.absent,
            "rounds": self.rounds_full,
            "years": self.years_full,
            "credit": self.over_credit,
            "former_panel": self.former_panel,
        }
        return {reason for reason, who in barring.items() if expert in who}


def standing_of(
    session: Session, group: ReviewGroup, experts: Sequence[int], now: datetime
) -> Standing:
    call, rules = group.call, group.call.parameters
    seats = _seats(session, group)
    years = _years_by_expert(seats)
    rounds = _rounds_by_expert(seats, call)
    before = range(call.year - rules["panel_years_most"], call.year)
    return Standing(
        loads=_loads(session, group),
        absent=_absent(session, now, rules["score_days"]),
        rounds_full=frozenset(
            e for e, found in rounds.items() if len(found) >= rules["rounds_a_year_most"]
        ),
        years_full=frozenset(e for e, found in years.items() if all(y in found for y in before)),
        sat_last_year=frozenset(e for e, found in years.items() if call.year - 1 in found),
        chaired_last_year=_chairs(seats, call.year - 1),
        over_credit=over_credit(session, now, rules),
        former_panel=_former_panel(session, group),
    )


def credit_points(
    session: Session, now: datetime, rules: Mapping[str, int] = DEFAULTS
) -> dict[int, int]:
    """Points of each expert that still count."""
    since = now - timedelta(days=365 * rules["credit_years"])
    rows = session.execute(
        select(CreditEntry.expert_id, func.sum(CreditEntry.points))
        .where(CreditEntry.recorded_at >= since)
        .group_by(CreditEntry.expert_id)
    )
    return {row[0]: row[1] for row in rows}


def over_credit(
    session: Session, now: datetime, rules: Mapping[str, int] = DEFAULTS
) -> frozenset[int]:
    """Of a call with these rules; without one, of the office."""
    most, points = rules["credit_points_most"], credit_points(session, now, rules)
    return frozenset(expert for expert, count in points.items() if count >= most)


@dataclass(frozen=True, slots=True)
class _Seat:
    expert: int
    programme: int
    purpose: str
    year: int
    round: tuple[int, int]
    is_chair: bool
    is_here: bool


def _seats(session: Session, group: ReviewGroup) -> list[_Seat]:
    """Every seat that was served on another live group, with the panel it belongs to: the groups of
    one programme and purpose are the same panel over the years."""
    here = group.call
    rows = session.execute(
        select(
            PanelSeat.expert_id,
            Call.programme_id,
            ReviewGroup.purpose,
            Call.year,
            Call.id,
            ReviewGroup.round,
            ReviewGroup.chair_id,
        )
        .join(ReviewGroup, ReviewGroup.id == PanelSeat.group_id)
        .join(Call, Call.id == ReviewGroup.call_id)
        .where(
            ReviewGroup.id != group.id,
            ReviewGroup.state != "dissolved",
            PanelSeat.is_substitute.is_(False),
            PanelSeat.left_reason.is_(None),
        )
    )
    return [
        _Seat(
            expert,
            programme,
            purpose,
            year,
            (call, number),
            chair == expert,
            (programme, purpose) == (here.programme_id, group.purpose),
        )
        for expert, programme, purpose, year, call, number, chair in rows
    ]


def _years_by_expert(seats: Sequence[_Seat]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for seat in seats:
        if seat.is_here:
            found[seat.expert].add(seat.year)
    return found


def _rounds_by_expert(seats: Sequence[_Seat], call: Call) -> defaultdict[int, set[tuple[int, int]]]:
    """Rounds of selection this year, other than the one that is being composed."""
    found: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for seat in seats:
        if seat.year == call.year and seat.purpose == "selection" and seat.round[0] != call.id:
            found[seat.expert].add(seat.round)
    return found


def _chairs(seats: Sequence[_Seat], year: int) -> frozenset[int]:
    return frozenset(s.expert for s in seats if s.is_here and s.is_chair and s.year == year)


def _absent(session: Session, now: datetime, days: int) -> frozenset[int]:
    """Who is away on a day of the review, which begins today."""
    first = local_date(now)
    last = first + timedelta(days=days)
    return frozenset(
        session.scalars(
            select(ExpertAbsence.expert_id).where(
                ExpertAbsence.since <= last, ExpertAbsence.until >= first
            )
        )
    )


def _former_panel(session: Session, group: ReviewGroup) -> frozenset[int]:
    """Whoever sat on an earlier panel for one of these proposals, and the substitute who was called
    in for one of them: any such panel where new eyes are asked for, else one whose scores were
    voided (P12)."""
    proposals = [item.proposal_id for item in group.items]
    kept_out = (
        true() if group.purpose in NEW_EYES else GroupProposal.voided_at.is_not(None),
        GroupProposal.proposal_id.in_(proposals),
        GroupProposal.group_id != group.id,
    )
    sat = (
        select(PanelSeat.expert_id)
        .join(GroupProposal, GroupProposal.group_id == PanelSeat.group_id)
        .where(PanelSeat.is_substitute.is_(False), *kept_out)
    )
    called = (
        select(Review.expert_id)
        .join(
            GroupProposal,
            and_(
                GroupProposal.group_id == Review.group_id,
                GroupProposal.proposal_id == Review.proposal_id,
            ),
        )
        .where(*kept_out)
    )
    return frozenset(session.scalars(sat.union(called)))


def _loads(session: Session, group: ReviewGroup) -> dict[int, int]:
    """How many proposals of this call's other groups of the round each expert already reviews."""
    rows = session.execute(
        select(PanelSeat.expert_id, func.count(GroupProposal.id))
        .join(ReviewGroup, ReviewGroup.id == PanelSeat.group_id)
        .join(GroupProposal, GroupProposal.group_id == ReviewGroup.id)
        .where(
            ReviewGroup.call_id == group.call_id,
            ReviewGroup.round == group.round,
            ReviewGroup.id != group.id,
            PanelSeat.is_substitute.is_(False),
            PanelSeat.left_reason.is_(None),
        )
        .group_by(PanelSeat.expert_id)
    )
    return {row[0]: row[1] for row in rows}

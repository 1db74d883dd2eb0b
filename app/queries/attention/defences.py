"""When somebody is to be at a defence: as one of a team that has notice of it, or on its panel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, load_only

from app.models import Invitation, Meeting, MeetingSlot, PanelSeat, Proposal, ReviewGroup
from app.models.reviews import GONE
from app.queries.sight.holding import Holding
from app.queries.sight.sources import SOURCES
from app.services.calls.programmes import name_of_panel
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role

_TEAM = frozenset({Role.APPLICANT, Role.TEAM_MEMBER, Role.UNIT_ADMIN})
_COMES = ("sent", "accepted", "serving")

_When = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Defence:
    """`case` is the proposal that is defended, or the invitation of whoever hears some: `at` the
    first of them on each day."""

    at: datetime
    title: Text | str
    case: Proposal | Invitation


def defences_of(
    session: Session, holding: Holding, start: datetime, end: datetime, most: int
) -> Iterator[Defence]:
    """From the one moment to before the other, each kind in the order of its days."""
    when = (
        *(MeetingSlot.starts_at >= start, MeetingSlot.starts_at < end),
        *(Meeting.called_at.is_not(None), ReviewGroup.state != "dissolved"),
    )
    yield from _defended(session, holding, when, most)
    if holding.in_pool:
        yield from _heard(session, holding, when, most)


def _defended(session: Session, holding: Holding, when: _When, most: int) -> Iterator[Defence]:
    source = SOURCES["proposal"]
    own = (
        source.joined(select(Proposal))
        .add_columns(MeetingSlot.starts_at)
        .join(MeetingSlot, MeetingSlot.proposal_id == Proposal.id)
        .join(Meeting, Meeting.id == MeetingSlot.meeting_id)
        .join(ReviewGroup, ReviewGroup.id == Meeting.group_id)
        .where(
            holding.any_of("proposal", _TEAM),
            Proposal.state.in_(("shortlisted", "defence")),
            *when,
        )
        .order_by(MeetingSlot.starts_at)
        .options(*source.whole)
    )
    for proposal, starts_at in session.execute(own.limit(most)):
        yield Defence(starts_at, proposal.title, proposal)


def _heard(session: Session, holding: Holding, when: _When, most: int) -> Iterator[Defence]:
    heard = (
        select(Invitation, MeetingSlot.starts_at, ReviewGroup)
        .join(ReviewGroup, ReviewGroup.id == Invitation.group_id)
        .join(PanelSeat, PanelSeat.id == Invitation.seat_id)
        .join(Meeting, Meeting.group_id == ReviewGroup.id)
        .join(MeetingSlot, MeetingSlot.meeting_id == Meeting.id)
        .join(Proposal, Proposal.id == MeetingSlot.proposal_id)
        .where(
            Invitation.expert_id.in_(holding.in_pool),
            Invitation.state.in_(_COMES),
            PanelSeat.left_reason.is_(None),
            or_(MeetingSlot.attended_at.is_not(None), Proposal.state.not_in(GONE)),
            *when,
        )
        .order_by(MeetingSlot.starts_at, Invitation.id)
        .options(load_only(ReviewGroup.name, ReviewGroup.name_en))
    )
    told = set()
    for invitation, starts_at, group in session.execute(heard.limit(most)):
        day = (invitation.id, local_date(starts_at))
        if day not in told:
            told.add(day)
            yield Defence(starts_at, name_of_panel(group), invitation)

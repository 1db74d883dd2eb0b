"""Invitations: sent when a panel is drawn; an empty seat goes to the next in the order of the
draw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.draw import Panel, draw, next_substitute
from app.models import Expert, Invitation, Meeting, PanelSeat, Review, ReviewGroup
from app.models.reviews import READS
from app.services.calls.programmes import title_of
from app.services.cases import call_of
from app.services.identity.tokens import issue_for, place_for
from app.services.moves import Move, begin
from app.services.review.meetings import meeting_of
from app.services.review.panels import first_to_chair, fixed_pool
from app.services.review.recusal import findings, hard
from app.services.telling.messages import tell_holders, tell_person
from workflows.engine.calendar import deadline_words, moment_words
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

LEFT: dict[str, Text] = {
    "decline": Text("谢绝", "declined"),
    "lapse": Text("逾期未答复", "did not answer in time"),
    "recuse": Text("回避", "stood aside"),
}
"""By the move that empties a seat: the code of substitution kept with it."""


def invite_panel(session: Session, group: ReviewGroup, move: Move) -> None:
    for seat in group.sitting:
        invite(session, seat, group, move)


def invite(session: Session, seat: PanelSeat, group: ReviewGroup, move: Move) -> Invitation:
    invitation = Invitation(group_id=group.id, expert_id=seat.expert_id, seat_id=seat.id)
    invitation.group, invitation.expert, invitation.seat = group, seat.expert, seat
    begin(session, invitation, Role.SYSTEM_CLOCK, move.now)
    _tell(session, invitation, move)
    meeting = meeting_of(session, group)
    if meeting is not None and meeting.called_at is not None:
        tell_of_the_meeting(session, seat, meeting, move)
    return invitation


def vacate(session: Session, invitation: Invitation, why: str, move: Move) -> None:
    """The invited expert leaves the seat, and the next is asked."""
    group, seat = invitation.group, invitation.seat
    leave(session, group, seat, f"{LEFT[why].zh}：{move.given.get('reason', '')}".rstrip("："))
    refill(session, group, seat, move)


def leave(session: Session, group: ReviewGroup, seat: PanelSeat, reason: str) -> None:
    """For good; what was signed stays, and the chair passes on in the order of the draw."""
    seat.left_reason = reason[:300]
    session.flush()
    _pass_the_chair(session, group)


def refill(session: Session, group: ReviewGroup, left: PanelSeat, move: Move) -> None:
    """The next in the order of the draw who keeps the rules and has no conflict takes the seat and
    is asked."""
    found = _next_seat(session, group, left, move.now)
    if found is None:
        tell_nobody_left(session, group, move)
        return
    invite(session, found, group, move)
    _pass_the_chair(session, group)


def pass_the_chair_to_a_reader(session: Session, group: ReviewGroup) -> None:
    """A chair from whom every file was taken, or who gave every file back, cannot sum them up: the
    next in the order of the seats who reads any takes it over."""
    readers = set(
        session.scalars(
            select(Review.expert_id).where(Review.group_id == group.id, Review.state.in_(READS))
        )
    )
    if not readers or group.chair_id in readers:
        return
    seats = {seat.expert_id: seat.expert for seat in group.seats if seat.expert_id in readers}
    group.chair = seats[first_to_chair(group, list(seats))]
    session.flush()


def _pass_the_chair(session: Session, group: ReviewGroup) -> None:
    experts = {seat.expert_id: seat.expert for seat in group.sitting}
    if experts and group.chair_id not in experts:
        group.chair = experts[first_to_chair(group, list(experts))]
        session.flush()


def _next_seat(
    session: Session, group: ReviewGroup, left: PanelSeat, now: datetime
) -> PanelSeat | None:
    snapshot = fixed_pool(group)
    panel = draw(snapshot, bytes.fromhex(group.seed))
    assert isinstance(panel, Panel), "the panel was drawn from this pool"
    gone = {s.expert_id for s in group.seats if s.left_reason is not None}
    stay = [s.expert_id for s in group.sitting]
    number = left.seat if left.seat <= len(panel.seats) else 1
    while (found := next_substitute(snapshot, panel, number, stay, gone)) is not None:
        expert = session.get_one(Expert, found)
        if not any(
            hard(findings(session, expert, item.proposal, now, group))
            for item in group.on_the_table
        ):
            return _seat_of(session, group, expert, number)
        gone.add(found)
    return None


def _seat_of(session: Session, group: ReviewGroup, expert: Expert, number: int) -> PanelSeat:
    """The substitute's own seat becomes that of a member; somebody further down gets a new one."""
    seat = next((s for s in group.seats if s.expert_id == expert.id), None)
    if seat is None:
        seat = PanelSeat(group_id=group.id, expert_id=expert.id, seat=number)
        seat.expert = expert
        session.add(seat)
    seat.is_substitute, seat.seat = False, number
    session.flush()
    session.refresh(group, ["seats"])
    return seat


def _tell(session: Session, invitation: Invitation, move: Move) -> None:
    assert invitation.due_at is not None, "an invitation is to be answered by a day"
    slots = {
        "title": title_of(invitation.group.call),
        "due": deadline_words(invitation.due_at),
        "reason": "",
        "number": "",
        "link": place_for(issue_for(session, invitation, move.now)),
    }
    tell_person(
        session,
        invitation.expert.person,
        "expert_invited",
        MESSAGES["expert_invited"].format(**slots),
        key=f"expert_invited-{invitation.id}",
        about=invitation,
        now=move.now,
        history_id=move.history.id,
    )


def tell_of_the_meeting(session: Session, seat: PanelSeat, meeting: Meeting, move: Move) -> None:
    """A member of the panel has to be there as the teams have."""
    person, group = seat.expert.person, meeting.group
    slots = {
        "title": title_of(group.call),
        "when": moment_words(meeting.starts_at),
        "place": meeting.place,
        "many": str(len(meeting.slots)),
    }
    tell_person(
        session,
        person,
        "meeting_called",
        MESSAGES["meeting_called"].format(**slots),
        key=f"meeting_called-{move.history.id}-{person.id}",
        about=group,
        now=move.now,
        history_id=move.history.id,
    )


def tell_nobody_left(session: Session, group: ReviewGroup, move: Move) -> None:
    call = call_of(group)
    assert call is not None, "a group belongs to a call"
    tell_holders(
        session,
        group,
        frozenset({Role.EXPERT_MANAGER, Role.SUPERVISOR}),
        "no_substitute",
        MESSAGES["no_substitute"].format(title=title_of(call)),
        mark=str(move.history.id),
        now=move.now,
        history_id=move.history.id,
    )


def open_invitations(session: Session, group: ReviewGroup) -> Sequence[Invitation]:
    return session.scalars(
        select(Invitation).where(Invitation.group_id == group.id, Invitation.state == "sent")
    ).all()

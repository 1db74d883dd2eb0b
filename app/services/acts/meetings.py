"""What moves of a meeting do: notice given, a member gone, a substitute seated; and P12."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import GroupProposal, Proposal, ReviewGroup
from app.services.awarding import calibrating, ranking
from app.services.door.wiring import act
from app.services.experts import inviting
from app.services.moves import Move
from app.services.review.meetings import meeting_of, slot_of

_BEFORE_THE_LIST = ("review", "deliberation", "vetted", "evaluated")
"""Of a call and, where bids are for an item, of the item."""


@act
def record_call(session: Session, group: ReviewGroup, move: Move) -> None:
    meeting = meeting_of(session, group)
    assert meeting is not None, "a guard has checked that it is planned"
    meeting.called_at = move.now
    session.flush()
    for seat in group.sitting:
        inviting.tell_of_the_meeting(session, seat, meeting, move)


@act
def move_slot(session: Session, proposal: Proposal, move: Move) -> None:
    """The others of the meeting keep their times."""
    slot = slot_of(session, proposal)
    assert slot is not None, "a guard has seen that its time had come"
    slot.starts_at = datetime.fromisoformat(move.given["new_defence_at"])
    session.flush()


@act
def leave_the_table(session: Session, group: ReviewGroup, move: Move) -> None:
    number = move.given["seat"].strip()
    seat = next(seat for seat in group.sitting if str(seat.seat) == number)
    inviting.leave(session, group, seat, move.given["reason"])


@act
def fill_empty_seats(session: Session, group: ReviewGroup, move: Move) -> None:
    """Every seat that somebody left is filled for the next date, of which notice is given anew."""
    taken = {seat.seat for seat in group.sitting}
    empty = {seat.seat: seat for seat in group.seats if seat.left_reason is not None}
    for number, seat in empty.items():
        if number not in taken:
            inviting.refill(session, group, seat, move)
    meeting = meeting_of(session, group)
    if meeting is not None:
        meeting.called_at = None
    session.flush()


@act
def void_result(session: Session, proposal: Proposal, move: Move) -> None:
    """Every result there is stays to be read, marked void (P12); ranks are reckoned again as long
    as no list has been decided, and nothing of an item been agreed on."""
    for item in session.scalars(
        select(GroupProposal).where(
            GroupProposal.proposal_id == proposal.id, GroupProposal.voided_at.is_(None)
        )
    ):
        item.voided_at = move.now
    proposal.score = proposal.rank = None
    session.flush()
    decided_on = proposal.item or proposal.call
    if decided_on.state in _BEFORE_THE_LIST:
        ranking.record(session, proposal.call)
    else:
        calibrating.count_change(session, proposal.call)

"""What moves of a meeting do: notice given, a member gone, a substitute seated; and P12."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import GroupProposal, PanelSeat, Proposal, ReviewGroup
from app.services import ranking
from app.services.meetings import meeting_of
from app.services.moves import Move
from app.services.pool import findings
from app.services.purposes import seats_needed
from workflows.parameters import DEFAULTS

_BEFORE_THE_LIST = ("review", "deliberation")


def record_call(session: Session, group: ReviewGroup, move: Move) -> None:
    meeting = meeting_of(session, group)
    assert meeting is not None, "a guard has checked that it is planned"
    meeting.called_at = move.now
    session.flush()


def vacate_seat(session: Session, group: ReviewGroup, move: Move) -> None:
    """Who leaves has left for good; what was signed stays. The first seat left chairs."""
    number = int(move.given["seat"].strip())
    leaving = next(seat for seat in group.seats if seat.seat == number)
    leaving.left_reason = move.given["reason"][:300]
    if group.chair_id == leaving.expert_id:
        group.chair = _members(group)[0].expert
    session.flush()


def seat_substitutes(session: Session, group: ReviewGroup, move: Move) -> None:
    """In the order of the draw, whoever has no conflict with any proposal of the meeting."""
    needed = seats_needed(group, DEFAULTS | group.call.rules)
    for seat in group.seats:
        if len(_members(group)) >= needed:
            break
        if not seat.is_substitute or seat.left_reason is not None:
            continue
        found = [
            finding
            for item in group.items
            for finding in findings(session, seat.expert, item.proposal, move.now)
        ]
        if all(finding.is_soft for finding in found):
            seat.is_substitute = False
    meeting = meeting_of(session, group)
    if meeting is not None:
        meeting.called_at = None
    session.flush()


def void_result(session: Session, proposal: Proposal, move: Move) -> None:
    """Every result there is stays to be read, marked void (P12); ranks are reckoned again as long
    as no list has been decided."""
    for item in session.scalars(
        select(GroupProposal).where(
            GroupProposal.proposal_id == proposal.id, GroupProposal.voided_at.is_(None)
        )
    ):
        item.voided_at = move.now
    proposal.score = proposal.rank = None
    session.flush()
    if proposal.call.state in _BEFORE_THE_LIST:
        ranking.record(session, proposal.call)


def _members(group: ReviewGroup) -> list[PanelSeat]:
    return [s for s in group.seats if not s.is_substitute and s.left_reason is None]


ACTS: dict[str, Any] = {
    "record_call": record_call,
    "vacate_seat": vacate_seat,
    "seat_substitutes": seat_substitutes,
    "void_result": void_result,
}

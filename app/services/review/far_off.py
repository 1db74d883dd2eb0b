"""Whose score is far from those of the others on the panel, and owes a reason (§3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Review, ReviewGroup
from app.services.awarding import ranking
from app.services.door.turns import take_turn
from app.services.review import discussing
from app.services.review.blinding import title_for_experts
from app.services.telling.messages import tell_person
from workflows.parts.messages import MESSAGES

_AT_WORK = ("reviewing", "discussing")


def mark(session: Session, group: ReviewGroup, proposal_id: int) -> Sequence[Review]:
    """Says of each score of a proposal whether it is far off, once nobody has still to sign;
    returns those of whom that is new and who have given no reason."""
    if discussing.waits_for_somebody(session, group, proposal_id):
        return ()
    return _marked(group, discussing.reviews_of(session, group, proposal_id))


def _marked(group: ReviewGroup, peers: Sequence[Review]) -> Sequence[Review]:
    far_off = {one.reviewer for one in ranking.summary_of(group.call, peers).outliers}
    new = [one for one in peers if one.id in far_off and not one.deviates]
    for one in peers:
        one.deviates = one.id in far_off
    return [one for one in new if not one.deviation_reason]


def panels_at_work(session: Session) -> Sequence[int]:
    """Their ids."""
    return session.scalars(
        select(ReviewGroup.id).where(ReviewGroup.state.in_(_AT_WORK)).order_by(ReviewGroup.id)
    ).all()


def mark_panel(session: Session, number: int, now: datetime) -> int:
    """Asks those of a panel at work whom nobody has marked: a version of the program that knew of
    no marks had them sign. Returns how many."""
    take_turn(session)
    group = session.get(ReviewGroup, number)
    if group is None or group.state not in _AT_WORK:
        return 0
    signed = discussing.signed_by_all(session, group)
    asked = [one for peers in signed.values() for one in _marked(group, peers)]
    for one in asked:
        tell_person(
            session,
            one.expert.person,
            "deviation_to_explain",
            MESSAGES["deviation_to_explain"].format(title=title_for_experts(one.proposal)),
            key=f"deviation_to_explain-{one.id}-{now.isoformat()}",
            about=one,
            now=now,
        )
    return len(asked)

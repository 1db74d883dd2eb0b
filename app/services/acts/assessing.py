"""What moves do to a panel that assesses: how it is seated, and who follows whoever leaves it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case, Expert, Opinion
from app.services.assessing import drawing, opinions
from app.services.cases import load_case
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.review.recusal import findings, record_detected
from app.services.telling.messages import tell_expert, tell_holders, title_of
from workflows.parts.messages import MESSAGES
from workflows.parts.opinion import WHY
from workflows.roles import Role

_RECHECK = 2
_ASKED = {
    "milestone": "panel_convened",
    "acceptance": "acceptance_to_judge",
    "project": "fault_opinion_wanted",
    "change": "change_opinion_wanted",
}
"""What a substitute is told, by the kind of case."""


@act
def ask_for_panel(session: Session, case: Case, move: Move) -> None:
    assert move.actor_id is not None, "an officer asks"
    panel = drawing.panel_to_fill(session, case, move.actor_id, move.now)
    panel.members_beyond = int(move.given["beyond"])


@act
def commit_to_draw(session: Session, case: Case, move: Move) -> None:
    assert move.actor_id is not None, "people fix the pool"
    drawing.commit(session, case, move.actor_id, move.now)


@act
def draw_panel_of_case(session: Session, case: Case, move: Move) -> None:
    assert move.actor_id is not None, "people draw before a witness"
    _tell(session, case, drawing.seat_drawn(session, case, move.actor_id, move.now), move)


@act
def appoint_assessor(session: Session, case: Case, move: Move) -> None:
    assert move.actor_id is not None, "people appoint"
    expert = session.scalars(
        select(Expert).where(Expert.person_id == int(move.given["member"]))
    ).one()
    _tell(session, case, drawing.appoint(session, case, expert, move.actor_id, move.now), move)


@act
def leave_panel(session: Session, opinion: Opinion, move: Move) -> None:
    why = dict(WHY.choices).get(move.given.get("why", ""))
    reason = f"{why.zh}，{move.given['reason']}" if why else move.given["reason"]
    _leave(session, opinion, reason, move)


@act
def bar_assessor(session: Session, opinion: Opinion, move: Move) -> None:
    """What was found is kept; who has to leave leaves as if they had said so."""
    proposal = opinion.assessment.project.proposal
    found = findings(session, opinion.expert, proposal, move.now)
    record_detected(session, opinion.expert_id, proposal.id, found, move.now)
    _leave(session, opinion, "；".join(f.evidence.zh for f in found), move)


def _leave(session: Session, opinion: Opinion, reason: str, move: Move) -> None:
    """The seat stays on record with the code of substitution, who presided is followed by the next
    member, and the seat is filled: at a re-check first by the next member of the panel (J6)."""
    panel = opinion.assessment
    for seat in panel.seats:
        if seat.expert_id == opinion.expert_id:
            seat.left_reason = f"{drawing.LEFT[move.history.target].zh}：{reason}"[:200]
    sitting = sorted(panel.members, key=lambda seat: seat.seat)
    if panel.chair_id == opinion.expert_id:
        panel.chair = sitting[0].expert if sitting else None
    session.flush()
    case = load_case(session, panel.about_kind, panel.about_id)
    assert case is not None, "a panel is about a case"
    asked = _next_members(session, opinion, move.now) or drawing.call_substitute(
        session, case, opinion.expert_id, move.now
    )
    _tell(session, case, asked, move)
    if not asked and drawing.seats_empty(session, case, move.now):
        _tell_nobody_left(session, case, move)


def _next_members(session: Session, opinion: Opinion, now: datetime) -> list[Opinion]:
    panel = opinion.assessment
    if panel.about_kind != "milestone" or opinion.round != _RECHECK:
        return []
    asked = {o.expert_id for o in panel.opinions if o.round == _RECHECK}
    others = [seat for seat in panel.members if seat.expert_id not in asked]
    return opinions.ask(session, panel, others[:1], _RECHECK, now)


def _tell(session: Session, case: Case, asked: list[Opinion], move: Move) -> None:
    message = "recheck_convened" if case.state == "rechecking" else _ASKED[case.kind]
    for one in asked:
        tell_expert(session, one, message, move)


def _tell_nobody_left(session: Session, case: Case, move: Move) -> None:
    tell_holders(
        session,
        case,
        frozenset({Role.EXPERT_MANAGER}),
        "no_assessor_left",
        MESSAGES["no_assessor_left"].format(title=title_of(case)),
        mark=str(move.history.id),
        now=move.now,
        history_id=move.history.id,
    )

"""What moves of milestones and of assessors' opinions do to their own rows."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Case, Opinion, ProjectMilestone
from app.services.assessing import calling, opinions
from app.services.assessing.pool import rules_of
from app.services.calendars import working_calendar
from app.services.door.wiring import act
from app.services.milestones.targets import metrics_of
from app.services.months import months_later
from app.services.moves import Move
from app.services.review.recusal import findings, record_detected
from app.services.telling.messages import tell_expert
from workflows.engine.calendar import local_date

_CONCLUSION_OF = {"passed": "pass", "rectifying": "rectify", "failed": "fail"}
_RECHECK = 2


@act
def ask_opinions(session: Session, milestone: ProjectMilestone, move: Move) -> None:
    panel = milestone.assessment
    assert panel is not None, "a guard has asked for a panel"
    opinions.ask(session, panel, panel.members, 1, move.now)


@act
def ask_opinions_again(session: Session, milestone: ProjectMilestone, move: Move) -> None:
    """The same chair and the next members in the order of their seats (J6)."""
    panel = milestone.assessment
    assert panel is not None, "a panel has concluded before"
    wanted = rules_of(milestone.project)["recheck_members"]
    in_order = sorted(panel.members, key=lambda s: (s.expert_id != panel.chair_id, s.seat))
    opinions.ask(session, panel, in_order[:wanted], _RECHECK, move.now)


@act
def record_verdicts(session: Session, milestone: ProjectMilestone, move: Move) -> None:
    """What the panel holds of each metric, as the opinions stand at the conclusion."""
    panel = milestone.assessment
    assert panel is not None, "a panel concludes"
    round_ = _RECHECK if move.history.source == "rechecking" else 1
    signed = [o for o in opinions.of_round(panel, round_) if o.state == "signed"]
    milestone.verdicts = {
        str(metric.id): opinions.verdicts_of(signed, str(metric.id))
        for metric in metrics_of(session, milestone)
    }
    milestone.conclusion = _CONCLUSION_OF[move.history.target]


@act
def record_failure(_session: Session, milestone: ProjectMilestone, _move: Move) -> None:
    """Without a panel: there is nothing it could look at."""
    milestone.conclusion = "fail"


@act
def set_rectification(session: Session, milestone: ProjectMilestone, move: Move) -> None:
    """The day its letter names is the day it ends: no day off (Civil Code 203)."""
    last = months_later(local_date(move.now), int(move.given["months"]))
    milestone.rectify_until = working_calendar(session).next_working_day(last)


@act
def draw_panel_of_case(session: Session, case: Case, move: Move) -> None:
    assert move.actor_id is not None, "people draw before a witness"
    calling.seat(session, case, move.actor_id, move.now)


@act
def sign_opinion(_session: Session, opinion: Opinion, move: Move) -> None:
    opinion.signed_at = move.now


@act
def leave_panel(session: Session, opinion: Opinion, move: Move) -> None:
    _leave(session, opinion, move.given["reason"], move)


@act
def bar_assessor(session: Session, opinion: Opinion, move: Move) -> None:
    """What was found is kept; who has to leave leaves as if they had said so."""
    proposal = opinion.assessment.project.proposal
    found = findings(session, opinion.expert, proposal, move.now)
    record_detected(session, opinion.expert_id, proposal.id, found, move.now)
    _leave(session, opinion, "；".join(f.evidence.zh for f in found), move)


def _leave(session: Session, opinion: Opinion, reason: str, move: Move) -> None:
    """The seat stays on record, and who presided is followed by the next member. The officer makes
    up a panel that became too small; a re-check, which nobody forms again, by its next member, who
    is told (J6)."""
    panel = opinion.assessment
    for seat in panel.seats:
        if seat.expert_id == opinion.expert_id:
            seat.left_reason = reason[:200]
    sitting = sorted(panel.members, key=lambda seat: seat.seat)
    if panel.chair_id == opinion.expert_id:
        panel.chair = sitting[0].expert if sitting else None
    if panel.about_kind == "milestone" and opinion.round == _RECHECK:
        asked = {o.expert_id for o in panel.opinions if o.round == _RECHECK}
        others = [seat for seat in sitting if seat.expert_id not in asked]
        for one in opinions.ask(session, panel, others[:1], _RECHECK, move.now):
            tell_expert(session, one, "recheck_convened", move)

"""What moves of milestones and of assessors' opinions do to their own rows."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Opinion, ProjectMilestone
from app.services.assessing import opinions, panel_rules
from app.services.calendars import working_calendar
from app.services.door.wiring import act
from app.services.milestones.targets import metrics_of
from app.services.months import months_later
from app.services.moves import Move
from workflows.engine.calendar import local_date

_CONCLUSION_OF = {"passed": "pass", "rectifying": "rectify", "failed": "fail"}
_RECHECK = 2


@act
def ask_opinions(session: Session, milestone: ProjectMilestone, move: Move) -> None:
    panel = milestone.assessment
    assert panel is not None, "a guard has asked for a panel"
    panel_rules.preside(panel)
    opinions.ask(session, panel, panel.members, 1, move.now)


@act
def ask_opinions_again(session: Session, milestone: ProjectMilestone, move: Move) -> None:
    """The same chair and the next members in the order of their seats (J6)."""
    panel = milestone.assessment
    assert panel is not None, "a panel has concluded before"
    wanted = milestone.project.proposal.call.parameters["recheck_members"]
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
def sign_opinion(_session: Session, opinion: Opinion, move: Move) -> None:
    opinion.signed_at = move.now

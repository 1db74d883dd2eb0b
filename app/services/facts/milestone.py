"""What the guards of a milestone and of an assessor's opinion look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import Opinion, ProjectMilestone
from app.services.assessing import opinions, panel_rules
from app.services.assessing.questions import questions_of
from app.services.cases import load_case
from app.services.contracts.renewing import unsigned_by
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.facts.panel import of_appointee, of_drawing, of_seats
from app.services.milestones.reporting import gaps
from app.services.milestones.targets import metrics_of
from app.services.review.recusal import findings
from workflows.engine.calendar import end_of_day, local_date
from workflows.facts import MilestoneFacts, Names, OpinionFacts

_OVER = ("passed", "failed", "cancelled")


class DatesPart(TypedDict, total=False):
    notice_at: datetime
    evidence_until: datetime
    freeze_at: datetime
    rectify_until: datetime | None


class OpinionsPart(TypedDict, total=False):
    unsigned_opinions: Names
    opinions: int
    verdict: str
    core_not_met: Names


def _of_dates(_session: Session, milestone: ProjectMilestone, common: Common) -> DatesPart:
    """A node that is announced late, after a suspension or a long check of the one before, has its
    full notice all the same (J3)."""
    if milestone.state in _OVER:
        return {}
    rules, calendar, entered_on = common.parameters, common.calendar, local_date(common.entered_at)

    def end(day: date) -> datetime:
        return end_of_day(calendar.next_working_day(day))

    noticed, late = timedelta(days=rules["node_notice_days"]), milestone.due_on
    if milestone.state == "announced":
        late = max(milestone.due_on, entered_on + noticed)
    evidence_day = last = late + timedelta(days=rules["node_evidence_days"])
    if milestone.state == "overdue":
        last = max(evidence_day, entered_on - timedelta(days=1))
    freeze_at = end(last + timedelta(days=rules["node_overdue_days"]))
    if milestone.state == "frozen":  # what was handed in by the day before had kept it from that
        freeze_at = end_of_day(entered_on - timedelta(days=1))
    first_of_notice = milestone.due_on - noticed
    return {
        "notice_at": end_of_day(first_of_notice - timedelta(days=1)),
        "evidence_until": end(evidence_day),
        "freeze_at": freeze_at,
        "rectify_until": end(milestone.rectify_until) if milestone.rectify_until else None,
    }


def _of_opinions(session: Session, milestone: ProjectMilestone, _common: Common) -> OpinionsPart:
    if milestone.state not in ("assessing", "rechecking") or milestone.assessment is None:
        return {}
    round_ = 2 if milestone.state == "rechecking" else 1
    given = opinions.of_round(milestone.assessment, round_)
    signed = [o for o in given if o.state == "signed"]
    missed = [
        metric.name
        for metric in metrics_of(session, milestone)
        if metric.is_core and opinions.verdicts_of(signed, str(metric.id)) == "not_met"
    ]
    return {
        "unsigned_opinions": opinions.unsigned(milestone.assessment),
        "opinions": len(signed),
        "verdict": opinions.verdict_of([o.proposes for o in signed]),
        "core_not_met": tuple(missed),
    }


build = lazily(
    MilestoneFacts,
    _of_dates,
    _of_opinions,
    of_seats,
    of_drawing,
    of_appointee,
    project_state=lambda _session, milestone, _common: milestone.project.state,
    evidence_problems=lambda session, milestone, _common: gaps(session, milestone),
    panel_problems=lambda session, milestone, common: panel_rules.problems(
        session, milestone, common.now
    ),
    pledge_unsigned_by=lambda session, milestone, _common: unsigned_by(session, milestone.project),
)


def _conflicts(session: Session, opinion: Opinion, common: Common) -> Names:
    about = opinion.assessment.project.proposal
    return tuple(f.evidence for f in findings(session, opinion.expert, about, common.now))


def _unanswered(session: Session, opinion: Opinion, _common: Common) -> Names:
    questions = questions_of(session, opinion)
    return tuple(q.title for q in questions if q.key not in opinion.verdicts)


def _is_running(session: Session, opinion: Opinion, _common: Common) -> bool:
    panel = opinion.assessment
    case = load_case(session, panel.about_kind, panel.about_id)
    return case is not None and case.state in opinions.RUNNING[case.kind]


build_opinion = lazily(
    OpinionFacts,
    is_running=_is_running,
    conflicts_detected=_conflicts,
    unanswered=_unanswered,
    overall_written=lambda _session, opinion, _common: bool(opinion.overall),
    proposes=lambda _session, opinion, _common: bool(opinion.proposes),
)

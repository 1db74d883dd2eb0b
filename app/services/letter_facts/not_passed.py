"""Facts of the letters of an acceptance that did not pass."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.kinds.accepting import JudgedMetric
from app.documents.kinds.not_passed import Conclusion, Failure, Repetition
from app.models import Acceptance, Project
from app.services import history
from app.services.assessing.opinions import VERDICTS
from app.services.calendars import working_calendar
from app.services.letter_facts.accepting import judged_metrics
from app.services.letter_facts.addressees import about_project
from app.services.letter_facts.register import says
from app.services.moves import Move
from workflows.engine.calendar import last_day, local_date


@says("acceptance_failure")
def _failure(session: Session, project: Project, move: Move) -> Failure:
    rules = project.proposal.call.parameters
    judged = None if move.history.transition == "fail_overdue" else _judged(session, project)
    upheld = _upheld(session, judged) if judged else ""
    cause = _UPHELD if upheld else _CAUSES[move.history.transition]
    return Failure(
        **about_project(project),
        cause=cause.format(months=rules["accept_overdue_months"], reason=upheld),
        metrics=_unreached(session, judged) if judged else (),
        appeal_days=rules["appeal_working_days"],
        appeal_until=working_calendar(session).add_working_days(
            local_date(move.now), rules["appeal_working_days"]
        ),
    )


_UPHELD = "验收公示期间的异议经核查成立，原验收结论不予采纳（理由：{reason}）"
_CAUSES = {
    "fail_acceptance": "经验收评审并公示，验收结论为不通过",
    "lapse_re_acceptance": "经验收须整改后复验，复验期满未申请复验",
    "fail_overdue": "执行期满逾{months}个月，经两次催告仍未申请验收",
}


@says("re_acceptance_notice")
def _repetition(session: Session, project: Project, _move: Move) -> Repetition:
    judged = _judged(session, project)
    assert project.due_at is not None, "a repeated acceptance has a term"
    return Repetition(
        **about_project(project),
        opinion=judged.opinion,
        metrics=_unreached(session, judged),
        until=last_day(project.due_at),
        upheld=_upheld(session, judged),
    )


@says("conclusion_notice")
def _conclusion(session: Session, project: Project, _move: Move) -> Conclusion:
    judged = _judged(session, project)
    return Conclusion(
        **about_project(project),
        grounds=judged.grounds,
        metrics=_unreached(session, judged),
    )


def _judged(session: Session, project: Project) -> Acceptance:
    """The acceptance that was concluded last."""
    concluded = select(Acceptance).where(
        Acceptance.project_id == project.id, Acceptance.conclusion != ""
    )
    return session.scalars(concluded.order_by(Acceptance.id.desc()).limit(1)).one()


def _upheld(session: Session, judged: Acceptance) -> str:
    """Why an objection was upheld against its conclusion; empty where none was."""
    newest = history.rows_of(session, judged)[-1]
    return newest.given["reason"] if newest.transition.startswith("uphold_") else ""


def _unreached(session: Session, judged: Acceptance) -> tuple[JudgedMetric, ...]:
    met = VERDICTS["met"].zh
    return tuple(row for row in judged_metrics(session, judged) if row.verdict != met)

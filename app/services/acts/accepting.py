"""What acceptance and the other endings do to their own rows."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.documents.kinds.wording import cited
from app.models import Acceptance, MetricReading, Project, ProjectEnding
from app.services import notice_periods
from app.services.accepting.applying import begin_for
from app.services.accepting.judging import tasks_percent
from app.services.assessing import opinions, panel_rules
from app.services.calendars import working_calendar
from app.services.door.wiring import act
from app.services.integrity.clues import clue_of_clock
from app.services.milestones.targets import metrics_of
from app.services.moves import Move
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.phases.project.ending import NO_USER


@act
def begin_acceptance(session: Session, project: Project, move: Move) -> None:
    begin_for(session, project, None, move.now)


@act
def begin_re_acceptance(session: Session, project: Project, move: Move) -> None:
    begin_for(session, project, None, move.now)


@act
def count_acceptance_correction(_session: Session, case: Acceptance, _move: Move) -> None:
    case.corrections += 1


@act
def ask_acceptance_opinions(session: Session, case: Acceptance, move: Move) -> None:
    panel = case.assessment
    assert panel is not None, "a guard has asked for a panel"
    panel_rules.preside(panel)
    opinions.ask(session, panel, panel.members, 1, move.now)


@act
def record_acceptance_conclusion(session: Session, case: Acceptance, move: Move) -> None:
    """Verdicts, share and score as they stand; the accepted value joins each metric's row."""
    panel = case.assessment
    assert panel is not None, "a panel concludes"
    signed = [o for o in opinions.of_round(panel, 1) if o.state == "signed"]
    metrics = metrics_of(session, case)
    case.verdicts = {str(m.id): opinions.verdicts_of(signed, str(m.id)) for m in metrics}
    case.tasks_percent = tasks_percent(signed, metrics)
    case.score = int(move.given["score"])
    case.conclusion = move.history.transition.removeprefix("conclude_")
    case.opinion = move.given["opinion"]
    case.grounds = move.given.get("grounds", "")
    for metric in metrics:
        actual = case.actuals[str(metric.id)]
        session.add(
            MetricReading(
                project_id=case.project_id,
                metric_id=metric.id,
                step="accepted",
                value=actual["value"],
                report_number=actual["report"][:80],
                recorded_by_id=move.actor_id,
                recorded_at=move.now,
            )
        )


@act
def fix_acceptance_notice(session: Session, case: Acceptance, move: Move) -> None:
    case.notice_starts_on = local_date(move.now)
    case.notice_ends_on = None
    notice_periods.of_acceptance(session, case)
    session.flush()


@act
def withdraw_acceptance_conclusion(_session: Session, case: Acceptance, move: Move) -> None:
    """What was on notice is none any more; the panel's words and verdicts stay as they were."""
    case.conclusion = "rectify" if move.history.target == "to_repeat" else "fail"


@act
def record_termination(session: Session, project: Project, move: Move) -> None:
    given, today = move.given, local_date(move.now)
    days = project.proposal.call.parameters["termination_audit_days"]
    session.add(
        ProjectEnding(
            project_id=project.id,
            history_id=move.history.id,
            how="terminated",
            cause=given["cause"],
            diligent=given["diligent"] == "yes",
            finding=given["finding"],
            basis=cited(given["rule_set"], given["article"]),
            reason=given["reason"],
            minutes_number=given["minutes_number"],
            decided_on=date.fromisoformat(given["minutes_date"]),
            audit_until=working_calendar(session).next_working_day(today + timedelta(days=days)),
        )
    )


@act
def record_end_without_user(session: Session, project: Project, move: Move) -> None:
    """The team is not at fault (B15); what is left is audited and comes back as after any other
    termination (J12)."""
    today = local_date(move.now)
    days = project.proposal.call.parameters["termination_audit_days"]
    session.add(
        ProjectEnding(
            project_id=project.id,
            history_id=move.history.id,
            how="terminated",
            cause=NO_USER[0],
            diligent=True,
            basis=_BY_THE_PLEDGE.zh,
            reason=_NO_USER_FOUND.zh,
            minutes_number="",
            decided_on=today,
            audit_until=working_calendar(session).next_working_day(today + timedelta(days=days)),
        )
    )


@act
def record_revocation(session: Session, project: Project, move: Move) -> None:
    given = move.given
    session.add(
        ProjectEnding(
            project_id=project.id,
            history_id=move.history.id,
            how="revoked",
            basis=cited(given["rule_set"], given["article"]),
            reason=given["reason"],
            minutes_number=given["minutes_number"],
            decided_on=date.fromisoformat(given["minutes_date"]),
        )
    )


@act
def file_overdue_clue(session: Session, project: Project, move: Move) -> None:
    clue_of_clock(session, project, _OVERDUE, move.now)


_BY_THE_PLEDGE = Text(
    "本项目军令状关于最终用户停止支持的约定",
    "What the pledge says of an end user that stops its support",
)
_NO_USER_FOUND = Text(
    "最终用户停止出资、退出或破产，期满未确定新的最终用户，项目依规定终止，揭榜方不担责。",
    "The end user stopped contributing, withdrew or went bankrupt, and no new end user "
    "was found in time. The project ends under the rules and the bidder is not at "
    "fault.",
)
_OVERDUE = Text(
    "项目执行期满后逾期未申请验收，经两次催告仍未办理，已按验收不通过处理。",
    "Acceptance was not applied for after the project period ended, despite two "
    "reminders. The project is treated as having failed acceptance.",
)

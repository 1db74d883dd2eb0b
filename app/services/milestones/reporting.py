"""The leader's report: text, a measured value with evidence for each metric, files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.asked import Listed
from app.files.kinds import Rejected
from app.models import Evidence, Metric, MetricReading, Person, ProjectMilestone
from app.names import unfit
from app.services.files import evidence
from app.services.files.evidence import OPEN_TO_EVIDENCE
from app.services.metric_values import number
from app.services.milestones.targets import UNREPORTED, metrics_of, readings_at
from app.services.problems import Problems, alone
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

REPORT_MOST, BY_MOST, NUMBER_MOST = 4000, 200, 80

BODIES = ("", "CMA", "CNAS", "firm", "user")
"""Under what sign a value was measured: an accredited laboratory's, a firm's id, the user's."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as typed, who measured it when, and the report that says so."""

    value: str
    measured_on: date | None
    measured_by: str
    report_body: str = ""
    report_number: str = ""


def is_open(milestone: ProjectMilestone) -> bool:
    return milestone.state in OPEN_TO_EVIDENCE


def is_draft(milestone: ProjectMilestone) -> bool:
    """Nothing of its report was ever handed in: it is being written, or was let lapse."""
    has_lapsed = milestone.state in ("failed", "cancelled") and milestone.assessment is None
    return milestone.state in UNREPORTED or has_lapsed


def save_report(milestone: ProjectMilestone, text: str) -> Problems | None:
    if not is_open(milestone):
        return alone(_CLOSED)
    if why := unfit(text, REPORT_MOST):
        return Problems({"report": why})
    milestone.report = text.strip()
    return None


def measure(
    session: Session,
    milestone: ProjectMilestone,
    metric: Metric,
    measured: Measured,
    file: tuple[BinaryIO, str] | None,
    *,
    by: Person,
    now: datetime,
) -> MetricReading | Rejected | Problems:
    """A new reading; earlier ones stay on record. Without a new file the last one goes on."""
    if not is_open(milestone):
        return alone(_CLOSED)
    if problems := _problems(measured, now):
        return Problems(problems)
    last = readings_at(session, milestone).get(metric.id)
    proof = last.evidence_id if last else None
    if file is not None:
        stored = evidence.add(
            session, milestone.project, "metric", *file, by=by, now=now, milestone=milestone
        )
        if isinstance(stored, Rejected):
            return stored
        proof = stored.id
    row = MetricReading(
        project_id=milestone.project_id,
        metric_id=metric.id,
        milestone_id=milestone.id,
        step="measured",
        value=measured.value.strip(),
        measured_on=measured.measured_on,
        measured_by=measured.measured_by.strip(),
        report_body=measured.report_body,
        report_number=measured.report_number.strip(),
        evidence_id=proof,
        recorded_by_id=by.id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row


def gaps(session: Session, milestone: ProjectMilestone) -> tuple[Text, ...]:
    """What the report lacks before it can be submitted."""
    if not is_open(milestone):
        return ()
    return tuple(_gaps(session, milestone))


def _gaps(session: Session, milestone: ProjectMilestone) -> Iterator[Text]:
    if not milestone.report:
        yield Text("未填写节点报告", "the milestone report has not been written")
    readings = readings_at(session, milestone)
    metrics = metrics_of(session, milestone)
    for metric in metrics:
        reading = readings.get(metric.id)
        if reading is None:
            yield Text(f"“{metric.name}”缺实测值", f"no measured value for “{metric.name}”")
        elif reading.evidence is None or reading.evidence.withdrawn_at is not None:
            yield Text(f"“{metric.name}”缺佐证文件", f"no evidence file for “{metric.name}”")
    if not metrics and not files_of(session, milestone, "report"):
        yield Text("未附交付物佐证", "no evidence of the deliverable is attached")


FILES = Listed(
    Evidence,
    Evidence.milestone_id == bindparam("milestone"),
    Evidence.withdrawn_at.is_(None),
    order=(Evidence.id,),
)


def files_of(session: Session, milestone: ProjectMilestone, purpose: str) -> Sequence[Evidence]:
    """What stands, in the order it came."""
    rows = FILES.of(session, milestone=milestone.id)
    return [file for file in rows if file.purpose == purpose]


def _problems(measured: Measured, now: datetime) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if number(measured.value) is None:
        found["value"] = Text("实测值须为数字", "The measured value must be a number")
    if measured.measured_on is not None and measured.measured_on > local_date(now):
        found["measured_on"] = Text("检测日期不能在今天之后", "The test date cannot be after today")
    if not measured.measured_by.strip():
        found["measured_by"] = Text("请填写检测单位或人员", "Enter who measured it")
    elif why := unfit(measured.measured_by, BY_MOST):
        found["measured_by"] = why
    if measured.report_body not in BODIES:
        found["report_body"] = Text("请在所列选项中选择", "Choose one of the options listed")
    if measured.report_body in ("CMA", "CNAS", "firm") and not measured.report_number.strip():
        found["report_number"] = Text(
            "第三方报告须填写编号", "A third-party report must have a number"
        )
    elif why := unfit(measured.report_number, NUMBER_MOST):
        found["report_number"] = why
    return found


_CLOSED = Text(
    "节点报告已提交，内容和佐证不能再修改。",
    "The milestone report has been submitted. The report and its evidence can no "
    "longer be changed.",
)

"""What a member of a panel is asked, one verdict each: metrics, or the tests of diligence (B18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.models import (
    Acceptance,
    ChangeRequest,
    Evidence,
    Metric,
    MetricReading,
    Opinion,
    Project,
    ProjectMilestone,
)
from app.services.cases import load_case
from app.services.contracts.drafting import targets_in_force
from app.services.metric_values import SIGNS
from app.services.milestones.targets import metrics_of, readings_at
from workflows.engine.text import Text

DILIGENCE: dict[str, tuple[Text, Text]] = {
    "records": (
        Text("过程记录", "Records"),
        Text("攻关、试验记录真实完整", "Development and test records are genuine and complete"),
    ),
    "effort": (
        Text("组织实施", "Implementation"),
        Text(
            "按军令状投入人员和条件，按里程碑推进",
            "people and conditions committed as pledged; progress follows the milestones",
        ),
    ),
    "money": (
        Text("经费使用", "Use of funds"),
        Text("专款专用，账目清楚", "funds used only for this project, with clear accounts"),
    ),
    "candour": (
        Text("及时报告", "Prompt reporting"),
        Text(
            "困难和风险及时报告，未隐瞒、未造假",
            "difficulties and risks reported promptly; nothing concealed or falsified",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """`demand` is what should be, `reached` what the project says it is, with the unit, `shown_by`
    by what that was shown; `evidence` the file of it, at a milestone."""

    key: str
    title: Text
    demand: Text
    is_core: bool = False
    reached: str = ""
    shown_by: str = ""
    evidence: Evidence | None = None


def questions_of(session: Session, opinion: Opinion) -> Sequence[Question]:
    panel = opinion.assessment
    case = load_case(session, panel.about_kind, panel.about_id)
    match case:
        case Project():
            return [Question(key, *words) for key, words in DILIGENCE.items()]
        case ChangeRequest():
            return _on_change(session, case)
        case ProjectMilestone():
            readings = readings_at(session, case)
            return [
                _measured(_on_metric(m, case.targets), m, readings.get(m.id))
                for m in metrics_of(session, case)
            ]
        case Acceptance():
            targets = targets_in_force(session, case.project)
            return [
                _declared(_on_metric(m, targets), m, case.actuals.get(str(m.id)))
                for m in metrics_of(session, case)
            ]
    raise LookupError(f"nothing is asked of a panel on {panel.about_kind}")


def _on_metric(metric: Metric, targets: Mapping[str, str]) -> Question:
    """The target in force, which a change of the contract may have moved."""
    target = targets.get(str(metric.id), metric.target)
    demand = f"{SIGNS[metric.direction]} {target} {metric.unit}".strip()
    return Question(str(metric.id), _same(metric.name), _same(demand), metric.is_core)


def _measured(question: Question, metric: Metric, reading: MetricReading | None) -> Question:
    if reading is None:
        return question
    by = f"{reading.measured_by} {reading.report_body} {reading.report_number}".strip()
    reached = f"{reading.value} {metric.unit}".strip()
    return replace(question, reached=reached, shown_by=by, evidence=reading.evidence)


def _declared(question: Question, metric: Metric, actual: Mapping[str, str] | None) -> Question:
    if actual is None:
        return question
    reached = f"{actual['value']} {metric.unit}".strip()
    return replace(question, reached=reached, shown_by=actual["report"])


def _on_change(session: Session, case: ChangeRequest) -> Sequence[Question]:
    """Only the metrics it would change, from the contract in force to what is asked."""
    wanted, now = case.proposed.get("targets", {}), targets_in_force(session, case.project)
    return [
        Question(
            str(m.id),
            _same(m.name),
            Text(
                f"{SIGNS[m.direction]} {now[str(m.id)]} → {wanted[str(m.id)]} {m.unit}",
                f"{SIGNS[m.direction]} {now[str(m.id)]} → {wanted[str(m.id)]} {m.unit}",
            ),
            m.is_core,
        )
        for m in metrics_of(session, case)
        if str(m.id) in wanted
    ]


def _same(words: str) -> Text:
    return Text(words, words)

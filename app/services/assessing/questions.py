"""What a member of a panel is asked, one verdict each: metrics, or the tests of diligence (B18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import ChangeRequest, Metric, MetricReading, Opinion, Project, ProjectMilestone
from app.services.cases import load_case
from app.services.contracts.drafting import targets_in_force
from app.services.metric_values import SIGNS
from app.services.milestones.targets import metrics_of, readings_at
from workflows.engine.text import Text

DILIGENCE: dict[str, tuple[Text, Text]] = {
    "records": (
        Text("过程记录", "Records"),
        Text("攻关、试验记录真实完整", "records of the work are true and complete"),
    ),
    "effort": (
        Text("组织实施", "Effort"),
        Text(
            "按军令状投入人员和条件，按里程碑推进",
            "people and means as pledged, milestone by milestone",
        ),
    ),
    "money": (
        Text("经费使用", "Money"),
        Text("专款专用，账目清楚", "spent on the project alone, with clear accounts"),
    ),
    "candour": (
        Text("及时报告", "Candour"),
        Text(
            "困难和风险及时报告，未隐瞒、未造假", "difficulties were reported, nothing was hidden"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """`demand` is what should be; `reading` a value measured with its evidence, at a milestone."""

    key: str
    title: Text
    demand: Text
    is_core: bool = False
    reading: MetricReading | None = None


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
                _on_metric(m, case.targets.get(str(m.id), m.target), readings.get(m.id))
                for m in metrics_of(session, case)
            ]
    assert case is not None, "a panel assesses something"
    return [_on_metric(m, m.target, None) for m in metrics_of(session, case)]


def _on_metric(metric: Metric, target: str, reading: MetricReading | None) -> Question:
    demand = f"{SIGNS[metric.direction]} {target} {metric.unit}".strip()
    return Question(str(metric.id), _same(metric.name), _same(demand), metric.is_core, reading)


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

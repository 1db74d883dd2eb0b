"""Facts of the letters about a milestone."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.documents.amounts import in_both
from app.documents.kinds.milestones import (
    NodeConclusion,
    NodeFacts,
    NodeNotice,
    Rectification,
    VerdictLine,
)
from app.models import Metric, ProjectMilestone
from app.services.assessing.opinions import VERDICTS, of_round
from app.services.letter_facts.addressees import addressee
from app.services.letter_facts.register import says
from app.services.metric_values import SIGNS
from app.services.milestones.targets import metrics_of, readings_at
from app.services.money.payments import ordered_on
from app.services.moves import Move
from workflows.engine.calendar import last_day, local_date

_CONCLUSIONS = {
    ("assessing", "passed"): ("节点考核通过", ""),
    ("assessing", "rectifying"): ("限期整改", "整改期间暂缓拨付经费。"),
    ("assessing", "failed"): ("节点考核不通过", "停拨经费，项目暂停，限期作出处理决定。"),
    ("rechecking", "passed"): ("整改合格，节点通过", "恢复拨付经费。"),
    ("rechecking", "failed"): ("整改不合格，节点不通过", "停拨经费，项目暂停，限期作出处理决定。"),
}


def _node(milestone: ProjectMilestone) -> NodeFacts:
    project = milestone.project
    return NodeFacts(
        unit=addressee(project.proposal.lead_unit),
        project_number=project.number,
        project_title=project.proposal.title,
        leader=project.proposal.pi.name,
        node=milestone.title,
        due_on=milestone.due_on,
        deliverable=milestone.deliverable,
    )


@says("node_notice")
def _notice(session: Session, milestone: ProjectMilestone, _move: Move) -> NodeNotice:
    assert milestone.due_at is not None, "the evidence has its term"
    return NodeNotice(
        node=_node(milestone),
        targets=tuple((m.name, _target(milestone, m)) for m in metrics_of(session, milestone)),
        evidence_until=last_day(milestone.due_at),
    )


@says("node_conclusion", "recheck_conclusion")
def _conclusion(session: Session, milestone: ProjectMilestone, move: Move) -> NodeConclusion:
    panel = milestone.assessment
    assert panel is not None, "a panel concludes"
    assert panel.chair is not None, "the chair concludes"
    conclusion, consequence = _CONCLUSIONS[move.history.source, move.history.target]
    round_ = 2 if move.history.source == "rechecking" else 1
    return NodeConclusion(
        node=_node(milestone),
        verdicts=_verdicts(session, milestone),
        opinion=move.given["opinion"],
        conclusion=conclusion,
        members=sum(o.signed_at is not None for o in of_round(panel, round_)),
        consequence=f"{consequence}{_next_money(session, milestone)}",
        chair=panel.chair.person.name,
        signed_on=local_date(move.now),
    )


def _next_money(session: Session, milestone: ProjectMilestone) -> str:
    """What was ordered with the conclusion; the last part waits for success (§3.6)."""
    if milestone.state != "passed":
        return ""
    amount = ordered_on(session, milestone)
    if not amount:
        return "本节点不另拨付经费，余款按任务书约定办理。"
    return f"下一笔经费{in_both(amount)}按程序拨付。"


@says("rectification_notice")
def _rectification(session: Session, milestone: ProjectMilestone, move: Move) -> Rectification:
    assert milestone.rectify_until is not None, "the act before has set it"
    return Rectification(
        node=_node(milestone),
        opinion=move.given["opinion"],
        lacking=tuple(
            f"{v.metric}：要求 {v.target}，实测 {v.measured}，{v.verdict}"
            for v in _verdicts(session, milestone)
            if v.verdict != VERDICTS["met"].zh
        ),
        until=milestone.rectify_until,
    )


def _verdicts(session: Session, milestone: ProjectMilestone) -> tuple[VerdictLine, ...]:
    readings = readings_at(session, milestone)
    return tuple(
        VerdictLine(
            metric.name,
            _target(milestone, metric),
            f"{readings[metric.id].value} {metric.unit}".strip() if metric.id in readings else "—",
            VERDICTS[milestone.verdicts[str(metric.id)]].zh
            if milestone.verdicts.get(str(metric.id))
            else "—",
        )
        for metric in metrics_of(session, milestone)
    )


def _target(milestone: ProjectMilestone, metric: Metric) -> str:
    value = milestone.targets.get(str(metric.id), metric.target)
    return f"{SIGNS[metric.direction]} {value} {metric.unit}".strip()

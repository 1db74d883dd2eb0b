"""Facts of the letters of acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.documents.kinds.accepting import (
    AcceptanceMeeting,
    AcceptanceNotice,
    AcceptanceOpinion,
    Certificate,
    JudgedMetric,
)
from app.models import Acceptance, Assessment
from app.services.accepting.results import KINDS, of_project
from app.services.assessing.opinions import VERDICTS
from app.services.awarding.noticing import supervision_channel
from app.services.contracts.drafting import in_force
from app.services.letter_facts.addressees import about_project
from app.services.letter_facts.register import says
from app.services.metric_values import SIGNS
from app.services.moves import Move
from workflows.engine.text import Text
from workflows.phases.acceptance.words import CONCLUDE, FAIL, PASS, RECTIFY

CONCLUSIONS: dict[str, Text] = {
    "pass": PASS,
    "rectify": RECTIFY,
    "complete": CONCLUDE,
    "fail": FAIL,
}


@says("acceptance_convened")
def _meeting(_session: Session, case: Acceptance, move: Move) -> AcceptanceMeeting:
    panel = case.assessment
    return AcceptanceMeeting(
        **about_project(case.project),
        leader=case.project.proposal.pi.name,
        meeting=move.given["meeting"],
        experts=len(panel.members) if panel else 0,
    )


@says("acceptance_opinion")
def _opinion(session: Session, case: Acceptance, _move: Move) -> AcceptanceOpinion:
    panel = case.assessment
    assert panel is not None, "a panel concludes"
    return AcceptanceOpinion(
        **about_project(case.project),
        leader=case.project.proposal.pi.name,
        metrics=judged_metrics(session, case),
        tasks_percent=case.tasks_percent or 0,
        score=case.score or 0,
        conclusion=CONCLUSIONS[case.conclusion].zh,
        opinion=case.opinion,
        grounds=case.grounds,
        signatures=tuple(seat.expert.person.name for seat in panel.members),
    )


@says("acceptance_public_notice")
def _notice(session: Session, case: Acceptance, _move: Move) -> AcceptanceNotice:
    assert case.notice_starts_on is not None, "publishing fixes the period"
    assert case.notice_ends_on is not None, "publishing fixes the period"
    return AcceptanceNotice(
        **about_project(case.project),
        conclusion=CONCLUSIONS[case.conclusion].zh,
        starts_on=case.notice_starts_on,
        ends_on=case.notice_ends_on,
        days=(case.notice_ends_on - case.notice_starts_on).days,
        channel=supervision_channel(session),
    )


@says("acceptance_certificate")
def _certificate(session: Session, case: Acceptance, _move: Move) -> Certificate:
    project, panel = case.project, case.assessment
    assert panel is not None, "a panel concludes"
    return Certificate(
        **about_project(case.project),
        certificate_number=case.certificate_number,
        leader=project.proposal.pi.name,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        amount=project.amount,
        conclusion=CONCLUSIONS[case.conclusion].zh,
        units=tuple(unit.organisation.name for unit in project.proposal.units),
        people=tuple(m.name for m in project.proposal.members if m.confirmed_at),
        panel=_panel(panel),
        metrics=judged_metrics(session, case),
        results=tuple(
            f"{KINDS[r.kind].zh} {r.number} {r.title}" for r in of_project(session, project)
        ),
    )


def _panel(panel: Assessment) -> tuple[str, ...]:
    chair_first = sorted(panel.members, key=lambda seat: seat.expert_id != panel.chair_id)
    return tuple(seat.expert.person.name for seat in chair_first)


def judged_metrics(session: Session, case: Acceptance) -> tuple[JudgedMetric, ...]:
    contract = in_force(session, case.project)
    assert contract is not None, "what is accepted was contracted"
    return tuple(_judged(row, case) for row in contract.terms["metrics"])


def _judged(row: Mapping[str, Any], case: Acceptance) -> JudgedMetric:
    key, unit = str(row["metric_id"]), row["unit"]
    return JudgedMetric(
        name=row["name"],
        target=f"{SIGNS[row['direction']]} {row['target']} {unit}".strip(),
        actual=f"{case.actuals[key]['value']} {unit}".strip(),
        verdict=VERDICTS[case.verdicts[key]].zh,
    )

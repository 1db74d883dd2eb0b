"""Facts of the finding of diligence (容错认定书)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.documents.kinds.tolerance import ToleranceFinding
from app.models import Tolerance
from app.services.cases import state_of
from app.services.letter_facts.addressees import addressee
from app.services.letter_facts.register import says
from app.services.moves import Move


@says("tolerance_finding")
def _finding(_session: Session, case: Tolerance, move: Move) -> ToleranceFinding:
    project = case.project
    proposal = project.proposal
    return ToleranceFinding(
        unit=addressee(proposal.lead_unit),
        title=proposal.title,
        number=project.number,
        leader=proposal.pi.name,
        ended="已" + state_of(project).label.zh,
        reasons=case.reasons,
        evidence=case.evidence,
        experts=case.experts,
        is_found=move.history.target == "found",
        finding=case.finding,
        minutes=case.minutes_number,
    )

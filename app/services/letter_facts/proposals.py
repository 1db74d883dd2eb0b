"""Facts of the letters about a proposal, from acceptance to award."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.kinds import (
    Acceptance,
    Award,
    CheckedItem,
    Correction,
    FormalAppeal,
    FormalRejection,
    NonAward,
)
from app.models import Decision, FormalCheckAnswer, Project, Proposal
from app.services.awarding import feedback
from app.services.awarding.noticing import supervision_channel
from app.services.letter_facts.register import says
from app.services.money.parts import planned_parts
from app.services.moves import Move
from app.services.proposals import formal
from app.services.similarity.grounds import grounds
from workflows.engine.calendar import last_day, local_date
from workflows.money.modes import AFTERWARDS
from workflows.registry import MECHANISMS


@says("acceptance_notice")
def _acceptance(_session: Session, proposal: Proposal, move: Move) -> Acceptance:
    return Acceptance(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        number=proposal.number or "",
        leader=proposal.pi.name,
        accepted_on=local_date(move.now),
    )


@says("correction_notice")
def _correction(session: Session, proposal: Proposal, _move: Move) -> Correction:
    assert proposal.due_at is not None, "a correction has its term"
    return Correction(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        number=proposal.number or "",
        items=_items(session, proposal, "correctable"),
        due_on=last_day(proposal.due_at),
    )


@says("formal_rejection")
def _formal_rejection(session: Session, proposal: Proposal, move: Move) -> FormalRejection:
    assert proposal.due_at is not None, "an appeal has its term"
    return FormalRejection(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        number=proposal.number or "",
        items=_items(session, proposal, "not_met", "correctable"),
        reason=move.given.get("reason", "逾期未按要求补正"),
        appeal_days=proposal.call.parameters["formal_appeal_working_days"],
        appeal_until=last_day(proposal.due_at),
        is_overdue=move.history.transition == "miss_correction",
    )


@says("formal_appeal_decision")
def _formal_appeal(_session: Session, proposal: Proposal, move: Move) -> FormalAppeal:
    return FormalAppeal(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        number=proposal.number or "",
        is_upheld=proposal.state == "accepted",
        reason=move.given["reason"],
    )


@says("award_letter")
def _award(session: Session, proposal: Proposal, move: Move) -> Award:
    project = session.scalars(select(Project).where(Project.proposal_id == proposal.id)).one()
    decision = session.scalars(select(Decision).where(Decision.call_id == proposal.call_id)).one()
    assert decision.minutes_on is not None, "an award rests on minutes"
    assert project.due_at is not None, "a contract has its term"
    return Award(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        project_number=project.number,
        leader=proposal.pi.name,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        amount=project.amount,
        first_payment=next(iter(planned_parts(session, project)), 0),
        mechanism=MECHANISMS[proposal.call.mechanism_key].label.zh,
        sign_until=last_day(project.due_at),
        minutes_number=decision.minutes_number or "",
        minutes_on=decision.minutes_on,
        is_paid_afterwards=proposal.call.payment_mode == AFTERWARDS,
    )


@says("non_award_letter")
def _non_award(session: Session, proposal: Proposal, _move: Move) -> NonAward:
    learnt = feedback.made_of(session, proposal)
    return NonAward(
        unit=proposal.lead_unit.name,
        title=proposal.title,
        number=proposal.number or "",
        band=learnt.band.zh,
        opinions=learnt.opinions,
        channel=supervision_channel(session),
        rule=learnt.rule.zh,
        panel_opinion=learnt.panel_opinion,
    )


def _items(session: Session, proposal: Proposal, *answers: str) -> tuple[CheckedItem, ...]:
    rows = session.scalars(
        select(FormalCheckAnswer).where(
            FormalCheckAnswer.proposal_id == proposal.id, FormalCheckAnswer.answer.in_(answers)
        )
    )
    notes = {row.item: row.note for row in rows}
    if formal.ORIGINALITY in notes:
        found = (words.zh for words in grounds(session, proposal))
        notes[formal.ORIGINALITY] = "；".join((notes[formal.ORIGINALITY].rstrip("。"), *found))
    return tuple(
        CheckedItem(item.label.zh, item.clause.zh, notes[item.key])
        for item in formal.items_of(proposal)
        if item.key in notes
    )

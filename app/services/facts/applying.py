"""What the guards of a proposal look at until it is admitted: its form, who may apply, the formal
check."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy.orm import Session

from app.asked import once
from app.models import Proposal
from app.services.earlier import counting
from app.services.eligibility.integrity import integrity_findings
from app.services.eligibility.limits import limit_findings
from app.services.facts import Common
from app.services.proposals import formal
from app.services.proposals.completeness import form_problems, missing_files
from app.services.proposals.parts import read_whole
from app.services.proposals.recommending import recommended
from app.services.races.elsewhere import races_elsewhere
from app.services.races.entering import entry_gaps
from app.services.races.finding import MECHANISM
from app.services.races.reserves import pool_problems
from app.services.races.supplementing import admission_problems, entered_late
from app.services.similarity.asking import is_awaited
from app.services.similarity.findings import similarity_findings
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import Names


class FormPart(TypedDict):
    form_problems: Names
    missing_files: Names
    unconfirmed_members: Names
    pledged: bool
    publicity_working_days: int
    corrections: int


class EligibilityPart(TypedDict):
    limit_findings: Names
    integrity_findings: Names


class EntryPart(TypedDict):
    race_entry_problems: Names
    entered_late: bool
    admission_problems: Names
    pool_problems: Names
    races_elsewhere: Names


class RecommendedPart(TypedDict):
    recommended: int


class ComparedPart(TypedDict):
    being_compared: bool
    likenesses_unlooked: Names


class FormalPart(TypedDict):
    unanswered_items: Names
    correctable_items: Names
    not_met_items: Names


def of_form(session: Session, proposal: Proposal, common: Common) -> FormPart:
    read_whole(session, proposal)
    today = local_date(common.now)
    waiting = [m.name for m in proposal.members if m.confirmed_at is None and not m.declined_at]
    declined = [
        Text(f"{m.name}（已谢绝，请移除）", f"{m.name} (declined; please remove)")
        for m in proposal.members
        if m.declined_at
    ]
    start = proposal.publicised_from
    end = min(proposal.publicised_to, today) if proposal.publicised_to else None
    return {
        "form_problems": form_problems(proposal),
        "missing_files": missing_files(proposal),
        "unconfirmed_members": (*waiting, *declined),
        "pledged": proposal.pledged_at is not None,
        "publicity_working_days": (
            common.calendar.count_working_days(start, end) if start and end else 0
        ),
        "corrections": proposal.corrections,
    }


def of_eligibility(session: Session, proposal: Proposal, common: Common) -> EligibilityPart:
    """The page of its own side asks for its buttons, and for what has come in the way since."""
    question = ("eligibility", proposal.id, common.now)
    return once(session, question, lambda: _of_eligibility(session, proposal, common))


def _of_eligibility(session: Session, proposal: Proposal, common: Common) -> EligibilityPart:
    today = local_date(common.now)
    led_by = {"leader": proposal.pi_id}
    barred = integrity_findings(session, [proposal], today, counting.LED_BY, **led_by)
    return {
        "limit_findings": limit_findings(session, proposal, common.parameters, common.now),
        "integrity_findings": barred,
    }


def of_recommender(session: Session, proposal: Proposal, common: Common) -> RecommendedPart:
    if not common.parameters["recommend_most"]:
        return {"recommended": 0}
    authority, call = proposal.lead_unit.recommender_id, proposal.call_id
    return {"recommended": recommended(session, [authority], [call]).get(call, 0)}


def of_entry(session: Session, proposal: Proposal, common: Common) -> EntryPart:
    races = proposal.call.mechanism_key == MECHANISM
    waits = races and proposal.state == "accepted"
    called = races and proposal.state == "reserve"
    return {
        "race_entry_problems": entry_gaps(session, proposal),
        "entered_late": waits and entered_late(session, proposal),
        "admission_problems": admission_problems(session, proposal, common.now) if waits else (),
        "pool_problems": pool_problems(session, proposal, common.now) if called else (),
        "races_elsewhere": tuple(races_elsewhere(session, proposal)) if called else (),
    }


def of_formal_check(session: Session, proposal: Proposal, _common: Common) -> FormalPart:
    """Answers given before the correction no longer count for the items it opened."""
    items, answers = formal.items_of(proposal), formal.answers_of(session, proposal)

    def named(answer: str) -> tuple[Text, ...]:
        return tuple(i.label for i in items if i.key in answers and answers[i.key].answer == answer)

    return {
        "unanswered_items": tuple(i.label for i in items if i.key not in answers),
        "correctable_items": named("correctable"),
        "not_met_items": named("not_met"),
    }


def of_comparison(session: Session, proposal: Proposal, common: Common) -> ComparedPart:
    """A person has looked who says so in a note, at what was found until then; to choose that it
    is met says nothing."""
    answer = formal.answers_of(session, proposal).get(formal.ORIGINALITY)
    looked_at = answer.checked_at if answer is not None and answer.note else None
    rules = common.parameters
    return {
        "being_compared": is_awaited(session, proposal),
        "likenesses_unlooked": similarity_findings(session, proposal, rules, since=looked_at),
    }

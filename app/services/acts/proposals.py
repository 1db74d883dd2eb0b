"""What moves of a proposal do to its own rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import FormalCheckAnswer, History, Person, Proposal, Team
from app.services.cases import workflow_of
from app.services.door.wiring import act
from app.services.eligibility.mergers import today
from app.services.identity.affiliations import affirm
from app.services.integrity.clues import clue_of_offence
from app.services.months import months_later
from app.services.moves import Move
from app.services.proposals import formal, partners, snapshot
from app.services.similarity.asking import ask_for_comparison
from app.services.telling.messages import tell
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.effects import Notify
from workflows.funnel import came_to
from workflows.roles import Role


@act
def take_snapshot(session: Session, proposal: Proposal, move: Move) -> None:
    """Resubmitting closes the flagged parts; the corrected items wait for a fresh answer."""
    assert move.actor_id is not None, "people submit"
    snapshot.take(session, proposal, move.actor_id, move.now)
    if not proposal.corrections:
        return
    proposal.flagged = []
    for answer in formal.answers_of(session, proposal).values():
        if answer.answer == "correctable":
            session.delete(answer)


@act
def compare_with_others(session: Session, proposal: Proposal, move: Move) -> None:
    ask_for_comparison(session, proposal, move)


@act
def follow_merger(_session: Session, proposal: Proposal, _move: Move) -> None:
    """A draft is written by a unit that exists, as one that nobody had sent is at the merger."""
    proposal.lead_unit = today(proposal.lead_unit)


@act
def confirm_leader(session: Session, proposal: Proposal, move: Move) -> None:
    """The seal of the unit vouches for whom it sends, unless the leader is of another by now."""
    assert move.actor_id is not None, "people seal"
    if proposal.pi.organisation_id == today(proposal.lead_unit).id:
        affirm(session, proposal.pi, session.get_one(Person, move.actor_id), move.now)


@act
def tell_partners(session: Session, proposal: Proposal, move: Move) -> None:
    partners.tell(session, proposal, move)


@act
def record_correction(session: Session, proposal: Proposal, _move: Move) -> None:
    """Open the parts that the correctable items name; there is no second time (P4)."""
    proposal.corrections += 1
    if not proposal.flagged:
        answered = session.scalars(
            select(FormalCheckAnswer.item).where(
                FormalCheckAnswer.proposal_id == proposal.id,
                FormalCheckAnswer.answer == "correctable",
            )
        )
        proposal.flagged = sorted({part for key in answered for part in formal.item(key).opens})


@act
def record_publicity_inside(_session: Session, proposal: Proposal, move: Move) -> None:
    proposal.publicised_from = date.fromisoformat(move.given["publicised_from"])
    proposal.publicised_to = date.fromisoformat(move.given["publicised_to"])


@act
def note_how_far_it_came(_session: Session, proposal: Proposal, move: Move) -> None:
    """Where its state alone does not tell; read by the funnel of its call."""
    made = move.history
    way = workflow_of(proposal)
    proposal.came_to = came_to(way, made.source, proposal.came_to, made.target)


@act
def file_offence_clue(session: Session, case: Proposal | Team, move: Move) -> None:
    """The disqualification stands by itself; what it says of people is for supervision to find."""
    proposal = case.proposal if isinstance(case, Team) else case
    words = (move.given.get(key, "") for key in ("evidence", "reason"))
    clue_of_offence(session, proposal, "；".join(filter(None, words)), move.by, move.now)


@act
def count_withdrawals(session: Session, proposal: Proposal, move: Move) -> None:
    """From a review that has begun, by this leader (P19); the one being made is counted."""
    rules = proposal.call.parameters
    most = rules["withdrawals_warned"]
    since = end_of_day(months_later(local_date(move.now), -12 * rules["withdrawals_years"]))
    made = (
        select(func.count(History.id))
        .join(Proposal, Proposal.id == History.case_id)
        .where(
            History.case_kind == Proposal.kind,
            History.transition == "withdraw",
            History.source.in_(_UNDER_REVIEW),
            History.at >= since,
            Proposal.pi_id == proposal.pi_id,
        )
    )
    if most and move.history.source in _UNDER_REVIEW and (session.scalar(made) or 0) >= most:
        tell(session, proposal, Notify("withdrawals_counted", _WARNED), move, 0)


_UNDER_REVIEW = (
    *("online_review", "shortlisted", "defence", "scored", "re_review", "awaiting_notice"),
    *("proposed", "reserve", "notice"),
    "matching",
)
_WARNED = frozenset({Role.APPLICANT, Role.UNIT_ADMIN, Role.SUPERVISOR})

"""The office's lists: calls, panels, the expert pool, objections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.access.roles import OFFICE
from app.asked import ask_together
from app.models import (
    Call,
    Expert,
    GroupProposal,
    Notice,
    Objection,
    Proposal,
    Review,
    ReviewGroup,
)
from app.queries.calls.notices import NOTICES, drafted_for_notice, is_to_be_noticed
from app.queries.calls.proposals import WHOLE
from app.queries.letters import ABOUT
from app.queries.narrowing import Narrowing
from app.queries.sight.aside import no_proposal_of
from app.queries.sight.names import without_lists
from app.queries.sight.seeing import Sight
from app.services.awarding.calibrating import CALIBRATED, RANKING
from app.services.awarding.deciding import LINES, decision_of
from app.services.awarding.ranking import PANELS
from app.services.calendars import CALENDAR
from app.services.calls.rehearsing import DONE
from app.services.cases import DECISION
from app.services.history import ROWS
from app.services.races.finding import RACE
from app.services.review.nonconsensus import NAMINGS
from app.services.review.panels import WITHOUT, late_entries
from app.services.review.voting import COUNTED

WHOLE_CALL = (joinedload(Call.programme), joinedload(Call.tasks))
"""What the office's page of a call shows beside its own columns."""


CALLS = Narrowing({"call": Call.id}, Call, call=Call.id)
OBJECTIONS = Narrowing({"proposal": Objection.proposal_id}, Objection)
"""What their lists are narrowed by."""


def all_calls(sight: Sight) -> Select[Any]:
    """Those whose page the reader may open."""
    calls = sight.joined("call", select(Call)).where(sight.inside("call"))
    return calls.options(joinedload(Call.programme)).order_by(Call.id.desc())


def groups_of(session: Session, call: Call) -> Sequence[ReviewGroup]:
    return session.scalars(
        select(ReviewGroup).where(ReviewGroup.call_id == call.id).order_by(ReviewGroup.id)
    ).all()


def groups_seen(session: Session, sight: Sight, call: Call) -> Sequence[ReviewGroup]:
    return session.scalars(many_groups_of(sight, call)).all()


def many_groups_of(sight: Sight, call: Call) -> Select[Any]:
    """A large call has hundreds."""
    groups = sight.joined("review_group", select(ReviewGroup)).where(
        ReviewGroup.call_id == call.id, sight.holds("review_group", OFFICE)
    )
    return groups.order_by(ReviewGroup.id)


def notices_of(session: Session, call: Call) -> Sequence[Notice]:
    return NOTICES.of(session, call=call.id)


def read_call(session: Session, call: Call) -> None:
    """The short lists of a call's page, by one statement."""
    about = {"kind": call.kind, "case": call.id}
    of_call = (NOTICES, RACE, DONE, *_DECIDED)
    drafted = (COUNTED, LINES) if call.state == "deliberation" else ()
    ask_together(session, *of_call, *drafted, ABOUT, ROWS, *CALENDAR, call=call.id, **about)
    if drafted and (decision := decision_of(session, call)) is not None:
        lines = LINES.of(session, call=call.id)
        mine = [one for one in lines if one.decision_id == decision.id]
        set_committed_value(decision, "items", mine)


def read_ranking(session: Session, call: Call) -> None:
    """Those of its ranking."""
    ask_together(session, DECISION, CALIBRATED, PANELS, NAMINGS, COUNTED, call=call.id)
    RANKING.keep(session, CALIBRATED.of(session, call=call.id), call=call.id)


_DECIDED = (DECISION, RANKING, PANELS)


def ungrouped(session: Session, call: Call, hidden: Collection[int]) -> Sequence[Proposal]:
    """Accepted proposals of the call's own window that no live group reviews, and those whose group
    was dissolved; others form the panel of those from which the officer stands aside."""
    taken = (
        select(GroupProposal.proposal_id)
        .join(ReviewGroup, ReviewGroup.id == GroupProposal.group_id)
        .where(ReviewGroup.state != "dissolved")
    )
    return session.scalars(
        select(Proposal)
        .where(
            Proposal.call_id == call.id,
            Proposal.state.in_(WITHOUT),
            Proposal.id.not_in(taken),
            Proposal.id.not_in(late_entries(session, call)),
            no_proposal_of(hidden, Proposal.id),
        )
        .options(joinedload(Proposal.lead_unit))
        .order_by(Proposal.id)
    ).all()


def proposed_without_notice(session: Session, call: Call) -> Sequence[Proposal]:
    """And without one that is drafted already."""
    return session.scalars(
        select(Proposal)
        .where(
            Proposal.call_id == call.id,
            is_to_be_noticed(),
            Proposal.id.not_in(drafted_for_notice()),
        )
        .order_by(Proposal.rank)
    ).all()


REVIEWS = Narrowing({"call": ReviewGroup.call_id}, Review)
"""By nothing that would tell an expert whose proposal it is."""


def reviews_of_expert(person_id: int) -> Select[Any]:
    return (
        select(Review)
        .join(Expert, Expert.id == Review.expert_id)
        .join(Review.group)
        .where(Expert.person_id == person_id)
        .options(
            *without_lists(Review.proposal),
            contains_eager(Review.group).selectinload(ReviewGroup.call),
        )
        .order_by(Review.due_at.is_(None), Review.due_at, Review.id)
    )


REVIEW_WHOLE = (
    joinedload(Review.group).joinedload(ReviewGroup.call).joinedload(Call.programme),
    joinedload(Review.expert).joinedload(Expert.person),
    *(joinedload(Review.proposal).options(one) for one in WHOLE),
)
"""What the page of a review shows beside its own columns."""


def groups_chaired(session: Session, person_id: int) -> Sequence[ReviewGroup]:
    return session.scalars(_CHAIRED, {"person": person_id}).all()


_CHAIRED = (
    select(ReviewGroup)
    .join(Expert, Expert.id == ReviewGroup.chair_id)
    .where(Expert.person_id == bindparam("person"))
    .order_by(ReviewGroup.id)
)


def objections(hidden: Collection[int]) -> Select[Any]:
    return (
        select(Objection)
        .where(no_proposal_of(hidden, Objection.proposal_id))
        .options(joinedload(Objection.proposal), joinedload(Objection.notice))
        .order_by(Objection.id.desc())
    )


def shortlisting(sight: Sight, call: Call) -> Select[Any]:
    """What the online review has ranked and what became of it; best first."""
    return (
        sight.joined("proposal", select(Proposal))
        .where(
            Proposal.call_id == call.id,
            sight.holds("proposal", OFFICE),
            Proposal.state.in_(("online_review", "shortlisted", "defence", "not_selected")),
        )
        .options(joinedload(Proposal.lead_unit), joinedload(Proposal.call))
        .order_by(Proposal.rank.is_(None), Proposal.rank, Proposal.id)
    )

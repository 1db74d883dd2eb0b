"""Proposals as lists for those who may see them; each list is one query with its page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, union_all
from sqlalchemy.orm import Session, joinedload

from app.access.roles import OFFICE
from app.asked import Listed, ask_together, hang, hanging_on
from app.models import (
    Call,
    Item,
    Organisation,
    Person,
    PlanTask,
    Project,
    Proposal,
    ProposalMember,
)
from app.models.people import RoleGrant
from app.queries import letters
from app.queries.narrowing import Narrowing
from app.queries.review.experts import RECUSALS
from app.queries.sight.names import in_line
from app.queries.sight.seeing import Sight
from app.services import calendars
from app.services.door.pending_signatures import SIGNATURES
from app.services.history import ROWS
from app.services.proposals import formal
from app.services.proposals.members import is_answerable
from app.services.proposals.parts import parts
from app.services.proposals.recommending import recommended
from app.services.similarity.asking import AWAITED
from workflows.roles import Role


def opened() -> ColumnElement[bool]:
    """What exists for others than its own side: a bid does once it has been opened (B4)."""
    return or_(Proposal.item_id.is_(None), Proposal.opened_at.is_not(None))


def _listed() -> Select[Any]:
    return (
        select(Proposal)
        .options(*in_line())
        .order_by(Proposal.state_entered_at.desc(), Proposal.id.desc())
    )


def titles_of(session: Session, proposals: Collection[int]) -> dict[int, str]:
    """By id."""
    titles = select(Proposal.id, Proposal.title).where(Proposal.id.in_(proposals))
    return {row.id: row.title for row in session.execute(titles)}


OWN = Narrowing({"proposal": Proposal.id}, Proposal)


def proposals_of_person(person: Person) -> Select[Any]:
    """Those the person leads or is named in, each found by an index."""
    led = select(Proposal.id).where(Proposal.pi_id == person.id)
    named = select(ProposalMember.proposal_id).where(ProposalMember.person_id == person.id)
    return _listed().where(Proposal.id.in_(union_all(led, named)))


def memberships_to_answer(person: Person) -> Select[ProposalMember, Proposal]:
    """Rows of a membership and its proposal, while that can still be submitted; later of who is to
    join its project, until that has ended."""
    return (
        select(ProposalMember, Proposal)
        .join(Proposal, Proposal.id == ProposalMember.proposal_id)
        .where(
            is_answerable(),
            ProposalMember.person_id == person.id,
            ProposalMember.confirmed_at.is_(None),
            ProposalMember.declined_at.is_(None),
        )
        .order_by(ProposalMember.id)
    )


SEALED_HERE = Narrowing({"proposal": Proposal.id}, Proposal, never=("draft",))
RECOMMENDED_HERE = Narrowing({"proposal": Proposal.id}, Proposal, never=("draft", "unit_review"))
"""What the lists of a unit and of a recommender are narrowed by."""


def proposals_of_unit(person: Person) -> Select[Any]:
    """Those of the units the person administers; drafts are the leader's own affair."""
    return _listed().where(
        Proposal.lead_unit_id.in_(_seats(person, Role.UNIT_ADMIN)), Proposal.state != "draft"
    )


def proposals_of_jurisdiction(person: Person) -> Select[Any]:
    """Those of units this recommender answers for, once their unit has sealed them."""
    units = select(Organisation.id).where(
        Organisation.recommender_id.in_(_seats(person, Role.RECOMMENDER))
    )
    return _listed().where(
        Proposal.lead_unit_id.in_(units), Proposal.state.not_in(("draft", "unit_review"))
    )


def quotas_of(session: Session, person: Person) -> list[tuple[Call, int, int]]:
    """Calls in which this recommender may recommend so many and no more: how many are, of how
    many."""
    seats = _seats(person, Role.RECOMMENDER)
    running = session.scalars(
        select(Call).where(Call.state.in_(("open", "recommending"))).order_by(Call.close_at)
    )
    limited = [call for call in running if call.rules.get("recommend_most")]
    if not limited:
        return []
    counts = recommended(session, seats, [call.id for call in limited])
    return [(call, counts.get(call.id, 0), call.rules["recommend_most"]) for call in limited]


def proposals_of_call(sight: Sight, call: Call) -> Select[Any]:
    """For the office: everything that has been submitted to a call, but what an official stands
    aside from; by number, and for whoever reads the ranking by rank first."""
    ranked = (Proposal.rank.asc().nulls_last(),) if sight.reads_ranking(call.id) else ()
    return (
        sight.joined("proposal", _listed())
        .where(Proposal.call_id == call.id, Proposal.state != "draft", opened())
        .where(sight.holds("proposal", OFFICE))
        .order_by(None)
        .order_by(*ranked, Proposal.id)
    )


WHOLE = (
    joinedload(Proposal.call).joinedload(Call.programme),
    joinedload(Proposal.pi),
    joinedload(Proposal.lead_unit),
    joinedload(Proposal.technology_field),
    joinedload(Proposal.plan_task).joinedload(PlanTask.programme),
    joinedload(Proposal.item),
)
"""What the page of a proposal shows beside its own columns and parts."""
WHOLE_PROJECT = (
    joinedload(Project.proposal).options(
        *WHOLE, joinedload(Proposal.item).joinedload(Item.demander)
    ),
)
"""The same of the proposal a project came from."""


def load_parts(session: Session, proposal: Proposal, *more: Listed[Any], **given: Any) -> None:
    """All that hangs on a proposal by one statement, with the calendar its guards reckon by and
    what else the page asks for."""
    lists = _lists()
    ask_together(
        session, *lists.values(), *calendars.CALENDAR, *more, proposal=proposal.id, **given
    )
    hang(session, proposal, lists, proposal=proposal.id)


def read_page(session: Session, proposal: Proposal) -> None:
    """The short lists of its own page."""
    about = {"kind": proposal.kind, "case": proposal.id, "proposals": (proposal.id,)}
    load_parts(
        session,
        proposal,
        *(formal.GIVEN, AWAITED, letters.ABOUT, ROWS, SIGNATURES, _PROJECTS),
        *(RECUSALS if proposal.state != "draft" else ()),
        **about,
    )


def read_checked(session: Session, proposal: Proposal) -> None:
    """Those of the page of its formal check."""
    load_parts(session, proposal, formal.GIVEN, AWAITED)


@cache
def _lists() -> dict[str, Listed[Any]]:
    return parts() | {"versions": hanging_on(Proposal.versions, "proposal")}


def projects_of(session: Session, proposals: Sequence[Proposal]) -> dict[int, Project]:
    """What became of those that were awarded, by id of the proposal; one query for them all."""
    if not proposals:
        return {}
    found = _PROJECTS.of(session, proposals=tuple(one.id for one in proposals))
    return {project.proposal_id: project for project in found}


_PROJECTS = Listed(Project, Project.proposal_id.in_(bindparam("proposals", expanding=True)))


def open_calls() -> Select[Any]:
    return select(Call).where(Call.state == "open").order_by(Call.close_at.nulls_last(), Call.id)


def _seats(person: Person, role: Role) -> Select[Any]:
    return select(RoleGrant.organisation_id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role.value,
        RoleGrant.organisation_id.is_not(None),
    )

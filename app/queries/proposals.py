"""Proposals as lists for those who may see them; each list is one query with its page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union_all
from sqlalchemy.orm import Session, joinedload, load_only

from app.models import (
    Call,
    Organisation,
    Person,
    PlanTask,
    Project,
    Proposal,
    ProposalMember,
    ProposalUnit,
)
from app.models.people import RoleGrant
from workflows.roles import Role


def opened() -> ColumnElement[bool]:
    """What exists for others than its own side: a bid does once it has been opened (B4)."""
    return or_(Proposal.item_id.is_(None), Proposal.opened_at.is_not(None))


def _listed() -> Select[Any]:
    return (
        select(Proposal)
        .options(
            joinedload(Proposal.call),
            joinedload(Proposal.pi),
            joinedload(Proposal.lead_unit),
        )
        .order_by(Proposal.state_entered_at.desc(), Proposal.id.desc())
    )


def proposals_of_person(person: Person) -> Select[Any]:
    """Those the person leads or is named in, each found by an index."""
    led = select(Proposal.id).where(Proposal.pi_id == person.id)
    named = select(ProposalMember.proposal_id).where(ProposalMember.person_id == person.id)
    return _listed().where(Proposal.id.in_(union_all(led, named)))


def memberships_to_answer(person: Person) -> Select[Any]:
    return (
        select(ProposalMember)
        .where(
            ProposalMember.person_id == person.id,
            ProposalMember.confirmed_at.is_(None),
            ProposalMember.declined_at.is_(None),
        )
        .order_by(ProposalMember.id)
    )


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


def proposals_of_call(call: Call) -> Select[Any]:
    """For the office: everything that has been submitted to a call, by rank and number."""
    return (
        _listed()
        .where(Proposal.call_id == call.id, Proposal.state != "draft", opened())
        .order_by(None)
        .order_by(Proposal.rank.asc().nulls_last(), Proposal.id)
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
WHOLE_PROJECT = (joinedload(Project.proposal).options(*WHOLE),)
"""The same of the proposal a project came from."""


def load_parts(session: Session, proposal: Proposal) -> None:
    """All that hangs on a proposal, two short lists at a time: their rows side by side are few, and
    three questions are asked instead of seven."""
    pairs = (
        (joinedload(Proposal.metrics), joinedload(Proposal.milestones)),
        (joinedload(Proposal.budget_lines), joinedload(Proposal.attachments)),
        (
            joinedload(Proposal.members),
            joinedload(Proposal.units).joinedload(ProposalUnit.organisation),
        ),
    )
    for pair in pairs:
        query = select(Proposal).options(load_only(Proposal.id), *pair)
        session.scalars(query.where(Proposal.id == proposal.id)).unique().one()


def open_calls() -> Select[Any]:
    return select(Call).where(Call.state == "open").order_by(Call.close_at)


def _seats(person: Person, role: Role) -> Select[Any]:
    return select(RoleGrant.organisation_id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role.value,
        RoleGrant.organisation_id.is_not(None),
    )

"""Where the cases of each kind are read, with the proposal and the call they are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from app.models import (
    Assessment,
    AuditSample,
    Call,
    FeeList,
    IntegrityCase,
    Invitation,
    Item,
    Letter,
    Notice,
    Objection,
    Opinion,
    Project,
    Proposal,
    Race,
    Review,
    ReviewGroup,
    Route,
    Stage,
    Team,
)
from app.queries.sight.names import beside_row, in_title, with_names
from app.services.cases import OF_PROJECT


@dataclass(frozen=True)
class Source:
    """Where the cases of a kind are read: `joined` adds the proposal and the call they are about,
    `whole` loads what their title and workflow need. Each case has its call; it is joined from
    outside, because PostgreSQL leaves such a table alone where no condition speaks of it."""

    joined: Callable[[Select[Any]], Select[Any]]
    whole: tuple[Any, ...] = ()
    mechanism: Any = None
    has_proposal: bool = False
    has_call: bool = True
    knows_item: bool = False

    @property
    def has_item(self) -> bool:
        return self.has_proposal or self.knows_item


def _and_proposal(link: Any) -> tuple[Any, ...]:
    """Options for what leads to a proposal: its call and its lead unit."""
    return (link.options(*in_title()),)


def _with_proposal(query: Select[Any], link: Any) -> Select[Any]:
    return query.join(Proposal, link).outerjoin(Item, Proposal.item_id == Item.id)


def _with_project(query: Select[Any], link: Any) -> Select[Any]:
    return _with_proposal(query.join(Project, link), Project.proposal_id == Proposal.id).outerjoin(
        Call, Proposal.call_id == Call.id
    )


def _of_project(model: Any) -> Source:
    """The source of a kind of case that hangs on a project."""
    return Source(
        lambda q: _with_project(q, model.project_id == Project.id),
        _and_proposal(joinedload(model.project).joinedload(Project.proposal)),
        Call.mechanism_key,
        has_proposal=True,
    )


SOURCES: dict[str, Source] = {
    "call": Source(lambda q: q, mechanism=Call.mechanism_key),
    "proposal": Source(
        lambda q: q.outerjoin(Call, Proposal.call_id == Call.id).outerjoin(
            Item, Proposal.item_id == Item.id
        ),
        in_title(),
        Call.mechanism_key,
        has_proposal=True,
    ),
    "review_group": Source(
        lambda q: q.outerjoin(Call, ReviewGroup.call_id == Call.id), (beside_row(ReviewGroup.call),)
    ),
    "review": Source(
        lambda q: _with_proposal(
            q.join(ReviewGroup, Review.group_id == ReviewGroup.id).outerjoin(
                Call, ReviewGroup.call_id == Call.id
            ),
            Review.proposal_id == Proposal.id,
        ),
        with_names(Review.proposal),
        has_proposal=True,
    ),
    "invitation": Source(
        lambda q: q.join(ReviewGroup, Invitation.group_id == ReviewGroup.id).outerjoin(
            Call, ReviewGroup.call_id == Call.id
        ),
        (joinedload(Invitation.group).options(beside_row(ReviewGroup.call)),),
    ),
    "notice": Source(
        lambda q: q.outerjoin(Call, Notice.call_id == Call.id), (beside_row(Notice.call),)
    ),
    "objection": Source(
        lambda q: _with_proposal(
            q.join(Notice, Objection.notice_id == Notice.id).outerjoin(
                Call, Notice.call_id == Call.id
            ),
            Objection.proposal_id == Proposal.id,
        ),
        _and_proposal(joinedload(Objection.proposal)),
        has_proposal=True,
    ),
    "project": Source(
        lambda q: _with_proposal(q, Project.proposal_id == Proposal.id).outerjoin(
            Call, Proposal.call_id == Call.id
        ),
        _and_proposal(joinedload(Project.proposal)),
        Call.mechanism_key,
        has_proposal=True,
    ),
    "opinion": Source(
        lambda q: _with_project(
            q.join(Assessment, Opinion.assessment_id == Assessment.id),
            Assessment.project_id == Project.id,
        ),
        _and_proposal(
            joinedload(Opinion.assessment)
            .joinedload(Assessment.project)
            .joinedload(Project.proposal)
        ),
        has_proposal=True,
    ),
    "integrity_case": Source(
        lambda q: q,
        (joinedload(IntegrityCase.subject_person), joinedload(IntegrityCase.subject_unit)),
        has_call=False,
    ),
    "item": Source(
        lambda q: q.outerjoin(Call, Item.call_id == Call.id),
        (beside_row(Item.call),),
        knows_item=True,
    ),
    **{kind: Source(lambda q: q, has_call=False) for kind in ("payment_batch", "annual_pool")},
    **{model.kind: _of_project(model) for model in OF_PROJECT},
    "audit_sample": Source(
        lambda q: q.outerjoin(Call, AuditSample.call_id == Call.id),
        (beside_row(AuditSample.call),),
    ),
    "fee_list": Source(
        lambda q: q.outerjoin(Call, FeeList.call_id == Call.id), (beside_row(FeeList.call),)
    ),
    "race": Source(lambda q: q.outerjoin(Call, Race.call_id == Call.id), (beside_row(Race.call),)),
    "stage": Source(
        lambda q: q.outerjoin(Race, Stage.race_id == Race.id).outerjoin(
            Call, Race.call_id == Call.id
        ),
        (joinedload(Stage.race).options(beside_row(Race.call)),),
    ),
    "team": Source(
        lambda q: _with_proposal(q, Team.proposal_id == Proposal.id).outerjoin(
            Call, Proposal.call_id == Call.id
        ),
        (
            *_and_proposal(joinedload(Team.proposal)),
            joinedload(Team.race).options(beside_row(Race.call)),
        ),
        has_proposal=True,
    ),
    "route": Source(
        lambda q: q.outerjoin(Race, Route.race_id == Race.id).outerjoin(
            Call, Race.call_id == Call.id
        ),
        (joinedload(Route.race).options(beside_row(Race.call)),),
    ),
    "letter": Source(lambda q: q, (joinedload(Letter.number),), has_call=False),
}

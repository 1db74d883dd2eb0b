"""Experts as the pages show them: one with everything known, the list with its filters, a draw."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.asked import Listed
from app.models import (
    AssignmentRun,
    AvoidedExpert,
    Call,
    Conflict,
    CreditEntry,
    Expert,
    ExpertTie,
    ExpertUnit,
    GroupProposal,
    Invitation,
    Organisation,
    PanelSeat,
    Person,
    Proposal,
    Review,
    ReviewGroup,
    TechnologyField,
)
from app.plan.fields import placed
from app.services.review.recusal import RECORDED
from workflows.engine.text import Text

_LATEST = 50


def pool(words: str = "", type: str = "") -> Select[Any]:
    """The pool, narrowed by words of a name, unit or keyword, and by type."""
    query = (
        select(Expert)
        .join(Person, Person.id == Expert.person_id)
        .options(
            joinedload(Expert.person),
            selectinload(Expert.units).joinedload(ExpertUnit.organisation),
            selectinload(Expert.absences),
        )
        .order_by(Expert.id)
    )
    if type:
        query = query.where(Expert.type == type)
    if words:
        at = (
            select(ExpertUnit.expert_id)
            .join(Organisation, Organisation.id == ExpertUnit.organisation_id)
            .where(Organisation.name.contains(words, autoescape=True))
        )
        query = query.where(
            or_(
                Person.name.contains(words, autoescape=True),
                Expert.keywords.contains(words, autoescape=True),
                Expert.id.in_(at),
            )
        )
    return query


def available_experts(session: Session) -> Sequence[Expert]:
    """Who can be drawn now."""
    return session.scalars(pool().where(Expert.is_available)).all()


def whole_expert(session: Session, number: int) -> Expert | None:
    return session.scalars(pool().where(Expert.id == number)).first()


def ties_of(session: Session, expert: Expert) -> Sequence[ExpertTie]:
    return session.scalars(
        select(ExpertTie)
        .where(ExpertTie.expert_id == expert.id)
        .options(joinedload(ExpertTie.organisation))
        .order_by(ExpertTie.id.desc())
    ).all()


def credit_of(session: Session, expert: Expert) -> Sequence[CreditEntry]:
    return session.scalars(
        select(CreditEntry)
        .where(CreditEntry.expert_id == expert.id)
        .options(joinedload(CreditEntry.recorded_by))
        .order_by(CreditEntry.id.desc())
    ).all()


def rotation_of(session: Session, expert: Expert) -> Sequence[tuple[PanelSeat, ReviewGroup, Call]]:
    """The latest seats the expert was drawn for, newest first."""
    rows = session.execute(
        select(PanelSeat, ReviewGroup, Call)
        .join(ReviewGroup, ReviewGroup.id == PanelSeat.group_id)
        .join(Call, Call.id == ReviewGroup.call_id)
        .where(PanelSeat.expert_id == expert.id, PanelSeat.is_substitute.is_(False))
        .order_by(PanelSeat.id.desc())
        .limit(_LATEST)
    )
    return [(seat, group, call) for seat, group, call in rows]


def fields_by_catalogue(session: Session) -> list[tuple[int, Text]]:
    """Every technology field with the name of its catalogue, in the order of the plan."""
    rows = session.scalars(select(TechnologyField).order_by(TechnologyField.id))
    return [(field.id, placed(field.catalogue_name, field.name)) for field in rows]


def invitations_of(session: Session, expert: Expert) -> Sequence[Invitation]:
    return session.scalars(
        select(Invitation)
        .where(Invitation.expert_id == expert.id)
        .options(joinedload(Invitation.group).joinedload(ReviewGroup.call))
        .order_by(Invitation.id.desc())
        .limit(_LATEST)
    ).all()


INVITATIONS = Listed(Invitation, Invitation.group_id == bindparam("group"))


def invitations_to(session: Session, group: ReviewGroup) -> dict[int, Invitation]:
    """By expert."""
    return {row.expert_id: row for row in INVITATIONS.of(session, group=group.id)}


def unit_named(session: Session, name: str) -> Organisation | None:
    return session.scalars(select(Organisation).where(Organisation.name == name.strip())).first()


def person_by_mail(session: Session, email: str) -> Person | None:
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).first()


def newest_run(session: Session, group: ReviewGroup) -> AssignmentRun | None:
    return session.scalars(
        select(AssignmentRun)
        .where(AssignmentRun.group_id == group.id)
        .order_by(AssignmentRun.id.desc())
        .limit(1)
    ).first()


def names_of(session: Session, experts: Collection[int]) -> dict[int, str]:
    rows = session.execute(
        select(Expert.id, Person.name)
        .join(Person, Person.id == Expert.person_id)
        .where(Expert.id.in_(experts))
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is known of one expert and one proposal of a group, in words."""

    standing: str
    expert: str
    proposal: str
    rule: str
    evidence: str
    by: str | None
    at: datetime


def conflicts_recorded(session: Session, group: ReviewGroup) -> tuple[list[Recorded], int, int]:
    """Conflicts and waivers among the group's experts, how many pairs declared none, and how many
    have not been asked yet."""
    recorder = aliased(Person)
    rows = session.execute(
        select(Conflict, Person.name, Proposal.title, recorder.name)
        .join(Expert, Expert.id == Conflict.expert_id)
        .join(Person, Person.id == Expert.person_id)
        .join(Proposal, Proposal.id == Conflict.proposal_id)
        .outerjoin(recorder, recorder.id == Conflict.recorded_by_id)
        .where(
            Conflict.proposal_id.in_([item.proposal_id for item in group.items]),
            Conflict.expert_id.in_([seat.expert_id for seat in group.seats]),
        )
        .order_by(Conflict.id)
    ).all()
    known = [
        Recorded(row.standing, expert, proposal, row.rule, row.evidence, by, row.recorded_at)
        for row, expert, proposal, by in rows
        if row.standing != "none_declared"
    ]
    waiting = session.scalar(
        select(func.count(Review.id)).where(Review.group_id == group.id, Review.state == "assigned")
    )
    return known, len(rows) - len(known), waiting or 0


def exclusions_of(group: ReviewGroup, labels: dict[str, Text]) -> list[tuple[int, list[Text]]]:
    """Who of the fixed pool was excluded, with the reasons in words."""
    stored = group.draw.get("snapshot", {}).get("excluded", [])
    return [(number, [labels.get(r, Text(r, r)) for r in reasons]) for number, reasons in stored]


def recusal_begun(session: Session, proposal: Proposal) -> bool:
    """Whether anybody stands aside from the proposal, or was asked to: all an applicant learns."""
    recorded = RECORDED.of(session, proposal=proposal.id)
    stands_aside = any(row.standing != "waived" for row in recorded)
    return stands_aside or bool(_ASKED_ASIDE.of(session, proposal=proposal.id))


_ASKED_ASIDE = Listed(
    AvoidedExpert,
    AvoidedExpert.proposal_id == bindparam("proposal"),
    exists().where(GroupProposal.proposal_id == AvoidedExpert.proposal_id),
)
"""Whom a proposal asked not to be judged by, once it is before a panel."""
RECUSALS = (RECORDED, _ASKED_ASIDE)

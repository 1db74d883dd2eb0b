"""`app.access.roles.roles_on` as conditions on tables: on which cases of a kind a person holds a
role. A test compares the two on every kind of case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.models import (
    Call,
    Expert,
    Fund,
    Letter,
    Notice,
    Objection,
    Organisation,
    PanelSeat,
    Payment,
    Person,
    Project,
    Proposal,
    ProposalMember,
    Race,
    Review,
    ReviewGroup,
    RoleGrant,
    Route,
    Stage,
    Team,
)
from app.services.cases import CASES
from workflows.roles import Role, exclude_each_other

_Condition = ColumnElement[bool]
_LeadUnit = aliased(Organisation)


@dataclass(frozen=True)
class Source:
    """Where the cases of a kind are read: `joined` adds the proposal (with its lead unit) and the
    call they are about, `whole` loads what their title and workflow need."""

    joined: Callable[[Select[Any]], Select[Any]]
    whole: tuple[Any, ...] = ()
    mechanism: Any = None
    has_proposal: bool = False
    has_call: bool = True


def _with_proposal(query: Select[Any], link: Any) -> Select[Any]:
    return query.join(Proposal, link).join(_LeadUnit, Proposal.lead_unit_id == _LeadUnit.id)


def _with_project(query: Select[Any], link: Any) -> Select[Any]:
    return _with_proposal(query.join(Project, link), Project.proposal_id == Proposal.id).join(
        Call, Proposal.call_id == Call.id
    )


SOURCES: dict[str, Source] = {
    "call": Source(lambda q: q, mechanism=Call.mechanism_key),
    "proposal": Source(
        lambda q: q.join(Call, Proposal.call_id == Call.id).join(
            _LeadUnit, Proposal.lead_unit_id == _LeadUnit.id
        ),
        (joinedload(Proposal.call),),
        Call.mechanism_key,
        has_proposal=True,
    ),
    "review_group": Source(
        lambda q: q.join(Call, ReviewGroup.call_id == Call.id), (joinedload(ReviewGroup.call),)
    ),
    "review": Source(
        lambda q: _with_proposal(
            q.join(ReviewGroup, Review.group_id == ReviewGroup.id).join(
                Call, ReviewGroup.call_id == Call.id
            ),
            Review.proposal_id == Proposal.id,
        ),
        (joinedload(Review.proposal).joinedload(Proposal.call),),
        has_proposal=True,
    ),
    "notice": Source(lambda q: q.join(Call, Notice.call_id == Call.id), (joinedload(Notice.call),)),
    "objection": Source(
        lambda q: _with_proposal(
            q.join(Notice, Objection.notice_id == Notice.id).join(Call, Notice.call_id == Call.id),
            Objection.proposal_id == Proposal.id,
        ),
        (joinedload(Objection.proposal).joinedload(Proposal.call),),
        has_proposal=True,
    ),
    "project": Source(
        lambda q: _with_proposal(q, Project.proposal_id == Proposal.id).join(
            Call, Proposal.call_id == Call.id
        ),
        (joinedload(Project.proposal).joinedload(Proposal.call),),
        Call.mechanism_key,
        has_proposal=True,
    ),
    "fund": Source(
        lambda q: _with_project(q, Fund.project_id == Project.id),
        (joinedload(Fund.project).joinedload(Project.proposal).joinedload(Proposal.call),),
        has_proposal=True,
    ),
    "payment": Source(
        lambda q: _with_project(q, Payment.project_id == Project.id),
        (joinedload(Payment.project).joinedload(Project.proposal).joinedload(Proposal.call),),
        has_proposal=True,
    ),
    "payment_batch": Source(lambda q: q, has_call=False),
    "race": Source(lambda q: q.join(Call, Race.call_id == Call.id), (joinedload(Race.call),)),
    "stage": Source(
        lambda q: q.join(Race, Stage.race_id == Race.id).join(Call, Race.call_id == Call.id),
        (joinedload(Stage.race).joinedload(Race.call),),
    ),
    "team": Source(
        lambda q: _with_proposal(q, Team.proposal_id == Proposal.id).join(
            Call, Proposal.call_id == Call.id
        ),
        (joinedload(Team.proposal), joinedload(Team.race).joinedload(Race.call)),
        has_proposal=True,
    ),
    "route": Source(
        lambda q: q.join(Race, Route.race_id == Race.id).join(Call, Race.call_id == Call.id),
        (joinedload(Route.race).joinedload(Race.call),),
    ),
    "letter": Source(lambda q: q, (joinedload(Letter.number),), has_call=False),
}


_BY_NATURE = frozenset(
    {Role.APPLICANT, Role.TEAM_MEMBER, Role.EXPERT, Role.PANEL_CHAIR, Role.OBJECTOR}
)


class Holding:
    """The roles of one person, as conditions on the tables joined by `SOURCES`."""

    def __init__(self, person: Person, grants: Sequence[RoleGrant]) -> None:
        self._me = person.id
        self._grants = grants
        self._granted_roles = {Role(g.role) for g in grants}

    def can_be(self, role: Role) -> bool:
        """Whether the person could hold the role anywhere; keeps the queries short."""
        return role in self._granted_roles or role in _BY_NATURE

    def on(self, kind: str, role: Role) -> _Condition:
        """Of two roles that exclude each other, the one that follows from the case stays; of two
        such grants, neither counts."""
        by_nature = self._by_nature(kind)
        rivals = [c for other, c in by_nature.items() if exclude_each_other(role, other)]
        rivals += [
            self._granted(kind, other)
            for other in sorted(self._granted_roles)
            if exclude_each_other(role, other)
        ]
        granted = and_(self._granted(kind, role), *(not_(rival) for rival in rivals))
        return or_(by_nature.get(role, false()), granted)

    def _granted(self, kind: str, role: Role) -> _Condition:
        return or_(
            false(), *(self._reach(kind, role, g) for g in self._grants if g.role == role.value)
        )

    def _reach(self, kind: str, role: Role, grant: RoleGrant) -> _Condition:
        source = SOURCES[kind]
        if grant.case_kind is not None:
            same: _Condition = CASES[kind].id == grant.case_id
            return same if grant.case_kind == kind else false()
        if grant.organisation_id is not None:
            # No recommender is 0, not NULL, which would make the opposite of this unknown.
            recommender = func.coalesce(_LeadUnit.recommender_id, 0)
            seat = recommender if role is Role.RECOMMENDER else _LeadUnit.id
            return seat == grant.organisation_id if source.has_proposal else false()
        if grant.programme_id is not None:
            return Call.programme_id == grant.programme_id if source.has_call else false()
        return true()

    def _by_nature(self, kind: str) -> dict[Role, _Condition]:
        found: dict[Role, _Condition] = {}
        if SOURCES[kind].has_proposal:
            found[Role.APPLICANT] = Proposal.pi_id == self._me
            found[Role.TEAM_MEMBER] = and_(
                Proposal.pi_id != self._me,
                exists().where(
                    ProposalMember.proposal_id == Proposal.id,
                    ProposalMember.person_id == self._me,
                    ProposalMember.declined_at.is_(None),
                ),
            )
        my_seat = select(Expert.id).where(Expert.person_id == self._me)
        match kind:
            case "review":
                found[Role.EXPERT] = Review.expert_id.in_(my_seat)
            case "review_group":
                chairs = and_(ReviewGroup.chair_id.is_not(None), ReviewGroup.chair_id.in_(my_seat))
                found[Role.PANEL_CHAIR] = chairs
                found[Role.EXPERT] = and_(not_(chairs), _sits(my_seat))
            case "objection":
                found[Role.OBJECTOR] = and_(
                    Objection.objector_person_id.is_not(None),
                    Objection.objector_person_id == self._me,
                )
        return found


def _sits(my_seat: Any) -> _Condition:
    return exists().where(
        PanelSeat.group_id == ReviewGroup.id,
        PanelSeat.expert_id.in_(my_seat),
        PanelSeat.is_substitute.is_(False),
        PanelSeat.left_reason.is_(None),
    )

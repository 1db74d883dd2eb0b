"""`app.access.roles.roles_on` as conditions on tables: on which cases of a kind a person holds a
role. A test compares the two on every kind of case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from app.access.recused import has_conflict, in_group
from app.access.roles import OWN_SIDE
from app.access.wall import INSIDE
from app.models import (
    Acceptance,
    Appeal,
    ArgumentOpinion,
    Assessment,
    AssessmentSeat,
    Call,
    ChangeRequest,
    Expert,
    Fund,
    IntegrityCase,
    Invitation,
    Item,
    Letter,
    Notice,
    Objection,
    Opinion,
    Organisation,
    PanelSeat,
    Payment,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    ProposalMember,
    Race,
    Review,
    ReviewGroup,
    RoleGrant,
    Route,
    Share,
    Stage,
    Suspension,
    Team,
    Tolerance,
)
from app.queries.names import with_names
from app.services.cases import CASES
from workflows.roles import ADMINISTERS, Role, exclude_each_other

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
    knows_item: bool = False

    @property
    def has_item(self) -> bool:
        return self.has_proposal or self.knows_item


def _with_proposal(query: Select[Any], link: Any) -> Select[Any]:
    joined = query.join(Proposal, link).join(_LeadUnit, Proposal.lead_unit_id == _LeadUnit.id)
    return joined.outerjoin(Item, Proposal.item_id == Item.id)


def _with_project(query: Select[Any], link: Any) -> Select[Any]:
    return _with_proposal(query.join(Project, link), Project.proposal_id == Proposal.id).join(
        Call, Proposal.call_id == Call.id
    )


def _of_project(model: Any) -> Source:
    """The source of a kind of case that hangs on a project."""
    return Source(
        lambda q: _with_project(q, model.project_id == Project.id),
        (joinedload(model.project).joinedload(Project.proposal).joinedload(Proposal.call),),
        Call.mechanism_key,
        has_proposal=True,
    )


SOURCES: dict[str, Source] = {
    "call": Source(lambda q: q, mechanism=Call.mechanism_key),
    "proposal": Source(
        lambda q: (
            q.join(Call, Proposal.call_id == Call.id)
            .join(_LeadUnit, Proposal.lead_unit_id == _LeadUnit.id)
            .outerjoin(Item, Proposal.item_id == Item.id)
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
        with_names(Review.proposal),
        has_proposal=True,
    ),
    "invitation": Source(
        lambda q: q.join(ReviewGroup, Invitation.group_id == ReviewGroup.id).join(
            Call, ReviewGroup.call_id == Call.id
        ),
        (joinedload(Invitation.group).joinedload(ReviewGroup.call),),
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
    "milestone": Source(
        lambda q: _with_project(q, ProjectMilestone.project_id == Project.id),
        (
            joinedload(ProjectMilestone.project)
            .joinedload(Project.proposal)
            .joinedload(Proposal.call),
        ),
        Call.mechanism_key,
        has_proposal=True,
    ),
    "opinion": Source(
        lambda q: _with_project(
            q.join(Assessment, Opinion.assessment_id == Assessment.id),
            Assessment.project_id == Project.id,
        ),
        (joinedload(Opinion.assessment).joinedload(Assessment.project),),
        has_proposal=True,
    ),
    "integrity_case": Source(
        lambda q: q,
        (joinedload(IntegrityCase.subject_person), joinedload(IntegrityCase.subject_unit)),
        has_call=False,
    ),
    "item": Source(
        lambda q: q.join(Call, Item.call_id == Call.id),
        (joinedload(Item.call),),
        knows_item=True,
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
    **{
        model.kind: _of_project(model)
        for model in (ChangeRequest, Suspension, Acceptance, Appeal, Tolerance, Share)
    },
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
    {
        Role.APPLICANT,
        Role.TEAM_MEMBER,
        Role.EXPERT,
        Role.NODE_EXPERT,
        Role.PANEL_CHAIR,
        Role.OBJECTOR,
        Role.RESPONDENT,
        Role.DEMANDER,
        Role.PARTNER_FINANCE,
    }
)


class Holding:
    """The roles of one person, as conditions on the tables joined by `SOURCES`."""

    def __init__(self, person: Person, grants: Sequence[RoleGrant]) -> None:
        self._me = person.id
        self._has_conflict = has_conflict(person)
        self._my_unit = person.organisation_id
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
        if role in ADMINISTERS:
            rivals.append(self._rests(kind))
        granted = and_(self._granted(kind, role), *(not_(rival) for rival in rivals))
        held = or_(by_nature.get(role, false()), granted)
        if role in OWN_SIDE or not SOURCES[kind].has_proposal:
            return held
        return and_(held, or_(Proposal.item_id.is_(None), Proposal.opened_at.is_not(None)))

    def _rests(self, kind: str) -> _Condition:
        """Where the person has a conflict; a panel is about all of its proposals."""
        if SOURCES[kind].has_proposal:
            return self._has_conflict
        if kind != "review_group":
            return false()
        here = select(Proposal.id).where(
            Proposal.id.in_(in_group(ReviewGroup.id)), self._has_conflict
        )
        return exists(here.correlate(ReviewGroup))

    def _granted(self, kind: str, role: Role) -> _Condition:
        reached = or_(
            false(), *(self._reach(kind, role, g) for g in self._grants if g.role == role.value)
        )
        return and_(reached, self._inside(role)) if kind == IntegrityCase.kind else reached

    def _inside(self, role: Role) -> _Condition:
        """`app.access.wall` as a condition."""
        if role is Role.SYS_ADMIN:  # looks after letters that failed, and reads no case
            return true()
        if role not in INSIDE and role is not Role.DECISION_MAKER:
            return false()
        mine = [func.coalesce(IntegrityCase.subject_person_id, 0) == self._me]
        if self._my_unit is not None:
            mine.append(func.coalesce(IntegrityCase.subject_unit_id, 0) == self._my_unit)
        referred = true() if role in INSIDE else IntegrityCase.referred_at.is_not(None)
        return and_(referred, not_(or_(*mine)))

    def _answers(self) -> _Condition:
        units = self._units_of(Role.UNIT_ADMIN)
        return and_(
            IntegrityCase.served_at.is_not(None),
            or_(
                func.coalesce(IntegrityCase.subject_person_id, 0) == self._me,
                func.coalesce(IntegrityCase.subject_unit_id, 0).in_(units),
            ),
        )

    def _units_of(self, role: Role) -> set[int]:
        """Where the person holds this role without an end."""
        return {
            g.organisation_id
            for g in self._grants
            if g.role == role.value and g.ends_at is None and g.organisation_id
        }

    def _reach(self, kind: str, role: Role, grant: RoleGrant) -> _Condition:
        source = SOURCES[kind]
        if grant.case_kind is not None:
            same: _Condition = CASES[kind].id == grant.case_id
            return same if grant.case_kind == kind else false()
        if grant.organisation_id is not None and role is Role.DEMANDER:
            return Item.demander_id == grant.organisation_id if source.has_item else false()
        if grant.organisation_id is not None:
            # No recommender is 0, not NULL, which would make the opposite of this unknown.
            recommender = func.coalesce(_LeadUnit.recommender_id, 0)
            seat = recommender if role is Role.RECOMMENDER else _LeadUnit.id
            if role is Role.UNIT_FINANCE and kind == Payment.kind:
                seat = Payment.payee_id
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
        if SOURCES[kind].has_item:
            mine = func.coalesce(Item.contact_id, 0) == self._me
            found[Role.DEMANDER] = and_(mine, *(not_(c) for c in found.values()))
        my_seat = select(Expert.id).where(Expert.person_id == self._me)
        match kind:
            case "review":
                found[Role.EXPERT] = Review.expert_id.in_(my_seat)
            case "invitation":
                found[Role.EXPERT] = Invitation.expert_id.in_(my_seat)
            case "review_group":
                chairs = and_(ReviewGroup.chair_id.is_not(None), ReviewGroup.chair_id.in_(my_seat))
                found[Role.PANEL_CHAIR] = chairs
                found[Role.EXPERT] = and_(not_(chairs), _sits(my_seat))
            case "share":
                found[Role.PARTNER_FINANCE] = Share.unit_id.in_(self._units_of(Role.UNIT_FINANCE))
            case "integrity_case":
                found[Role.RESPONDENT] = self._answers()
            case "item":
                found[Role.EXPERT] = exists().where(
                    ArgumentOpinion.item_id == Item.id, ArgumentOpinion.expert_id.in_(my_seat)
                )
            case "milestone" | "acceptance":
                chairs = _assesses(kind, my_seat, as_chair=True)
                sits = _assesses(kind, my_seat, as_chair=False)
                found[Role.PANEL_CHAIR] = chairs
                found[Role.NODE_EXPERT] = and_(not_(chairs), sits)
            case "opinion":
                found[Role.NODE_EXPERT] = Opinion.expert_id.in_(my_seat)
                found[Role.PANEL_CHAIR] = and_(
                    Assessment.chair_id.is_not(None), Assessment.chair_id.in_(my_seat)
                )
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


def _assesses(kind: str, my_seat: Any, *, as_chair: bool) -> _Condition:
    """Whether one's seat is on the panel that assesses this case."""
    panel = exists().where(Assessment.about_kind == kind, Assessment.about_id == CASES[kind].id)
    if as_chair:
        return panel.where(Assessment.chair_id.in_(my_seat))
    return panel.where(
        AssessmentSeat.assessment_id == Assessment.id,
        AssessmentSeat.expert_id.in_(my_seat),
        AssessmentSeat.left_reason == "",
    )

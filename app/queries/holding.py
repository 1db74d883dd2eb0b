"""`app.access.roles.roles_on` as conditions on tables: on which cases of a kind a person holds a
role. A test compares the two on every kind of case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true

from app.access.recused import has_conflict, in_group
from app.access.roles import OF_PARTNERS, OWN_SIDE
from app.access.wall import INSIDE
from app.models import (
    ArgumentOpinion,
    Assessment,
    AssessmentSeat,
    Call,
    Expert,
    IntegrityCase,
    Invitation,
    Item,
    Objection,
    Opinion,
    PanelSeat,
    Payment,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    ProposalMember,
    Review,
    ReviewGroup,
    RoleGrant,
    Share,
)
from app.queries.sources import SOURCES, LeadUnit
from app.services.cases import CASES
from workflows.roles import ADMINISTERS, Role, exclude_each_other

_Condition = ColumnElement[bool]


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
        Role.PARTNER_ADMIN,
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
        self._natures: dict[str, dict[Role, _Condition]] = {}
        self._written: dict[tuple[str, frozenset[Role]], _Condition] = {}

    def can_be(self, role: Role) -> bool:
        """Whether the person could hold the role anywhere; keeps the queries short."""
        return role in self._granted_roles or role in _BY_NATURE

    def on(self, kind: str, role: Role) -> _Condition:
        """Of two roles that exclude each other, the one that follows from the case stays; of two
        such grants, neither counts."""
        return self.any_of(kind, {role})

    def any_of(self, kind: str, roles: Set[Role]) -> _Condition:
        """Where the person holds one of these roles."""
        key = kind, frozenset(roles)
        if key not in self._written:
            self._written[key] = self._any_of(kind, roles)
        return self._written[key]

    def _any_of(self, kind: str, roles: Set[Role]) -> _Condition:
        own = self._held(kind, roles, roles & OWN_SIDE)
        others = self._held(kind, roles, roles - OWN_SIDE)
        if SOURCES[kind].has_proposal:
            others = and_(others, or_(Proposal.item_id.is_(None), Proposal.opened_at.is_not(None)))
        return or_(own, others)

    def _held(self, kind: str, asked: Set[Role], roles: Set[Role]) -> _Condition:
        """`roles` are among those asked for. A rival that is asked for itself need not be ruled
        out: whoever holds it holds what was asked."""
        by_nature = self._by_nature(kind)
        held = [by_nature[role] for role in sorted(roles & by_nature.keys())]
        for role in sorted(roles & self._granted_roles):
            rivals = [
                condition
                for other, condition in by_nature.items()
                if exclude_each_other(role, other) and other not in asked
            ]
            rivals += [
                self._granted(kind, other)
                for other in sorted(self._granted_roles - {Role.SYS_ADMIN})
                if exclude_each_other(role, other)
            ]
            if role in ADMINISTERS:
                rivals.append(self._rests(kind))
            held.append(and_(self._granted(kind, role), *(not_(rival) for rival in rivals)))
        return or_(false(), *held)

    def has_grant(self, roles: Iterable[Role]) -> bool:
        """Whether the person holds one of these roles anywhere, by a grant."""
        return bool(self._granted_roles & frozenset(roles))

    def seats(self, role: Role) -> list[int]:
        """The organisations the person holds this role on."""
        return [g.organisation_id for g in self._grants if g.role == role and g.organisation_id]

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
            recommender = func.coalesce(LeadUnit.recommender_id, 0)
            seat = recommender if role is Role.RECOMMENDER else LeadUnit.id
            if role is Role.UNIT_FINANCE and kind == Payment.kind:
                seat = Payment.payee_id
            return seat == grant.organisation_id if source.has_proposal else false()
        if grant.programme_id is not None:
            return Call.programme_id == grant.programme_id if source.has_call else false()
        return true()

    def _by_nature(self, kind: str) -> dict[Role, _Condition]:
        if kind not in self._natures:
            self._natures[kind] = self._found_by_nature(kind)
        return self._natures[kind]

    def _found_by_nature(self, kind: str) -> dict[Role, _Condition]:
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
                for role, granted in OF_PARTNERS.items():
                    found[role] = Share.unit_id.in_(self._units_of(granted))
            case "integrity_case":
                found[Role.RESPONDENT] = self._answers()
            case "item":
                found[Role.EXPERT] = exists().where(
                    ArgumentOpinion.item_id == Item.id, ArgumentOpinion.expert_id.in_(my_seat)
                )
            case "milestone" | "acceptance" | "project" | "change":
                chairs = _assesses(kind, my_seat, as_chair=True)
                sits = _assesses(kind, my_seat, as_chair=False)
                found[Role.PANEL_CHAIR] = chairs
                reads = or_(sits, _called(my_seat)) if kind == "milestone" else sits
                found[Role.NODE_EXPERT] = and_(not_(chairs), reads)
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


def _called(my_seat: Any) -> _Condition:
    """Whether one's seat is on the panel that finds the fault in the project of this milestone."""
    return exists().where(
        Assessment.about_kind == Project.kind,
        Assessment.about_id == ProjectMilestone.project_id,
        AssessmentSeat.assessment_id == Assessment.id,
        AssessmentSeat.expert_id.in_(my_seat),
        AssessmentSeat.left_reason == "",
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

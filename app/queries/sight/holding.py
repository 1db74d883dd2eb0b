"""`app.access.roles.roles_on` as conditions on tables: on which cases of a kind a person holds a
role. A test compares the two on every kind of case."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Set
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Select, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import Session

from app.access.grants import live_grants
from app.access.recused import PROPOSALS_OF, takes_part
from app.access.roles import FEE_KEEPERS, OF_PARTNERS, OFFICE, OWN_SIDE, PANEL_KEEPERS
from app.access.wall import INSIDE, concerning
from app.models import (
    Assessment,
    Call,
    ChangeRequest,
    FeeList,
    IntegrityCase,
    Invitation,
    Item,
    Objection,
    Opinion,
    Organisation,
    Payment,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    Race,
    Review,
    ReviewGroup,
    Share,
)
from app.queries.sight.conditions import Condition, among, both, either, is_never, unless
from app.queries.sight.sources import SOURCES
from app.queries.sight.standing import Grant, Standing, standing_of
from app.services.cases import CASES
from app.services.races import presiding, retesting
from workflows.roles import ADMINISTERS, Role, exclude_each_other

T = TypeVar("T")

_ANYBODYS = frozenset({Role.APPLICANT, Role.OBJECTOR, Role.RESPONDENT, Role.DEMANDER})
READERS_KEPT = 16
"""Each takes up to a megabyte."""
_OF_EXPERTS = frozenset({Role.EXPERT, Role.NODE_EXPERT, Role.PANEL_CHAIR})


class Holding:
    """The roles of one person, as conditions on the tables joined by `SOURCES`. They follow from
    what is given here and from nothing else, and writing them is half of what a search costs: a
    process keeps those of the readers it served last."""

    def __init__(
        self, me: int, my_unit: int | None, grants: tuple[Grant, ...], standing: Standing
    ) -> None:
        self._me = me
        self._standing = standing
        self._has_conflict = either(among(Proposal.id, standing.of("aside")), takes_part(my_unit))
        self.my_unit = my_unit
        self._grants = grants
        self._granted_roles = {Role(g.role) for g in grants}
        self._natures: dict[str, dict[Role, Condition]] = {}
        self._written: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, session: Session, person: Person, now: datetime) -> Holding:
        grants = tuple(map(Grant.of, live_grants(session, person, now)))
        in_office = any(Role(grant.role) in OFFICE | {Role.FINANCE} for grant in grants)
        standing = standing_of(session, person, in_office=in_office)
        return _kept(person.id, person.organisation_id, grants, standing)

    @property
    def in_pool(self) -> frozenset[int]:
        """The person as an expert of the pool."""
        return self._standing.of("expert")

    def can_be(self, role: Role) -> bool:
        """Whether the person could hold the role anywhere; keeps the queries short."""
        if role in self._granted_roles or role in _ANYBODYS:
            return True
        if role is Role.TEAM_MEMBER:
            return bool(self._standing.of("member"))
        if role in OF_PARTNERS:
            return bool(self._units_of(OF_PARTNERS[role]))
        return role in _OF_EXPERTS and bool(self._standing.of("expert"))

    def on(self, kind: str, role: Role) -> Condition:
        """Of two roles that exclude each other, the one that follows from the case stays; of two
        such grants, neither counts."""
        return self.any_of(kind, {role})

    def any_of(self, kind: str, roles: Set[Role]) -> Condition:
        """Where the person holds one of these roles."""
        key = kind, frozenset(roles)
        return self.written(key, lambda: self._any_of(kind, roles))

    def written(self, key: Hashable, write: Callable[[], T]) -> T:
        """What follows from the roles of this person alone: written once and kept with them."""
        if key not in self._written:
            self._written[key] = write()
        found: T = self._written[key]
        return found

    def _any_of(self, kind: str, roles: Set[Role]) -> Condition:
        own = self._held(kind, roles, roles & OWN_SIDE)
        others = self._held(kind, roles, roles - OWN_SIDE)
        if SOURCES[kind].has_proposal:
            others = both(others, or_(Proposal.item_id.is_(None), Proposal.opened_at.is_not(None)))
        return either(own, others)

    def _held(self, kind: str, asked: Set[Role], roles: Set[Role]) -> Condition:
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
            held.append(both(self._granted(kind, role), *map(unless, rivals)))
        return either(*held)

    @property
    def _reading(self) -> list[Grant]:
        """Whoever keeps the system running reads no case for that."""
        return [grant for grant in self._grants if grant.role != Role.SYS_ADMIN.value]

    @property
    def is_wide(self) -> bool:
        """Whether the person reads the cases of a programme or all of them: very many, then."""
        return any(
            grant.case_kind is None and grant.organisation_id is None for grant in self._reading
        )

    def ways(self, kind: str) -> list[Select[Any]]:
        """Numbers of the cases of a kind, one that comes from proposals, on which the person may
        hold a role, for each way that leads there: each is found by an index."""
        reached = (self._reach(kind, Role(grant.role), grant) for grant in self._reading)
        numbers = SOURCES[kind].joined(select(CASES[kind].id))
        # Of a house without items PostgreSQL knows by this that no proposal has one.
        claimed = Proposal.item_id.is_not(None)
        natures = self._by_nature(kind).items()
        by_nature = (both(claimed, w) if role is Role.DEMANDER else w for role, w in natures)
        ways = (*by_nature, *reached)
        return [numbers.where(way) for way in ways if not is_never(way)]

    def has_grant(self, roles: Iterable[Role]) -> bool:
        """Whether the person holds one of these roles anywhere, by a grant."""
        return bool(self._granted_roles & frozenset(roles))

    def seats(self, role: Role) -> list[int]:
        """The organisations the person holds this role on."""
        return [g.organisation_id for g in self._grants if g.role == role and g.organisation_id]

    def _rests(self, kind: str) -> Condition:
        """Where the person has a conflict, with one of several proposals where a case is about
        them all."""
        if SOURCES[kind].has_proposal:
            return self._has_conflict
        if kind not in PROPOSALS_OF or is_never(self._has_conflict):
            return false()
        model = CASES[kind]
        about = PROPOSALS_OF[kind](model).correlate(model)
        here = select(Proposal.id).where(Proposal.id.in_(about), self._has_conflict)
        return exists(here.correlate(model))

    def _granted(self, kind: str, role: Role) -> Condition:
        if kind == FeeList.kind and role not in FEE_KEEPERS:
            return false()
        grants = (grant for grant in self._grants if grant.role == role.value)
        reached = either(*(self._reach(kind, role, grant) for grant in grants))
        if kind in (Review.kind, Invitation.kind) and role in OFFICE - PANEL_KEEPERS:
            return both(reached, ReviewGroup.state == "locked")
        return both(reached, self._inside(role)) if kind == IntegrityCase.kind else reached

    def _inside(self, role: Role) -> Condition:
        """`app.access.wall` as a condition."""
        if role is Role.SYS_ADMIN:  # looks after letters that failed, and reads no case
            return true()
        if role not in INSIDE and role is not Role.DECISION_MAKER:
            return false()
        referred = true() if role in INSIDE else IntegrityCase.referred_at.is_not(None)
        return both(referred, not_(concerning(self._me, self.my_unit)))

    def _answers(self) -> Condition:
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

    def _reach(self, kind: str, role: Role, grant: Grant) -> Condition:
        source = SOURCES[kind]
        if grant.case_kind is not None:
            same: Condition = CASES[kind].id == grant.case_id
            return same if grant.case_kind == kind else false()
        if grant.organisation_id is not None and role is Role.DEMANDER:
            return Item.demander_id == grant.organisation_id if source.has_item else false()
        if grant.organisation_id is not None:
            if role is Role.UNIT_FINANCE and kind == Payment.kind:
                return Payment.payee_id == grant.organisation_id
            return self._of_unit(role, grant.organisation_id) if source.has_proposal else false()
        if grant.programme_id is not None:
            return Call.programme_id == grant.programme_id if source.has_call else false()
        return true()

    def _of_unit(self, role: Role, seat: int) -> Condition:
        if role is not Role.RECOMMENDER:
            return Proposal.lead_unit_id == seat
        recommended = select(Organisation.id).where(Organisation.recommender_id == seat)
        return Proposal.lead_unit_id.in_(recommended)

    def _by_nature(self, kind: str) -> dict[Role, Condition]:
        """Roles the person may have there, and when."""
        if kind not in self._natures:
            found = self._found_by_nature(kind).items()
            self._natures[kind] = {role: when for role, when in found if not is_never(when)}
        return self._natures[kind]

    def _found_by_nature(self, kind: str) -> dict[Role, Condition]:
        return self._as_party(kind) | self._of_kind(kind)

    def _as_party(self, kind: str) -> dict[Role, Condition]:
        """Of the proposal or the item that the case is about."""
        found: dict[Role, Condition] = {}
        if SOURCES[kind].has_proposal:
            found[Role.APPLICANT] = Proposal.pi_id == self._me
            member = among(Proposal.id, self._standing.of("member"))
            found[Role.TEAM_MEMBER] = both(Proposal.pi_id != self._me, member)
        if SOURCES[kind].has_item:
            # Known also where no item is joined; and IS NOT NULL lets PostgreSQL begin with items.
            mine = and_(Item.contact_id.is_not(None), func.coalesce(Item.contact_id, 0) == self._me)
            found[Role.DEMANDER] = both(mine, *map(unless, found.values()))
        return found

    def _of_kind(self, kind: str) -> dict[Role, Condition]:
        """What cases of that kind alone give."""
        found: dict[Role, Condition] = {}
        me_in_pool = self._standing.of("expert")
        match kind:
            case "review" | "invitation":
                found[Role.EXPERT] = among(CASES[kind].expert_id, me_in_pool)
            case "review_group":
                found[Role.PANEL_CHAIR] = chairs = among(
                    ReviewGroup.id, self._standing.of("chairs")
                )
                sits = self._standing.of("sits")
                found[Role.EXPERT] = both(unless(chairs), among(ReviewGroup.id, sits))
            case "team":
                found[Role.PANEL_CHAIR] = retesting.signed_by_chair(self._standing.of("chairs"))
            case "race":
                found[Role.PANEL_CHAIR] = presiding.presided(self._standing.of("chairs"), Race.id)
            case "share":
                for role, granted in OF_PARTNERS.items():
                    found[role] = among(Share.unit_id, self._units_of(granted))
            case "integrity_case":
                found[Role.RESPONDENT] = self._answers()
            case "item":
                found[Role.EXPERT] = among(Item.id, self._standing.of("argues"))
            case "milestone" | "acceptance" | "project" | "change":
                presides = among(CASES[kind].id, self._standing.of("presides", kind))
                found[Role.PANEL_CHAIR] = presides
                found[Role.NODE_EXPERT] = both(unless(presides), self._reads_milestones(kind))
                if kind == ChangeRequest.kind:
                    asked = func.coalesce(ChangeRequest.asked_unit_id, 0)  # as of a chair
                    found[Role.PARTNER_ADMIN] = among(asked, self._units_of(Role.UNIT_ADMIN))
            case "opinion":
                found[Role.NODE_EXPERT] = among(Opinion.expert_id, me_in_pool)
                # No chair is 0, not NULL, which would make the opposite of this unknown.
                chair = func.coalesce(Assessment.chair_id, 0)
                found[Role.PANEL_CHAIR] = among(chair, me_in_pool)
            case "objection":
                found[Role.OBJECTOR] = and_(
                    Objection.objector_person_id.is_not(None),
                    Objection.objector_person_id == self._me,
                )
        return found

    def _reads_milestones(self, kind: str) -> Condition:
        """Whose seat is on the panel of the case; of a milestone also whose seat is on the panel
        that finds the fault in its project."""
        assesses = among(CASES[kind].id, self._standing.of("assesses", kind))
        if kind != ProjectMilestone.kind:
            return assesses
        called = self._standing.of("assesses", Project.kind)
        return either(assesses, among(ProjectMilestone.project_id, called))


_kept = lru_cache(maxsize=READERS_KEPT)(Holding)

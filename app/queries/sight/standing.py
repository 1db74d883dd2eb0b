"""What follows for one person from the cases themselves: seats, chairs, memberships, recusals.

They are few for anybody, however large the house is. So they are asked once, by index, and stand
as numbers in the conditions of `Holding`; of what a person has none, no condition speaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, literal, select, union_all
from sqlalchemy.orm import Session

from app.access.recused import keep_aside, of_unit
from app.asked import once
from app.models import (
    ArgumentOpinion,
    Assessment,
    AssessmentSeat,
    Expert,
    OfficialRecusal,
    PanelSeat,
    Person,
    ProposalMember,
    Review,
    ReviewGroup,
    RoleGrant,
)
from app.models.reviews import READS


class Grant(NamedTuple):
    """What of a live one the conditions of `Holding` speak of."""

    role: str
    organisation_id: int | None
    programme_id: int | None
    case_kind: str | None
    case_id: int | None
    ends_at: datetime | None

    @classmethod
    def of(cls, row: RoleGrant) -> Grant:
        return cls(*(getattr(row, name) for name in cls._fields))


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers by what the person is there: `member` of proposals or `aside` from them, an `expert`
    of the pool, who `argues` about items, who `sits` in review groups or `chairs` them; and who,
    by kind of case, `assesses` it in a panel or `presides` there."""

    found: Mapping[tuple[str, str], frozenset[int]]

    def __hash__(self) -> int:
        return hash(frozenset(self.found.items()))

    def of(self, what: str, kind: str = "") -> frozenset[int]:
        return self.found.get((what, kind), frozenset())


def standing_of(session: Session, person: Person, *, in_office: bool) -> Standing:
    """Of somebody of the office it is read along from what they stand aside, as its lists ask."""
    return once(session, ("standing", person.id), lambda: _ask(session, person, in_office))


def _ask(session: Session, person: Person, in_office: bool) -> Standing:
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    given = {"me": person.id, "unit": person.organisation_id if in_office else None}
    for what, kind, number in session.execute(_ASKED, given):
        found[what, kind].add(number)
    theirs = found.pop(("of unit", ""), set())
    if in_office:
        keep_aside(session, person, found.get(("aside", ""), set()) | theirs)
    return Standing({key: frozenset(numbers) for key, numbers in found.items()})


def _parts(me: Any) -> Iterator[Select[Any]]:
    yield _part("member", ProposalMember.proposal_id).where(
        ProposalMember.person_id == me, ProposalMember.declined_at.is_(None)
    )
    yield _part("aside", OfficialRecusal.proposal_id).where(OfficialRecusal.person_id == me)
    mine = Expert.person_id == me
    yield _part("expert", Expert.id).where(mine)
    argues = _part("argues", ArgumentOpinion.item_id).where(
        mine, ArgumentOpinion.left_reason.is_(None)
    )
    yield argues.join(Expert, Expert.id == ArgumentOpinion.expert_id)
    sits = _part("sits", PanelSeat.group_id).join(Expert, Expert.id == PanelSeat.expert_id)
    reads = exists().where(
        Review.group_id == PanelSeat.group_id,
        Review.expert_id == PanelSeat.expert_id,
        Review.state.in_(READS),
    )
    called = PanelSeat.is_substitute.is_(False) | reads
    yield sits.where(mine, called, PanelSeat.left_reason.is_(None))
    chairs = _part("chairs", ReviewGroup.id).join(Expert, Expert.id == ReviewGroup.chair_id)
    yield chairs.where(mine)
    about = Assessment.about_id, Assessment.about_kind
    presides = _part("presides", *about).join(Expert, Expert.id == Assessment.chair_id)
    yield presides.where(mine)
    seats = _part("assesses", *about).join(AssessmentSeat).join(Expert)
    yield seats.where(mine, AssessmentSeat.left_reason == "")
    for theirs in of_unit(bindparam("unit")):
        yield _part("of unit", *theirs.subquery().c)


def _part(what: str, number: Any, kind: Any = "") -> Select[Any]:
    return select(literal(what), literal(kind) if isinstance(kind, str) else kind, number)


_ASKED = union_all(*_parts(bindparam("me")))

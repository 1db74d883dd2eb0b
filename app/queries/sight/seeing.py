"""Which cases exist for a reader, as conditions on the tables: what `app.access` and the guards of
their pages let this person open, and what anybody may. Tests compare the two on every kind.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, false, or_, select, true
from sqlalchemy.orm import Session

from app.access.roles import (
    OFFICE,
    OFFICE_LETTER_READERS,
    RANKING_READERS,
    UNORDERED,
    WRITERS,
    reading_letters,
)
from app.asked import once
from app.models import (
    Call,
    Item,
    Letter,
    Notice,
    Organisation,
    Person,
    Project,
    Proposal,
    Race,
    Suspension,
)
from app.queries.calls.portal import PUBLIC_NOTICES, is_public
from app.queries.calls.results import is_published
from app.queries.letters import about_one
from app.queries.race.races import BEFORE_POSTING
from app.queries.sight.conditions import Condition, both, either, is_always, unless
from app.queries.sight.holding import Holding
from app.queries.sight.near import conditions_near
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES
from workflows.parts.letter import LETTERS, WALLED
from workflows.phases.late_money import CALL_OVER
from workflows.roles import SYSTEM_ROLES, Role

T = TypeVar("T")

IN_BUSINESS = frozenset(Role) - SYSTEM_ROLES - {Role.SYS_ADMIN}
"""Whoever keeps the system running reads no case but a letter that failed."""

PUBLIC_ONLY = frozenset({"result", "notice"})
"""What is listed as everybody reads it: a project's public page, and notices, whose other page is
for those who run them."""

_STAFF = OFFICE | {Role.FINANCE}
_POOL = frozenset({Role.EXPERT_MANAGER, Role.SUPERVISOR})
_IS_FOR_OFFICE = Letter.letter_kind.in_(
    bindparam(
        "letters_for_office",
        sorted(key for key, kind in LETTERS.items() if kind.is_for_office),
        expanding=True,
    )
)
"""By name, so that a search which asks it of every kind of case sends the list once."""


class Sight:
    """What one person sees; without a person, what the public sees."""

    def __init__(self, session: Session, person: Person | None, now: datetime) -> None:
        self._session, self._person = session, person
        self._holding = Holding.of(session, person, now) if person is not None else None
        self._reads_ranking: dict[int, bool] = {}

    @property
    def is_wide(self) -> bool:
        """Whether the person holds a role on very many cases."""
        return self._holding is not None and self._holding.is_wide

    def reads_ranking(self, call: int) -> bool:
        """Whether the person may know the places in this call; of call 0, in any."""
        if self._holding is None or not self._holding.has_grant(RANKING_READERS):
            return False
        if call and call not in self._reads_ranking:
            held = self.holds("call", RANKING_READERS)
            there = select(Call.id).where(Call.id == call, held)
            self._reads_ranking[call] = is_always(held) or self._session.scalar(there) is not None
        return call == 0 or self._reads_ranking[call]

    def joined(self, kind: str, query: Select[Any]) -> Select[Any]:
        """With the tables that `inside` and `outside` speak of."""
        kind = Project.kind if kind == "result" else kind
        return SOURCES[kind].joined(query) if kind in SOURCES else query

    def there(self, kind: str) -> Condition:
        """Which cases exist for the person in a list."""
        outside = self.outside(kind)
        return outside if kind in PUBLIC_ONLY else either(self.inside(kind), outside)

    def holds(self, kind: str, roles: frozenset[Role]) -> Condition:
        """On which cases the person holds one of these roles."""
        return self._holding.any_of(kind, roles) if self._holding is not None else false()

    def inside(self, kind: str) -> Condition:
        """Whose own page, with what is not public, the person may open."""
        holding = self._holding
        if holding is None:
            return false()
        return holding.written(("inside", kind), lambda: _inside(holding, kind))

    def written(self, key: Hashable, write: Callable[[], T]) -> T:
        """What follows from the person's roles and from nothing else, written once. Whoever has
        few cases has it written anew, with those; and so has anybody."""
        wide = self._holding if self.is_wide else None
        return wide.written(key, write) if wide is not None else write()

    def near(self, kind: str) -> Condition:
        """Met by every case of which `inside` is true. It keeps whoever has few cases of a kind
        from looking through those of others."""
        holding, session = self._holding, self._session
        if holding is None or self._person is None:
            return true()
        question = "near", self._person.id
        return once(session, question, lambda: conditions_near(session, holding)).get(kind, true())

    def outside(self, kind: str) -> Condition:
        """Whose public page anybody may open."""
        match kind:
            case "call":
                return is_public()
            case "item":
                return Item.round > 0
            case "race":
                return Race.state.not_in(BEFORE_POSTING)
            case "result":
                return is_published()
            case "notice":
                return Notice.state.in_(PUBLIC_NOTICES)
            case "letter":
                return and_(Letter.is_public, Letter.state == "filed")
        return false()


def _inside(holding: Holding, kind: str) -> Condition:
    match kind:
        case "call":
            over = both(Call.state.in_(CALL_OVER), holding.any_of(kind, frozenset({Role.FINANCE})))
            return either(holding.any_of(kind, OFFICE), over)
        case "race":
            return holding.any_of(kind, OFFICE | {Role.FINANCE})
        case "proposal":
            return _with_drafts(holding, kind, Proposal.state)
        case "item":
            return _with_drafts(holding, kind, Item.state)
        case "suspension":
            unordered = Suspension.state.in_(sorted(UNORDERED))
            told = both(unless(unordered), holding.any_of(kind, IN_BUSINESS))
            return either(told, both(unordered, holding.any_of(kind, OFFICE)))
        case "unit":
            return _units(holding)
        case "expert":
            return true() if holding.has_grant(_POOL) else false()
        case "letter":
            return _letters(holding)
    return holding.any_of(kind, IN_BUSINESS)


def _with_drafts(holding: Holding, kind: str, state: Any) -> Condition:
    """A draft exists for its writers only."""
    return either(
        both(state != "draft", holding.any_of(kind, IN_BUSINESS)),
        both(state == "draft", holding.any_of(kind, WRITERS[kind])),
    )


def _units(holding: Holding) -> Condition:
    if holding.has_grant(_STAFF):
        return true()
    cities = holding.seats(Role.RECOMMENDER)
    own = {*cities, *holding.seats(Role.UNIT_ADMIN), *holding.seats(Role.UNIT_FINANCE)}
    mine = own if holding.my_unit is None else own | {holding.my_unit}
    return or_(Organisation.id.in_(sorted(mine)), Organisation.recommender_id.in_(cities))


def _letters(holding: Holding) -> Condition:
    """Those about a case on which the person holds a role; some are for the office only,
    and for whoever objected."""
    mends = holding.has_grant({Role.SYS_ADMIN}) and not holding.has_grant(_STAFF)
    return either(
        *(_about(holding, kind) for kind in CASES if kind != Letter.kind),
        and_(Letter.state == "failed", Letter.letter_kind.not_in(WALLED)) if mends else false(),
    )


def _about(holding: Holding, kind: str) -> Condition:
    """Of every kind of case and letter, whatever its moves send today: letters outlive the
    definitions that they were sent by."""
    may_read = either(
        both(unless(_IS_FOR_OFFICE), holding.any_of(kind, reading_letters(kind, IN_BUSINESS))),
        both(_IS_FOR_OFFICE, holding.any_of(kind, OFFICE_LETTER_READERS)),
    )
    return both(Letter.about_kind == kind, about_one(kind, may_read))

"""The auditor's search of the history: everything that was done, as far as this reader may know."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.wall import concerning
from app.days import parse_day
from app.models import (
    History,
    IntegrityCase,
    Letter,
    Person,
    Project,
    Proposal,
)
from app.queries.administering.administration import tells_no_secret
from app.queries.sight.aside import no_case_of
from app.queries.stretches import Place, Stretch, stretch_of, values_of
from app.services.cases import CASES
from workflows.engine.calendar import SHANGHAI
from workflows.engine.text import Text
from workflows.registry import WORKFLOWS
from workflows.roles import Role

_SIGNATURE = "sign:"
LOOKED_THROUGH_MOST = 200_000
"""Records."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; whatever is empty asks for nothing. `case` is a number as it stands on
    the case, or the id of a `kind`. `wrong` says of a field why it could not be read."""

    person: str = ""
    kind: str = ""
    case: str = ""
    move: str = ""
    since: str = ""
    until: str = ""
    words: str = ""
    wrong: Mapping[str, Text] = field(default_factory=dict)

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Wanted:
        """As they stand in the address of the page."""
        names = ("person", "kind", "case", "move", "since", "until", "words")
        typed = {name: args.get(name, "").strip() for name in names}
        wrong = {n: _NO_DAY for n in ("since", "until") if typed[n] and _day(typed[n]) is None}
        return cls(**typed, wrong=wrong)


def search(
    wanted: Wanted, reader: Person, roles: frozenset[Role], hidden: Collection[int]
) -> Select[Any]:
    """For `look`; nothing while something typed cannot be read.
    `hidden`: the proposals from which the reader stands aside."""
    query = select(History).options(joinedload(History.actor)).order_by(History.id.desc())
    if wanted.wrong:
        return query.where(false())
    return query.where(*_known_to(reader, hidden), *_asked(wanted, roles))


@dataclass(frozen=True, slots=True)
class Looked:
    """`back_to` is the moment down to which was looked, when older records are not looked through
    yet: the page after this one goes on there."""

    stretch: Stretch[History]
    back_to: datetime | None = None


def look(session: Session, wanted: Wanted, query: Select[Any], place: Place) -> Looked:
    """A stretch of what `search` finds. No index knows names, moves and words: so many records are
    looked through for them at a time, wherever there are more."""
    if wanted.case or not (wanted.person or wanted.move or wanted.words):
        return Looked(stretch_of(session, query, place))
    oldest, newest = _span(session, wanted)
    values = values_of(query, place.key)
    if values is not None and place.backwards:
        end = values[0] + LOOKED_THROUGH_MOST
        stretch = stretch_of(session, query.where(History.id <= end), place)
        goes_on = not stretch.before and end < newest
        return Looked(replace(stretch, before=str(end)) if goes_on else stretch)
    end = (values[0] if values else newest + 1) - LOOKED_THROUGH_MOST
    stretch = stretch_of(session, query.where(History.id >= end), place)
    if stretch.after or end <= oldest:
        return Looked(stretch)
    first = select(History.at).where(History.id >= end).order_by(History.id).limit(1)
    return Looked(replace(stretch, after=str(end)), session.scalar(first))


def _span(session: Session, wanted: Wanted) -> tuple[int, int]:
    """The ids of the oldest and the newest record of the days asked for."""
    oldest, newest = select(func.min(History.id)), select(func.max(History.id))
    if since := _day(wanted.since):
        first = select(History.id).where(History.at >= _midnight(since))
        oldest = first.order_by(History.at, History.id).limit(1)
    if until := _day(wanted.until):
        last = select(History.id).where(History.at < _midnight(until + timedelta(days=1)))
        newest = last.order_by(History.at.desc(), History.id.desc()).limit(1)
    end = session.scalar(newest) or 0
    return session.scalar(oldest) or end + 1, end


def _known_to(reader: Person, hidden: Collection[int]) -> list[ColumnElement[bool]]:
    """No bid before its opening, no case of integrity against oneself or one's unit nor a letter
    of it, and nothing of a proposal from which the reader stands aside."""
    own = select(IntegrityCase.id).where(concerning(reader.id, reader.organisation_id))
    own_letters = select(Letter.id).where(
        Letter.about_kind == IntegrityCase.kind, Letter.about_id.in_(own)
    )
    of_oneself_or_unit = {IntegrityCase.kind: own, Letter.kind: own_letters}
    return [
        tells_no_secret(),
        no_case_of(hidden, History.case_kind, History.case_id),
        *(
            not_(and_(History.case_kind == kind, History.case_id.in_(ids)))
            for kind, ids in of_oneself_or_unit.items()
        ),
    ]


def _asked(wanted: Wanted, roles: frozenset[Role]) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.person:
        asked.append(_by(wanted.person, roles))
    if wanted.kind:
        asked.append(History.case_kind == wanted.kind)
    if wanted.case:
        asked.append(_of_case(wanted.case))
    if wanted.move:
        asked.append(_called(wanted.move))
    if since := _day(wanted.since):
        asked.append(History.at >= _midnight(since))
    if until := _day(wanted.until):
        asked.append(History.at < _midnight(until + timedelta(days=1)))
    asked += [_says(word) for word in wanted.words.split()]
    return asked


def _by(typed: str, roles: frozenset[Role]) -> ColumnElement[bool]:
    """Who objected is for the supervisor alone, so nobody else finds it out by a name."""
    people = select(Person.id).where(
        or_(
            Person.name.contains(typed, autoescape=True),
            Person.email.contains(typed.lower(), autoescape=True),
        )
    )
    by_them = History.actor_id.in_(people)
    if Role.SUPERVISOR in roles:
        return by_them
    return and_(by_them, History.role != Role.OBJECTOR.value)


def _of_case(typed: str) -> ColumnElement[bool]:
    numbered = or_(
        *(
            and_(
                History.case_kind == model.kind,
                History.case_id.in_(select(model.id).where(model.number == typed)),
            )
            for model in (Proposal, Project)
        )
    )
    if typed.isascii() and typed.isdigit() and len(typed) < _ID_DIGITS:
        return or_(History.case_id == int(typed), numbered)
    return numbered


def _called(typed: str) -> ColumnElement[bool]:
    """A move by its name, or by a part of what it is called in either language."""
    part = typed.lower()
    named: list[ColumnElement[bool]] = [History.transition.in_((typed, _SIGNATURE + typed))]
    for workflow in WORKFLOWS:
        names = {
            move.name
            for move in workflow.transitions
            if part in move.label.zh.lower() or part in move.label.en.lower()
        }
        moves = names | {_SIGNATURE + name for name in names}
        if names:
            named.append(and_(History.workflow == workflow.key, History.transition.in_(moves)))
    return or_(*named)


def _says(word: str) -> ColumnElement[bool]:
    """In what was typed with the move, as both databases keep it: JSON in ASCII."""
    spelled = json.dumps(word)[1:-1]
    return cast(History.given, String).icontains(spelled, autoescape=True)


def _day(typed: str) -> date | None:
    try:
        return parse_day(typed)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def kinds() -> tuple[str, ...]:
    return tuple(CASES)


_ID_DIGITS = 10
_NO_DAY = Text("请写成 2026-03-02 这样的日期", "write a date like 2026-03-02")

"""A list narrowed to what its reader asked for in the address of the page: words, a state, and the
programme, the year and the mechanism of the call. Every list is narrowed by this, page and sheet
alike; `narrow` of templates/macros/lists.html draws the fields.

Words are looked for where the search looks (ADR 20), among rows that the list would show anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session, aliased

from app.models import Call, Programme
from app.names import clean_line
from app.numbers import row_number
from app.queries.states import states_of
from app.queries.words import having_words
from workflows.engine.model import State
from workflows.engine.text import Text
from workflows.registry import MECHANISMS

WORDS_MOST = 80
MECHANISM_LABELS: Mapping[str, Text] = {key: one.label for key, one in MECHANISMS.items()}

_FOUND_BY: Mapping[str, Text] = {
    "call": Text("指南名称", "Title of the call"),
    "race": Text("赛题名称", "Title of the race"),
    "proposal": Text("项目、负责人、单位或编号", "Project, leader, unit or number"),
    "project": Text("项目、负责人、单位或编号", "Project, leader, unit or number"),
    "result": Text("项目编号、名称或牵头单位", "Number, title or lead unit of the project"),
    "notice": Text("公示名称", "Title of the notice"),
    "unit": Text("名称、信用代码或所在地", "Name, credit code or city"),
}
_Of = aliased(Call)


@dataclass(frozen=True)
class Narrowing:
    """What one list can be narrowed by. `found`: kinds of cases, by whose words a row is found, and
    the column with the number of each; `written`: a column found by any part of it; `model`: the
    rows that have a state, which is one of `only` these, or `never` one of those; `call`: the
    column with the number of the call."""

    found: Mapping[str, Any] = field(default_factory=dict)
    model: Any = None
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    call: Any = None
    written: Any = None
    said: Text | None = None

    @property
    def label(self) -> Text | None:
        """What the field for words says one may type."""
        return self.said or next((_FOUND_BY[kind] for kind in self.found), None)

    @property
    def states(self) -> Sequence[State]:
        if self.model is None:
            return ()
        of_kind = states_of(self.model.kind)
        shown = self.only or of_kind.keys() - set(self.never)
        return [state for key, state in of_kind.items() if key in shown]

    @property
    def mechanisms(self) -> Mapping[str, Text]:
        return MECHANISM_LABELS if self.call is not None else {}

    def asked(self, args: Mapping[str, str]) -> bool:
        """Whether anything of it is asked for."""
        return any(args.get(name) for name in ("q", "state", "programme", "year", "mechanism"))

    def narrowed(
        self, session: Session, query: Select[Any], args: Mapping[str, str]
    ) -> Select[Any]:
        """What is no state, programme, year or mechanism narrows nothing."""
        query = query.where(*self._in_state(args), *self._of_call(args))
        return query.where(*self._has_words(session, clean_line(args.get("q", ""))[:WORDS_MOST]))

    def _has_words(self, session: Session, typed: str) -> Iterator[ColumnElement[bool]]:
        """Found in several ways, each by an index of its own."""
        ways = [
            way
            for kind, number in self.found.items()
            for way in having_words(session, kind, number, typed)
        ]
        if self.written is not None and typed:
            ways.append(self.written.icontains(typed, autoescape=True))
        if len(ways) > 1:
            alone = (select(self.model.id).where(way).correlate(None) for way in ways)
            yield self.model.id.in_(union_all(*alone))
        else:
            yield from ways

    def _in_state(self, args: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
        chosen = args.get("state", "")
        if chosen in (state.key for state in self.states):
            yield self.model.state == chosen

    def _of_call(self, args: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
        if self.call is None:
            return
        asked = {
            _Of.programme_id: row_number(args.get("programme")),
            _Of.year: row_number(args.get("year")),
            _Of.mechanism_key: args.get("mechanism") if args.get("mechanism") in MECHANISMS else "",
        }
        wanted = [column == value for column, value in asked.items() if value]
        if wanted:
            yield self.call.in_(select(_Of.id).where(*wanted))


def programmes_and_years(
    session: Session, which: ColumnElement[bool]
) -> tuple[Sequence[Programme], Sequence[int]]:
    """What a list may be narrowed to: those of the calls that its reader may see."""
    rows = session.execute(
        select(Programme, Call.year)
        .join(Call, Call.programme_id == Programme.id)
        .where(which)
        .distinct()
        .order_by(Programme.id)
    ).all()
    years = sorted({year for _programme, year in rows}, reverse=True)
    return list({programme.id: programme for programme, _year in rows}.values()), years

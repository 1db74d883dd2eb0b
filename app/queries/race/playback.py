"""The turning points of a race, and how its cases stood after each: read from the history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Case, History, Race, Route, Stage, Team
from app.queries.record.trail import label_of
from app.services.cases import Key, key_of
from app.services.races.moments import Moment, cases_of
from app.services.races.noticing import WITHDRAWN
from workflows.engine.text import Text, listed

_OF_RACE = (
    *(
        "post",
        "close_entries",
        "select_teams",
        "start",
        "cancel",
        "call_off",
        "extend_jointly",
        "extend_all",
    ),
    *(
        "reallocate",
        "adopt_refocus",
        "halt",
        "halt_at_once",
        "resume",
        "lapse",
        "find_solved",
        "enter_rescue",
    ),
    *("open_supplementary_entry", "waive_floor", "end_rescue", "fail_rescue", "choose_rescue"),
    *("open_final", "finish_early", "extend_final", "cross_line", "end_without_finish"),
)
_OF_STAGE = (
    *("call_checkpoint", "publish_result", "decide"),
    *("admit_objection", "settle_objection", *WITHDRAWN),
)
_OF_TEAM = (
    *("join", "revive", "merge", "withdraw", "suspend", "resume", "disqualify"),
    *("uphold_as_held", "uphold_as_advanced", "dismiss_appeal", "retest_pass"),
)
_OF_ROUTE = ("find_infeasible", "pause", "resume")
TURNS = {"race": _OF_RACE, "stage": _OF_STAGE, "team": _OF_TEAM, "route": _OF_ROUTE}
"""What everybody may see of the course of a race: nothing that is only being prepared."""

_REVISED = ("uphold_as_held", "uphold_as_advanced")


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one commit did; `number` is the last move that belongs to it."""

    number: int
    at: datetime
    words: Text


@dataclass(frozen=True, slots=True)
class Playback:
    """The turns, oldest first, and the place of the one that is shown; None shows the present."""

    turns: Sequence[Turn]
    place: int | None
    moment: Moment | None

    @property
    def shown(self) -> Turn | None:
        return None if self.place is None else self.turns[self.place]

    @property
    def earlier(self) -> Turn | None:
        last = len(self.turns) if self.place is None else self.place
        return self.turns[last - 1] if last else None

    @property
    def later(self) -> Turn | None:
        if self.place is None or self.place + 1 == len(self.turns):
            return None
        return self.turns[self.place + 1]


def playback_of(session: Session, race: Race, at: int | None) -> Playback:
    """One query. A number that is no turn of this race shows the present."""
    rows = _moves(session, race)
    cases = {key_of(case): case for case in cases_of(race)}
    turns = [
        _turn([row for row in moves if _is_turn(row)], moves[-1].id, cases)
        for moves in _commits(rows)
        if any(_is_turn(row) for row in moves)
    ]
    place = next((n for n, turn in enumerate(turns) if turn.number == at), None)
    return Playback(turns, place, None if place is None else _moment(rows, turns[place].number))


def _moves(session: Session, race: Race) -> Sequence[History]:
    ids: dict[str, list[int]] = {}
    for kind, number in map(key_of, cases_of(race)):
        ids.setdefault(kind, []).append(number)
    of_race = (
        (History.case_kind == kind) & History.case_id.in_(numbers) for kind, numbers in ids.items()
    )
    return session.scalars(select(History).where(or_(*of_race)).order_by(History.id)).all()


def _commits(rows: Iterable[History]) -> Iterable[list[History]]:
    """What was moved together carries one time."""
    return (list(moves) for _, moves in groupby(rows, key=lambda row: row.at))


def _is_turn(row: History) -> bool:
    return row.transition in TURNS[row.case_kind]


def _turn(moves: Sequence[History], number: int, cases: dict[Key, Case]) -> Turn:
    words = {_words(row, cases[row.case_kind, row.case_id]): None for row in moves}
    return Turn(number, moves[0].at, listed(words))


def _words(row: History, case: Case) -> Text:
    label = label_of(row)
    match case:
        case Team():
            name = Text(f"{case.lane}队", f"Team {case.lane}")
        case Stage():
            name = Text(f"第{case.number}节点", f"Stage {case.number}")
        case Route():
            name = Text(case.name, case.name)
        case _:
            return label
    return Text(f"{name.zh}：{label.zh}", f"{name.en}: {label.en}")


def _is_withdrawn(key: Key, state: str, rows: Sequence[History], upto: int) -> bool:
    """Whether results on notice then were withdrawn later, before they were decided: what they
    were is kept by nothing but the letters and records of that day."""
    if state not in ("notice", "objection"):
        return False
    later = [r.transition for r in rows if r.id > upto and (r.case_kind, r.case_id) == key]
    first = next((name for name in later if name in ("decide", *WITHDRAWN)), None)
    return first in WITHDRAWN


def _moment(rows: Sequence[History], upto: int) -> Moment:
    known = [row for row in rows if row.id <= upto]
    states: dict[Key, str] = {(row.case_kind, row.case_id): row.target for row in known}
    stopped = {r.case_id for r in known if r.transition == "propose_elimination"}
    corrected = {r.case_id for r in rows if r.id > upto and r.transition in _REVISED}
    withdrawn = {key for key, state in states.items() if _is_withdrawn(key, state, rows, upto)}
    states |= dict.fromkeys(withdrawn, "assessing")
    return Moment(states, frozenset(stopped & corrected), upto)

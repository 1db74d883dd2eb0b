"""The history of what was loaded: linked as the door links it, so that it can be verified."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from app.canonical import canonical_json
from app.services.history import record_of
from tests.bench.load.copying import Copied
from tests.bench.load.shape import way_to
from workflows.registry import workflow_for
from workflows.roles import Role

COLUMNS = (
    *("case_kind", "case_id", "transition", "source", "target", "actor_id", "role", "at"),
    *("given", "workflow", "workflow_version", "previous_mac", "mac"),
)
_NUMBER, _AT = 222_222_222, datetime(2222, 2, 2, tzinfo=UTC)
_PERSON = 333_333_333


@dataclass(frozen=True, slots=True)
class _Move:
    """One move of every case of a kind: what its link covers, and its row; both want the case's
    number, who and when, in the order in which they stand there."""

    record: str
    row: str
    by_clock: bool


class Trail:
    def __init__(self, rows: Copied, key: bytes, last_mac: str) -> None:
        self._rows, self._mac = rows, last_mac
        self._begun = hmac.new(key, digestmod=hashlib.sha256)

    def bring(
        self, kind: str, number: int, state: str, person: int, at: str, *, begun: bool = False
    ) -> None:
        """The moves that bring a case, new or begun already, into that state at that moment (with
        microseconds); people's are made by this person."""
        rows = []
        for move in _moves(kind, state)[begun:]:
            who = () if move.by_clock else (person,)
            record = move.record % (*who, at, number)
            before = self._mac
            link = self._begun.copy()
            link.update(f"{before}\n{record}".encode())
            self._mac = link.hexdigest()
            rows.append(move.row % (number, *who, at, before, self._mac))
        self._rows.write("".join(rows), len(rows))


@cache
def _moves(kind: str, state: str) -> tuple[_Move, ...]:
    start = workflow_for(kind, "open_competition").start.key
    begun = _move(kind, "draft", "", start, Role.PUBLIC)
    way = (_move(kind, m.name, at, m.target, min(m.roles)) for m, at in way_to(kind, state))
    return (begun, *way)


def _move(kind: str, name: str, source: str, target: str, role: Role) -> _Move:
    workflow, by_clock = workflow_for(kind, "open_competition"), role is Role.SYSTEM_CLOCK
    row: Any = SimpleNamespace(
        case_kind=kind,
        case_id=_NUMBER,
        transition=name,
        source=source,
        target=target,
        actor_id=None if by_clock else _PERSON,
        role=role.value,
        at=_AT,
        given={},
        workflow=workflow.key,
        workflow_version=workflow.version,
    )
    record = canonical_json(record_of(row)).decode()
    values = "\t".join("{}" if value == {} else str(value) for value in vars(row).values())
    return _Move(_blank(record), f"{_blank(values)}\t%s\t%s\n", by_clock)


def _blank(of: str) -> str:
    for known in (_NUMBER, _PERSON, _AT.isoformat(timespec="microseconds"), _AT):
        of = of.replace(str(known), "%s")
    return of

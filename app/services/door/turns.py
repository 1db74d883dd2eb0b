"""Whose turn it is to write, on PostgreSQL.

A guard counts what others move too (places, limits, money), and what it has counted must still
hold at the commit. So by default movers go one after the other, each alone from before its guards
until its commit. A move that names what it contends for (`Transition.contends_for`) goes beside
others that do, and takes only what it names for itself. Whoever appends to the history holds its
end until the commit, because the chain has one.

Always in this order, so that nobody waits in a circle: the draft that is written, the turn, the row
of the case, what is contended for, the end of the chain.

On SQLite a session that writes holds the one lock from its beginning anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from operator import attrgetter
from zlib import crc32

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from app.models import Case, Proposal
from app.services.cases import key_of, proposal_of
from app.services.eligibility.mergers import together
from workflows.engine.model import Contended

_TURN, _END = 7_031_421, 7_031_422
_DRAFT = 7_031_426
_KINDS = {
    Contended.LEADER: 7_031_423,
    Contended.LEAD_UNIT: 7_031_424,
    Contended.RECOMMENDER: 7_031_425,
}
_NUMBERS: Mapping[Contended, Callable[[Proposal], int]] = {
    Contended.LEADER: attrgetter("pi_id"),
    Contended.LEAD_UNIT: lambda proposal: together(proposal.lead_unit),
    Contended.RECOMMENDER: attrgetter("lead_unit.recommender_id"),
}
_HELD = "turn"


class _Turn(Enum):
    ALONE = "alone"
    BESIDE = "beside"


def write_alone(session: Session, kind: str, number: int) -> None:
    """Nobody else writes what is drafted of this case until the commit, so that of two who save at
    once the second sees what the first has saved; and nobody moves it, so that what is handed in is
    what is stored. Before anything of it is read."""
    case = crc32(f"{kind} {number}".encode()) - 2**31
    _lock(session, f"pg_advisory_xact_lock({_DRAFT}, :case)", case=case)


def wait_for_writers(session: Session, cases: Iterable[Case]) -> None:
    """Of these cases, which are to be moved: whoever saves meanwhile finds them moved. In one order
    for everybody, and not by whose turn it is already, for whom writers may be waiting."""
    if _held(session) is None and not session.in_nested_transaction():
        for kind, number in sorted(map(key_of, cases)):
            write_alone(session, kind, number)


def take_turn(session: Session) -> None:
    """Nobody else moves until the commit."""
    if _held(session) is not _Turn.ALONE:
        _lock(session, f"pg_advisory_xact_lock({_TURN})")
        _keep(session, _Turn.ALONE)


def go_beside(session: Session) -> None:
    """Nobody moves alone until the commit. Within a savepoint, whose end would end it unseen, it
    is a turn alone."""
    if session.in_nested_transaction():
        take_turn(session)
    elif _held(session) is None:
        _lock(session, f"pg_advisory_xact_lock_shared({_TURN})")
        _keep(session, _Turn.BESIDE)


def contend(session: Session, case: Case, contended: Iterable[Contended]) -> None:
    """Until the commit nobody else moves who contends for the same leader, lead unit or
    recommender; units that answer together are one."""
    proposal = proposal_of(case)
    if proposal is None or _held(session) is not _Turn.BESIDE:
        return
    names = sorted(contended)
    if names:
        calls = (f"pg_advisory_xact_lock({_KINDS[name]}, :{name})" for name in names)
        numbers = {name.value: _NUMBERS[name](proposal) for name in names}
        _lock(session, ", ".join(calls), **numbers)


def hold_the_end(session: Session) -> None:
    """Nobody else appends to the history until the commit."""
    if _held(session) is _Turn.BESIDE:
        _lock(session, f"pg_advisory_xact_lock({_END})")
    else:
        take_turn(session)


def _lock(session: Session, calls: str, **numbers: int) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_taking(calls), numbers)


@cache
def _taking(calls: str) -> TextClause:
    return text(f"SELECT {calls}")


def _held(session: Session) -> _Turn | None:
    transaction, held = session.info.get(_HELD, (None, None))
    return held if transaction is not None and transaction is session.get_transaction() else None


def _keep(session: Session, turn: _Turn) -> None:
    if not session.in_nested_transaction():  # what is taken within goes with its rollback
        session.info[_HELD] = (session.get_transaction(), turn)

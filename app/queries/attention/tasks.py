"""What is to be done by somebody about cases that wait for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.models import Case, PendingSignature, Person
from app.queries.sight.holding import Holding
from app.services.cases import case_id, workflow_of
from workflows.driving import task_in
from workflows.engine.text import Text, listed

Key = tuple[str, int]


def tasks_of(
    session: Session, cases: Sequence[Case], person: Person, now: datetime
) -> Mapping[Key, Text]:
    """In words, as far as the definitions tell; nothing is said of a case of which they do not."""
    holding = Holding.of(session, person, now)
    found = {_key(case): _task(case, holding) for case in cases}
    untold = [case for case in cases if found[_key(case)] is None]
    found |= _signatures(session, untold)
    return {key: task for key, task in found.items() if task is not None}


def _task(case: Case, holding: Holding) -> Text | None:
    workflow = workflow_of(case)
    hands = workflow.state(case.state).hands
    mine = frozenset(role for role in hands if holding.can_be(role))
    return task_in(workflow, case.state, mine) if mine else None


def _signatures(session: Session, cases: Sequence[Case]) -> dict[Key, Text]:
    """Cases that wait on nobody by their state wait for who has still to sign a move of theirs."""
    if not cases:
        return {}
    begun: defaultdict[Key, dict[str, None]] = defaultdict(dict)
    keys = tuple_(PendingSignature.case_kind, PendingSignature.case_id)
    query = select(PendingSignature).where(keys.in_([_key(case) for case in cases]))
    for one in session.scalars(query.order_by(PendingSignature.id)):
        begun[one.case_kind, one.case_id][one.transition] = None
    return {
        _key(case): _SIGN.format(moves=listed(_labels(case, begun[_key(case)])))
        for case in cases
        if _key(case) in begun
    }


def _labels(case: Case, moves: Mapping[str, None]) -> list[Text]:
    workflow = workflow_of(case)
    return [workflow.named(name)[0].label for name in moves]


def _key(case: Case) -> Key:
    return case.kind, case_id(case)


_SIGN = Text("会签：{moves}", "Sign as well: {moves}")

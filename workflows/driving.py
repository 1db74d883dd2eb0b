"""What those awaited do: a move of the case itself, or of another case where none of this one is
theirs, as a proposal that is accepted is led on by the start of its panel's review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from workflows.engine.cascades import cascading_to
from workflows.engine.model import Guard, Transition, Workflow
from workflows.engine.text import Text, abridged
from workflows.registry import PARTS, WORKFLOWS
from workflows.roles import SYSTEM_ROLES, Role

_REFUSALS = frozenset({"recused", "declined"})
LEAVING = frozenset({"withdrawn", "lapsed", "delisted", "cancelled", "dissolved", "disqualified"})
LEAVING |= _REFUSALS
"""Where a case goes that leaves its way: it may be somebody's right, and is nobody's task."""
_MOVES_MOST = 4
_FIRST = Text("{lacking}：{moves}", "{lacking}: {moves}")
_ELSEWHERE = Text("在{kind}办理：{moves}", "do this under “{kind}”: {moves}")
_NOT_YET = Text(
    "还没有{kind}，建立后在其中办理：{moves}",
    "there is no “{kind}” yet; once there is one, do this there: {moves}",
)


@dataclass(frozen=True, slots=True)
class Driving:
    """On a case of this kind, by one of these moves."""

    kind: str
    moves: tuple[Text, ...]

    def words(self, *, is_there: bool) -> Text:
        """Where to go; `is_there`: such a case has been begun, and is not over."""
        words, kind = _ELSEWHERE if is_there else _NOT_YET, PARTS[self.kind].label
        return words.format(kind=kind, moves=abridged(self.moves, _MOVES_MOST))


def asks_the_call(workflow: Workflow[Any], state: str) -> bool:
    """Whether it depends on the call what is to be done in this state."""
    return any(g.of_the_call for t in workflow.leaving(state) for g in t.guards)


def task_in(
    workflow: Workflow[Any], state: str, hands: frozenset[Role], parameters: Mapping[str, int]
) -> Text | None:
    """What is to be done on the case itself by these hands, who are awaited in this state: one of
    their moves that the call knows, or what they have to give before others can act."""
    here = workflow.state(state)
    owed = () if hands & here.waits_on else here.first
    lacking = next((_owed(guard) for guard in owed if hands & guard.supplied_by), None)
    moves = _moves(workflow, state, hands, parameters)
    if lacking and moves:
        return _FIRST.format(lacking=lacking, moves=abridged(moves, _MOVES_MOST))
    return lacking or (abridged(moves, _MOVES_MOST) if moves else None)


def _moves(
    workflow: Workflow[Any], state: str, hands: frozenset[Role], parameters: Mapping[str, int]
) -> tuple[Text, ...]:
    """Whoever is asked whether they take part may as well say that they do not."""
    leaving = LEAVING - _REFUSALS if state == workflow.start.key else LEAVING
    own = [t for t in workflow.leaving(state) if hands & _makers(t) and _is_known(t, parameters)]
    on = [t for t in own if t.target not in leaving]
    return tuple(dict.fromkeys(t.label for t in own if t in on or _is_decided_with(t, on)))


def _is_decided_with(move: Transition[Any], others: Sequence[Transition[Any]]) -> bool:
    """Whether it is another outcome of the same decision: the same hands, rules and questions."""
    return any(
        move.guards
        and (move.roles, move.guards, move.asks) == (other.roles, other.guards, other.asks)
        for other in others
    )


def _is_known(move: Transition[Any], parameters: Mapping[str, int]) -> bool:
    return all(g.holds_under(parameters) for g in move.guards if g.of_the_call)


def _owed(guard: Guard[Any]) -> Text:
    """What lacks, without the list of it, which only the facts of a case tell."""
    zh, en = (words.partition("{missing}")[0] for words in (guard.reason.zh, guard.reason.en))
    return Text(zh.rstrip("：。"), en.rstrip(": ."))


def driving(workflow: Workflow[Any], state: str, hands: frozenset[Role]) -> Driving | None:
    """None where those awaited move the case itself, and where it is led on by cases of several
    kinds, so that no one place can be named. What only ends it does not lead it on, nor what
    throws it back where something leads ahead."""
    leaving = workflow.leaving(state)
    if any(hands & _makers(t) for t in leaving):
        return None
    found = [
        (t.target, other.case_kind, move.label)
        for t in leaving
        if not workflow.state(t.target).is_final
        for other, move in _driven_by(workflow.case_kind, t.name, hands)
    ]
    ahead = [row for row in found if state not in _reached_from(workflow, row[0])]
    moves = tuple(dict.fromkeys(label for _, _, label in ahead or found))
    kinds = {kind for _, kind, _ in found}
    return Driving(kinds.pop(), moves) if len(kinds) == 1 else None


def _reached_from(workflow: Workflow[Any], state: str) -> frozenset[str]:
    """Itself and all states that may follow it, however late."""
    reached, fresh = {state}, {state}
    while fresh:
        fresh = {t.target for s in fresh for t in workflow.leaving(s)} - reached
        reached |= fresh
    return frozenset(reached)


def _driven_by(
    kind: str, name: str, hands: frozenset[Role], seen: frozenset[tuple[str, str]] = frozenset()
) -> Iterator[tuple[Workflow[Any], Transition[Any]]]:
    """The moves of these hands which cause this one, also by what others cause in between."""
    for other, move in _causing(kind, name):
        here = (other.case_kind, move.name)
        if hands & _makers(move):
            if move.target not in LEAVING:
                yield other, move
        elif move.roles & SYSTEM_ROLES and here not in seen:
            yield from _driven_by(*here, hands, seen | {here})


@cache
def _causing(kind: str, name: str) -> tuple[tuple[Workflow[Any], Transition[Any]], ...]:
    return cascading_to(WORKFLOWS, kind, name)


def _makers(move: Transition[Any]) -> frozenset[Role]:
    return move.roles.union(move.approvals)

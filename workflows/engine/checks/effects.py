"""What a move causes exists, and can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.engine.checks.fault import Finding, Vocabulary, place
from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition, Workflow
from workflows.roles import SYSTEM_ROLES, Role


def effects_exist(workflow: Workflow[Any], vocabulary: Vocabulary) -> Iterator[Finding]:
    for each in workflow.every_move:
        if each.act not in vocabulary.acts:
            yield "every move", f"there is no act {each.act!r}"
    for t in workflow.transitions:
        for effect in t.effects:
            match effect:
                case Apply(act) if act not in vocabulary.acts:
                    yield place(t), f"there is no act {act!r}"
                case SendLetter(kind) if kind not in vocabulary.letters:
                    yield place(t), f"there is no letter {kind!r}"
                case Notify(message, roles):
                    if message not in vocabulary.messages:
                        yield place(t), f"there is no message {message!r}"
                    if not roles:
                        yield place(t), f"the message {message!r} goes to nobody"
                case Cascade() if not _targets(effect, vocabulary):
                    yield place(t), f"there is no move {effect.kind}.{effect.transition}"


def cascades_can_be_made_below(
    workflow: Workflow[Any], vocabulary: Vocabulary
) -> Iterator[Finding]:
    """A cascade comes in the name of whoever moved above, with what was typed there."""
    for t in workflow.transitions:
        for effect in (e for e in t.effects if isinstance(e, Cascade)):
            for below in _targets(effect, vocabulary):
                for obstacle in _obstacles(t, below, f"{effect.kind}.{below.name}"):
                    yield place(t), obstacle


def _obstacles(above: Transition[Any], below: Transition[Any], name: str) -> Iterator[str]:
    if not below.roles & (above.roles | {Role.SYSTEM_CLOCK}):
        yield f"whoever makes it may not make {name}"
    if below.approvals:
        yield f"{name} needs signatures, which a cascade cannot give"
    answered = {ask.key for ask in above.asks}
    for ask in below.asks:
        if ask.required and ask.key not in answered:
            yield f"{name} asks {ask.key!r}, which is not asked above"


def signatures_are_given_by_people(
    workflow: Workflow[Any], vocabulary: Vocabulary
) -> Iterator[Finding]:
    """The system has no password to give; a move above signs for one below only if it is signed."""
    for t in workflow.transitions:
        if not t.signature:
            continue
        if t.roles & SYSTEM_ROLES:
            yield place(t), "is signed, but the system may make it"
        for other, above in vocabulary.cascading_to(workflow.case_kind, t.name):
            if not above.signature:
                yield place(t), f"is signed, but {other.key}.{above.name} makes it unsigned"


def moves_beside_others_stay_in_their_case(
    workflow: Workflow[Any], _: Vocabulary
) -> Iterator[Finding]:
    """Only what waits for its turn moves other cases or money."""
    for t in workflow.transitions:
        if t.contends_for is None:
            continue
        if any(isinstance(effect, Cascade) for effect in t.effects):
            yield place(t), "goes beside others, but moves other cases"
        if t.moves_money:
            yield place(t), "goes beside others, but moves money"


def money_moves_are_guarded(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for t in workflow.transitions:
        if t.moves_money and not t.guards:
            yield place(t), "moves money without a guard"


def _targets(cascade: Cascade, vocabulary: Vocabulary) -> list[Transition[Any]]:
    return [
        t
        for w in vocabulary.workflows
        if w.case_kind == cascade.kind
        for t in w.transitions
        if t.name == cascade.transition
    ]


RULES = (
    effects_exist,
    cascades_can_be_made_below,
    signatures_are_given_by_people,
    moves_beside_others_stay_in_their_case,
    money_moves_are_guarded,
)

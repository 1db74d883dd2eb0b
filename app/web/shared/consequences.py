"""What a move will do, in words, for whoever is about to make it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workflows.acts import ACTS
from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.parts.letter import LETTERS
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Consequences:
    """`target` is None when the state stays."""

    target: str | None
    acts: tuple[Text, ...]
    letters: tuple[Text, ...]
    told: tuple[Role, ...]
    signs_too: tuple[Role, ...]
    moves_money: bool


def consequences(
    transition: Transition[Any], state: str, signs_too: tuple[Role, ...]
) -> Consequences:
    effects = transition.effects
    told = {role for e in effects if isinstance(e, Notify) for role in e.roles}
    return Consequences(
        target=transition.target if transition.target != state else None,
        acts=tuple(ACTS[e.act] for e in effects if isinstance(e, Apply)),
        letters=tuple(LETTERS[e.kind].label for e in effects if isinstance(e, SendLetter)),
        told=tuple(sorted(told)),
        signs_too=signs_too,
        moves_money=transition.moves_money,
    )

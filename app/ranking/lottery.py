"""The lottery among proposals the scores cannot separate; anybody with the seed repeats it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from app.ranking.fault import BadCase
from workflows.engine.text import Text

Id = str | int


@dataclass(frozen=True, slots=True)
class Drawn:
    """`tickets` in the order of the draw: the first `places` of them are funded."""

    tickets: tuple[tuple[Id, str], ...]
    places: int

    @property
    def funded(self) -> tuple[Id, ...]:
        return tuple(id for id, _ in self.tickets[: self.places])

    @property
    def not_funded(self) -> tuple[Id, ...]:
        return tuple(id for id, _ in self.tickets[self.places :])


def draw_lots(group: Sequence[Id], places: int, seed: bytes) -> Drawn:
    """The lowest tickets win; the order of `group` changes nothing.

    Raises BadCase: an empty seed, one proposal twice, fewer than 0 places or more than there
    are proposals.
    """
    if not seed:
        raise BadCase(Text("抽签须有种子", "a lottery needs a seed"))
    if len({str(id) for id in group}) < len(group):
        raise BadCase(Text("同一项目出现两次", "a proposal stands twice"))
    if not 0 <= places <= len(group):
        raise BadCase(
            Text(
                "名额 places 应在 0 与项目数之间",
                "there are between none and as many places as proposals",
            )
        )
    tickets = [(id, ticket(seed, id)) for id in group]
    return Drawn(tuple(sorted(tickets, key=lambda one: (one[1], str(one[0])))), places)


def ticket(seed: bytes, id: Id) -> str:
    """HMAC-SHA256(seed, "lottery:id"), 64 hex digits."""
    return hmac.new(seed, f"lottery:{id}".encode(), hashlib.sha256).hexdigest()


def commitment(seed: bytes) -> str:
    """What is published before scores are opened: SHA-256 of the seed, 64 hex digits."""
    return hashlib.sha256(seed).hexdigest()

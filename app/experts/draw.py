"""The random draw of a panel: anybody who has the seed can repeat it and gets the same people.

1. Everybody in the pool has a ticket: HMAC-SHA256(seed, "group:id"), read as hex. Nothing but
   these two standard functions is used, so the draw does not depend on a version of Python.
2. In the order of the tickets each eligible candidate gets the next seat, unless the panel could
   then no longer be completed by the rules. So a panel is found whenever one exists, and it is
   the first one in the order of tickets.
3. Each seat gets its substitutes the same way, in rounds: the first free candidate, in the order
   of tickets, who keeps the rules in place of the member of that seat.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.experts.feasible import (
    Limit,
    can_complete,
    hindering,
    smallest_relaxations,
)
from app.experts.pool import Candidate, Rules, Snapshot, check_seed, commitment, snapshot_from_json
from workflows.engine.text import Text, listed


class NotAsCommitted(ValueError):
    """The revealed seed and snapshot are not those that were committed to before the draw."""


@dataclass(frozen=True, slots=True)
class Seat:
    """`number` from 1; ids of experts; substitutes in the order in which they are called."""

    number: int
    member: int
    substitutes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A candidate considered: the `place` of the ticket (from 1), and why taken or passed over."""

    place: int
    candidate: int
    ticket: str
    seat: int | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Panel:
    """`order` is every eligible id in the order of tickets; `missing_substitutes` could not be
    found by the rules."""

    seats: tuple[Seat, ...]
    steps: tuple[Step, ...]
    order: tuple[int, ...]
    missing_substitutes: int

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(seat.member for seat in self.seats)


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No panel keeps the rules. Relaxing all limits of any one of `choices` makes it possible;
    no smaller set does."""

    eligible: int
    choices: tuple[tuple[Limit, ...], ...]
    reason: Text


def draw(snapshot: Snapshot, seed: bytes) -> Panel | Infeasible:
    """Raises ValueError: the seed does not have SEED_BYTES bytes."""
    check_seed(seed)
    if found := infeasibility(snapshot):
        return found
    rules, eligible = snapshot.rules, snapshot.eligible
    tickets = {c.id: ticket(seed, snapshot.group, c.id) for c in eligible}
    order = sorted(eligible, key=lambda c: (tickets[c.id], c.id))
    members: list[Candidate] = []
    steps: list[Step] = []
    for place, candidate in enumerate(order, start=1):
        if len(members) == rules.panel_size:
            break
        fits = can_complete(rules, [*members, candidate], order[place:])
        reason = _TAKEN if fits else _passed_over(rules, [*members, candidate])
        if fits:
            members.append(candidate)
        seat = len(members) if fits else None
        steps.append(Step(place, candidate.id, tickets[candidate.id], seat, reason))
    substitutes = _substitutes(snapshot, members, order)
    return Panel(
        seats=tuple(
            Seat(number, member.id, tuple(substitutes[number - 1]))
            for number, member in enumerate(members, start=1)
        ),
        steps=tuple(steps),
        order=tuple(candidate.id for candidate in order),
        missing_substitutes=sum(rules.substitutes_per_seat - len(found) for found in substitutes),
    )


def infeasibility(snapshot: Snapshot) -> Infeasible | None:
    """What any draw would answer where no panel keeps the rules, whatever its seed; a page asks
    this without drawing."""
    return None if can_complete(snapshot.rules, (), snapshot.eligible) else _infeasible(snapshot)


def replay(stored: Mapping[str, Any], seed: bytes, committed: str) -> Panel | Infeasible:
    """The same draw again from the stored snapshot.

    Raises NotAsCommitted: the seed or the snapshot is another than was committed to.
    """
    snapshot = snapshot_from_json(stored)
    if not hmac.compare_digest(commitment(snapshot, seed), committed):
        raise NotAsCommitted("the digest of seed and snapshot differs from the commitment")
    return draw(snapshot, seed)


def next_substitute(
    snapshot: Snapshot, panel: Panel, seat: int, sitting: Collection[int], gone: Collection[int]
) -> int | None:
    """Who takes over seat number `seat`: its own substitutes first, then all others in the order
    of tickets; never somebody `sitting` or `gone` (declined, in conflict). `sitting` are the ids
    that stay. None when nobody keeps the rules: then a person has to decide.
    Raises KeyError: somebody sits who was not eligible."""
    by_id = {candidate.id: candidate for candidate in snapshot.eligible}
    staying = [by_id[id] for id in sitting]
    own = panel.seats[seat - 1].substitutes
    queue = [*own, *(id for id in panel.order if id not in own)]
    free = [by_id[id] for id in queue if id not in sitting and id not in gone]
    for candidate in free:
        others = [other for other in free if other is not candidate]
        if can_complete(snapshot.rules, [*staying, candidate], others):
            return candidate.id
    return None


def ticket(seed: bytes, group: str, candidate: int) -> str:
    """The ticket of one candidate as 64 hex digits; the lowest is drawn first."""
    return hmac.new(seed, f"{group}:{candidate}".encode(), hashlib.sha256).hexdigest()


def _substitutes(
    snapshot: Snapshot, members: Sequence[Candidate], order: Sequence[Candidate]
) -> list[list[int]]:
    free = [candidate for candidate in order if candidate not in members]
    found: list[list[int]] = [[] for _ in members]
    for _ in range(snapshot.rules.substitutes_per_seat):
        for seat, member in enumerate(members):
            others = [other for other in members if other is not member]
            for candidate in free:
                if can_complete(snapshot.rules, [*others, candidate], ()):
                    found[seat].append(candidate.id)
                    free.remove(candidate)
                    break
    return found


def _passed_over(rules: Rules, beginning: Sequence[Candidate]) -> Text:
    limits = hindering(rules, beginning)
    return Text("未取：取其则不合{limits}", "not taken: would break {limits}").format(
        limits=listed(limit.label for limit in limits)
    )


def _infeasible(snapshot: Snapshot) -> Infeasible:
    eligible, size = len(snapshot.eligible), snapshot.rules.panel_size
    choices = smallest_relaxations(snapshot.rules, snapshot.eligible)
    ways = [listed(limit.label for limit in choice) for choice in choices]
    reason = Text(
        "合格候选人 {eligible} 人，按现有要求组不成 {size} 人的评审组：请补充专家库，或放宽{ways}",
        "The {eligible} eligible candidates cannot form a panel of {size} under the "
        "current requirements: add to the expert pool, or relax {ways}",
    ).format(
        eligible=eligible,
        size=size,
        ways=Text("，或".join(w.zh for w in ways), ", or ".join(w.en for w in ways)),
    )
    return Infeasible(eligible, choices, reason)


_TAKEN = Text("抽中", "drawn")

"""I1-I10 of §2.3: what holds in every committed state; each breach shows its arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.race import accounts, ending, fairness, keeping
from workflows.race.state import RaceState


@dataclass(frozen=True, slots=True)
class Violation:
    """`reason` shows the numbers."""

    invariant: str
    reason: Text


@dataclass(frozen=True)
class Invariant:
    key: str
    label: Text
    broken: Callable[[RaceState], Iterator[Text]]


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("I1", Text("在赛团队不少于下限", "Enough teams in the race"), keeping.floor_lacks),
    Invariant("I2", Text("总有团队还能冲线", "A team can always finish"), keeping.runner_lacks),
    Invariant("I3", Text("经费守恒", "Money balances"), accounts.money_leaks),
    Invariant("I4", Text("不超前使用经费", "Money is not spent ahead"), keeping.reserve_lacks),
    Invariant("I5", Text("路线多样", "Routes stay diverse"), keeping.route_lacks),
    Invariant(
        "I6", Text("退出者不拨款", "No money for teams that have left"), accounts.orders_to_the_dead
    ),
    Invariant("I7", Text("未决者受保护", "Open cases are protected"), accounts.pending_unprotected),
    Invariant("I8", Text("同台竞技", "Equal conditions"), fairness.uneven_terms),
    Invariant("I9", Text("一个节点一次决定", "One decision per stage"), fairness.split_decisions),
    Invariant("I10", Text("有始有终", "Every race ends"), ending.endless),
)


def violations(state: RaceState) -> tuple[Violation, ...]:
    """Every breach; empty when the state may be committed."""
    return tuple(
        Violation(invariant.key, reason)
        for invariant in INVARIANTS
        for reason in invariant.broken(state)
    )

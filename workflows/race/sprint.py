"""How much of a stage's pool is shared, so that somebody can finish on what is left (I2, I4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from workflows.race.effect import all_ordered, each_active
from workflows.race.keeping import lacks
from workflows.race.state import RaceState
from workflows.race.words import TeamIs

_WAN = 1_000_000


def shareable(state: RaceState, pool: int, shares: Callable[[int], Mapping[str, int]]) -> int:
    """All of it (分); where that would leave nobody able to finish, as many whole 万元 as needed
    are held back. `shares` says what each team gets of an amount, by its key."""
    if not _breaks(state, shares(pool)):
        return pool
    low, high = 0, -(-pool // _WAN)
    while low + 1 < high:
        middle = (low + high) // 2
        if _breaks(state, shares(middle * _WAN)):
            high = middle
        else:
            low = middle
    return low * _WAN


def shared_out(state: RaceState, amounts: Mapping[str, int]) -> RaceState:
    """The shares of the next stage: pending ones are ring-fenced, the others ordered."""
    pending = {team.key for team in state.active if team.state is TeamIs.ELIM_PENDING}
    fenced = each_active(
        state,
        lambda team: (
            replace(team, money=replace(team.money, ring_fenced=amounts[team.key]))
            if team.key in pending
            else team
        ),
    )
    due = {team.key: amounts[team.key] for team in state.active if team.key not in pending}
    return replace(all_ordered(fenced, due), paid_through=state.stage + 1)


def _breaks(state: RaceState, amounts: Mapping[str, int]) -> bool:
    return bool(lacks(shared_out(state, amounts)))

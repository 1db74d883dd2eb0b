"""What the board shows of the future: cost and time to finish, and whether anybody still can."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.race.state import RaceState


@dataclass(frozen=True, slots=True)
class Prospect:
    """One team: what finishing still costs, what it can draw on (own unspent and matching, and the
    pool open to it), the gap its own means leave, and the days it needs. `feasible` is I2's word
    for "can still finish"; `reason` says why, or why not."""

    team: str
    cost_to_finish: int
    own_means: int
    pool_open: int
    gap: int
    plan_days: int
    spare_days: int
    feasible: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Forecast:
    """`sprint_reserve` is what stays planned for the stages ahead, `sprint_gap` what the cheapest
    feasible team needs of it (None: no feasible team). `alarms` are for the head of the board: one
    route or one feasible team left, or none."""

    prospects: tuple[Prospect, ...]
    can_finish: bool
    sprint_reserve: int
    sprint_gap: int | None
    slack: int
    routes_alive: int
    alarms: tuple[Text, ...]


def prospect(state: RaceState, key: str) -> Prospect:
    raise NotImplementedError


def forecast(state: RaceState) -> Forecast:
    raise NotImplementedError

"""A race at one moment, as the rules see it: a frozen snapshot the door fills from its rows.

Money is whole 分, scores are hundredths of a point, times are whole days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from workflows.race.rules import RaceRules
from workflows.race.words import (
    ACTIVE,
    BEFORE_START,
    DECIDED,
    OVER,
    Appeal,
    Outcome,
    RaceIs,
    RouteIs,
    StageIs,
    TeamIs,
)


@dataclass(frozen=True, slots=True)
class Money:
    """A team's account. `paid` is what the team has received, less what it gave back; `ordered` is
    on the way to it; `spent` is the part of `paid` it has used. `ring_fenced` still belongs to the
    uncommitted pool, but only this team may get it (I7). `after_end` is what was ordered after the
    team had left, settlements apart: it must be 0 (I6)."""

    paid: int = 0
    ordered: int = 0
    spent: int = 0
    ring_fenced: int = 0
    after_end: int = 0

    @property
    def committed(self) -> int:
        return self.paid + self.ordered

    @property
    def unspent(self) -> int:
        return self.committed - self.spent


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a team stands at the open checkpoint (I8): equal terms compare equal."""

    target_version: int
    protocol: str
    deadline: str
    panel: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome of a stage as it became effective for a team, in which document (I9), and the
    score (hundredths) it rests on (I5)."""

    stage: int
    outcome: Outcome
    document: str
    score: int


@dataclass(frozen=True, slots=True)
class Team:
    """`stood_at` is the last stage whose checkpoint it stood at (0: none); `score` (hundredths) and
    `hard_met` are of that checkpoint, `proposed` is the outcome drafted or published there, until
    the decision turns it into `decided`. `holds` counts yellow cards in a row, `kept` the times it
    was held beyond R8: as the last runner, by an appeal, or because all were below the line.
    `plan_days` is the time its approved plan still needs. `share` is what the formula gave it for
    the next stage, `base_share` what of it a held team gets. `suspended_at` is the stage of its
    last suspension. `crossed` is its place in the order of valid final passes, 0 for none."""

    key: str
    name: str
    route: str
    state: TeamIs = TeamIs.RACING
    money: Money = Money()
    cost_to_finish: int = 0
    matching: int = 0
    plan_days: int = 0
    score: int | None = None
    hard_met: bool = True
    stood_at: int = 0
    proposed: Outcome | None = None
    decided: Decided | None = None
    appeal: Appeal = Appeal.NONE
    holds: int = 0
    kept: int = 0
    share: int = 0
    base_share: int = 0
    suspended_at: int = 0
    terms: Terms | None = None
    crossed: int = 0

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


@dataclass(frozen=True, slots=True)
class Stage:
    """`pool` is what the published plan sets aside for it, `quota` how many teams go on after it
    (unused for the last one, which ends in the final test), `days` how long it still takes."""

    number: int
    pool: int
    quota: int
    days: int = 0
    state: StageIs = StageIs.PLANNED


@dataclass(frozen=True, slots=True)
class Route:
    key: str
    name: str
    state: RouteIs = RouteIs.ALIVE


@dataclass(frozen=True, slots=True)
class Counts:
    """What a race may do only so many times; the bounds stand in RaceRules (I10). `rescues` are
    the teams brought in by a rescue."""

    extensions: int = 0
    long_extensions: int = 0
    final_extensions: int = 0
    refocuses: int = 0
    rescues: int = 0
    halts: int = 0
    claims: int = 0


@dataclass(frozen=True)
class RaceState:
    """`stage` is k in RUNNING(k), CHECKPOINT(k), … (0 before the start); `paid_through` the last
    stage whose pool has been allocated; `back_to` where HALTED and REFOCUSING return to.
    `conflicted` are members still on the panel of the open checkpoint who have a conflict with any
    team. `days_left` runs to the published finish. `entry_tried`: a supplementary entry was opened;
    `floor_waived`: one runner is enough, on record (R18); `report`: the record a race without a
    finish needs."""

    state: RaceIs
    stage: int
    stages: tuple[Stage, ...]
    teams: tuple[Team, ...]
    routes: tuple[Route, ...]
    pool: int
    uncommitted: int
    prize: int
    converge_at: int
    days_left: int
    paid_through: int = 0
    target_version: int = 1
    back_to: RaceIs | None = None
    conflicted: tuple[str, ...] = ()
    entry_tried: bool = False
    floor_waived: bool = False
    report: bool = False
    counts: Counts = Counts()
    rules: RaceRules = field(default=RaceRules(), compare=False)

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def has_started(self) -> bool:
        return self.state not in BEFORE_START

    @cached_property
    def active(self) -> tuple[Team, ...]:
        return tuple(team for team in self.teams if team.is_active)

    @cached_property
    def alive(self) -> frozenset[str]:
        """The keys of the routes that are ALIVE."""
        return frozenset(route.key for route in self.routes if route.state is RouteIs.ALIVE)

    @cached_property
    def ring_fenced(self) -> int:
        return sum(team.money.ring_fenced for team in self.teams)

    @cached_property
    def free(self) -> int:
        """The uncommitted pool without what is ring-fenced."""
        return self.uncommitted - self.ring_fenced

    @cached_property
    def planned_ahead(self) -> int:
        """The planned pools of the stages not yet allocated."""
        return sum(stage.pool for stage in self.stages if stage.number > self.paid_through)

    @cached_property
    def decided_stage(self) -> int:
        """The last stage whose outcomes are effective, 0 for none."""
        return max((s.number for s in self.stages if s.state in DECIDED), default=0)

    @property
    def is_parallel(self) -> bool:
        """Before the stage at which the race may converge on one team."""
        return self.decided_stage < self.converge_at

    @property
    def floor(self) -> int:
        """How many active teams I1 asks for now."""
        return 2 if self.is_parallel and not self.floor_waived else 1

    def team(self, key: str) -> Team:
        """Raises KeyError: there is no such team."""
        for team in self.teams:
            if team.key == key:
                return team
        raise KeyError(key)

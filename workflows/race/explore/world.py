"""The race the explorer walks: so many teams on three routes, so many stages, one reserve team."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.race.rules import RaceRules
from workflows.race.state import RaceState, Route, Stage, Team
from workflows.race.words import RaceIs, TeamIs

WAN = 1_000_000
"""10,000 元 in 分."""

SETBACK = 10**6 * WAN
"""A cost nobody can bear."""

_STAGE_DAYS = 100
_ROUTES = 3


@dataclass(frozen=True, slots=True)
class World:
    """`disturbances` is how many events out of the ordinary a race may meet: withdrawals, appeals,
    mergers, halts and so on. Everything else, scores included, may happen in any order anyway.
    Where merit is paid, the money tells many more states apart, and the walk takes longer."""

    teams: int = 4
    stages: int = 3
    disturbances: int = 1
    merit_percent: int = 0
    scores: tuple[int, ...] = (5000, 7000, 9000)

    @staticmethod
    def is_set_back(team: Team) -> bool:
        """However much of the cost has been met since."""
        return team.cost_to_finish > SETBACK // 2

    @property
    def stage_pool(self) -> int:
        return 300 * WAN

    @property
    def prize(self) -> int:
        return 100 * WAN

    @property
    def stage_cost(self) -> int:
        """A stage costs a team half a stage's pool, a quarter of it from its own pocket."""
        return self.stage_pool // 2

    def cost_after(self, stage: int) -> int:
        """What finishing costs when so many stages are over and nothing went wrong."""
        return (self.stages - stage) * self.stage_cost

    def entrant(self, number: int, stage: int) -> Team:
        """Who answers a supplementary entry, with a route of its own."""
        key = f"N{number}"
        return self._team(key, f"route {key}", TeamIs.ENTERED, stage - 1)

    def start(self) -> RaceState:
        """Before the start, with a little more money and time than the plan needs."""
        teams = [
            self._team(chr(ord("A") + n), f"route {n % _ROUTES}", TeamIs.ENTERED, 0)
            for n in range(self.teams)
        ]
        teams.append(self._team("R", "route 0", TeamIs.RESERVE, 0))
        pool = self.stages * self.stage_pool + self.prize + self.stage_pool // 10
        return RaceState(
            state=RaceIs.NOTICE,
            stage=0,
            stages=tuple(
                Stage(n, self.stage_pool, max(1, self.teams >> n), _STAGE_DAYS)
                for n in range(1, self.stages + 1)
            ),
            teams=tuple(teams),
            routes=tuple(
                Route(f"route {n}", f"route {n}") for n in range(min(_ROUTES, self.teams))
            ),
            pool=pool,
            uncommitted=pool,
            prize=self.prize,
            converge_at=self.stages - 1,
            days_left=(self.stages + 1) * _STAGE_DAYS,
            rules=RaceRules(
                base_percent=100 - self.merit_percent,
                merit_percent=self.merit_percent,
                refocuses_most=1,
                halts_most=1,
                claims_most=1,
            ),
        )

    def _team(self, key: str, route: str, state: TeamIs, stage: int) -> Team:
        ahead = self.stages - stage
        return Team(
            key,
            key,
            route,
            state,
            cost_to_finish=self.cost_after(stage),
            matching=ahead * self.stage_cost // 4,
            plan_days=ahead * _STAGE_DAYS,
        )

"""The board of a race: lanes by team and stage, money, who can still finish, and alarms.

`public` holds what the rules publish; the rest is for the office, and a team's own for the team.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Race, Stage, StageResult, Team
from app.services.cases import workflow_of
from app.services.races.outcomes import OUTCOME_LABELS
from app.services.races.snapshot import snapshot
from workflows.engine.text import Text
from workflows.race.forecast import forecast, prospect
from workflows.race.state import Money, RaceState
from workflows.race.state import Team as TeamState

PUBLISHED = ("notice", "objection", "effective", "closed")
"""States of a stage whose results everybody may read."""

_MARKS = {"advance": "▲", "hold": "◆", "eliminate": "✕"}
_GONE = ("eliminated", "closed_out", "merged", "withdrawn", "disqualified", "not_finished")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one stage found of one team, as far as it is published. `score` in hundredths."""

    number: int
    mark: str
    label: Text
    score: int | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Lane:
    """`money` and `prospect` are for the inside of the house."""

    team: Team
    state: Text
    cells: Sequence[Cell]
    is_gone: bool
    is_racing: bool
    money: Money
    prospect: Text


@dataclass(frozen=True, slots=True)
class Board:
    """Money in 分: `free` is the uncommitted pool without what is ring-fenced, `ahead` what the
    stages to come and the prize are promised of it."""

    lanes: Sequence[Lane]
    alarms: Sequence[Text]
    pool: int
    free: int
    ring_fenced: int
    ahead: int
    floor: int
    active: int

    @property
    def slack(self) -> int:
        return self.free - self.ahead


def board_of(session: Session, race: Race, now: datetime) -> Board:
    state = snapshot(session, race, now)
    by_key = {team.key: team for team in state.teams}
    lanes = [_lane(race, team, state, by_key[str(team.id)]) for team in race.teams]
    ahead = forecast(state)
    return Board(
        lanes=lanes,
        alarms=ahead.alarms,
        pool=race.pool,
        free=state.free,
        ring_fenced=state.ring_fenced,
        ahead=0 if state.is_over else state.planned_ahead + state.prize,
        floor=state.floor,
        active=len(state.active),
    )


def _lane(race: Race, team: Team, state: RaceState, one: TeamState) -> Lane:
    return Lane(
        team=team,
        state=workflow_of(team).state(team.state).label,
        cells=[_cell(stage, team) for stage in race.stages],
        is_gone=team.state in _GONE,
        is_racing=one.is_active,
        money=one.money,
        prospect=prospect(state, one.key).reason,
    )


def _cell(stage: Stage, team: Team) -> Cell:
    result = next((r for r in stage.results if r.team_id == team.id), None)
    if result is None or stage.state not in PUBLISHED:
        return Cell(stage.number, "", Text("—", "—"), None, None)
    outcome = result.outcome or result.proposed
    if outcome is None:
        return Cell(stage.number, "●", Text("已测试", "Tested"), result.score, None)
    label = OUTCOME_LABELS[outcome]
    if result.outcome is None:
        label = Text(f"拟{label.zh}", f"{label.en}, on notice")
    return Cell(stage.number, _MARKS[outcome], label, result.score, reason_of(result))


def reason_of(result: StageResult) -> Text | None:
    words = result.reason
    return Text(words["zh"], words.get("en") or words["zh"]) if words.get("zh") else None

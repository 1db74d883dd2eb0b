"""The lanes of a race at one moment: what every stage found of every team, as far as published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import Race, Stage, StageResult, Team
from app.services.cases import workflow_of
from app.services.races import indicators
from app.services.races.finding import IN_RACE
from app.services.races.moments import Moment
from app.services.races.outcomes import AT_STAKE, OUTCOME_LABELS
from workflows.engine.text import Text

PUBLISHED = ("notice", "objection", "effective", "closed")
"""States of a stage whose results everybody may read."""

TESTED = "tested"
_DECIDED = ("effective", "closed")
_NEVER_CALLED = Text("候补，未启用", "Reserve, not called")
CROSSED = ("finished", "runner_up")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one stage found of one team, as far as it is published. `outcome` is advance, hold,
    eliminate, tested or empty; `score` in hundredths."""

    number: int
    outcome: str
    label: Text
    score: int | None
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Lane:
    """`crossed` is its place at the line, 0 for none; `joined` the lane it merged into; `since` the
    last stage that was over before the team came in, 0 for none."""

    team: Team
    state: Text
    cells: Sequence[Cell]
    is_racing: bool
    is_waiting: bool
    crossed: int
    joined: str
    since: int

    @property
    def is_gone(self) -> bool:
        return not (self.is_racing or self.is_waiting or self.crossed)

    @property
    def reached(self) -> int:
        """The last stage that found something of it, 0 for none."""
        return max((cell.number for cell in self.cells if cell.outcome), default=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the finish as a team has last been measured; empty when it was not."""

    line: str
    measured: str
    is_met: bool


def lanes_of(race: Race, moment: Moment) -> tuple[Lane, ...]:
    return tuple(_lane(race, team, moment) for team in race.teams if moment.state(team))


def _lane(race: Race, team: Team, moment: Moment) -> Lane:
    state = moment.state(team) or ""
    partner = team.merges_with if state == "merged" else None
    return Lane(
        team=team,
        state=_NEVER_CALLED if was_never_called(team) else workflow_of(team).state(state).label,
        cells=[_cell(stage, team, moment) for stage in race.stages],
        is_racing=state in IN_RACE,
        is_waiting=state in ("entered", "reserve"),
        crossed=team.crossed if state in CROSSED else 0,
        joined=partner.lane if partner else "",
        since=_since(race, team, moment),
    )


def was_never_called(team: Team) -> bool:
    """It stood in reserve until the race had ended without it."""
    return team.state == "not_finished" and team.proposal.state == "not_selected"


def _since(race: Race, team: Team, moment: Moment) -> int:
    found = 0
    for stage in race.stages:
        if moment.state(stage) not in PUBLISHED or _result(stage, team) is not None:
            break
        found = stage.number
    return found


def _result(stage: Stage, team: Team) -> StageResult | None:
    return next((r for r in stage.results if r.team_id == team.id), None)


def _cell(stage: Stage, team: Team, moment: Moment) -> Cell:
    result = _result(stage, team)
    state = moment.state(stage)
    if result is None or state not in PUBLISHED:
        return Cell(stage.number, "", Text("—", "—"), None, None)
    stopped = team.id in moment.to_be_stopped and _is_last(stage, moment)
    is_at_stake = state not in _DECIDED and moment.state(team) in AT_STAKE
    drafted = result.proposed if is_at_stake else None
    outcome = "eliminate" if stopped else result.outcome or drafted
    if outcome is None:
        return Cell(stage.number, TESTED, Text("已测试", "Tested"), result.score, None)
    label = OUTCOME_LABELS[outcome]
    if state not in _DECIDED or stopped:
        label = Text(f"拟{label.zh}", f"{label.en}, on notice")
    reason = None if stopped else reason_of(result)
    return Cell(stage.number, outcome, label, result.score, reason)


def _is_last(stage: Stage, moment: Moment) -> bool:
    """No stage after it was published at that moment."""
    later = (s for s in stage.race.stages if s.number > stage.number)
    return not any(moment.state(s) in PUBLISHED for s in later)


def reason_of(result: StageResult) -> Text | None:
    words = result.reason
    return Text(words["zh"], words.get("en") or words["zh"]) if words.get("zh") else None


def readings_of(race: Race, team: Team, moment: Moment) -> tuple[Reading, ...]:
    """How far the team has come to the finish line, by its last published test."""
    known: dict[str, str] = {}
    has_crossed = moment.state(team) in CROSSED
    for stage in race.stages:
        result = _result(stage, team)
        if result is not None and (moment.state(stage) in PUBLISHED or has_crossed):
            known |= result.measured
    return tuple(_reading(row, known) for row in race.finish_line)


def _reading(row: Mapping[str, str], known: Mapping[str, str]) -> Reading:
    measured = known.get(row["name"], "")
    met = indicators.is_met(row, measured)
    shown = f"{measured} {row['unit']}".strip() if measured else ""
    return Reading(indicators.in_words(row), shown, met)

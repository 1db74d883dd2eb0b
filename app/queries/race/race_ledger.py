"""What a race adds to the metric ledger of a team's project: its indicators, the same for all
teams, and what the published tests of each stage have measured of this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Project, Race, Stage, StageResult, Team
from app.services.metric_values import SIGNS
from app.services.races.indicators import is_met
from app.services.races.lanes import CROSSED, PUBLISHED


@dataclass(frozen=True, slots=True)
class Tested:
    """One value; the result says who measured it, when, and in which report."""

    result: StageResult
    value: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """`line` is what the finish asks, `asked` what each stage asks, by its number; `accepted` what
    a team that crossed the line crossed it with, None for any other."""

    name: str
    unit: str
    line: str
    asked: Mapping[int, str]
    measured: Sequence[Tested] = field(default=())
    accepted: Tested | None = None


def race_rows(session: Session, project: Project) -> list[IndicatorRow]:
    """None for a project that runs in no race."""
    team = session.scalars(
        select(Team)
        .where(Team.proposal_id == project.proposal_id)
        .options(
            joinedload(Team.race)
            .selectinload(Race.stages)
            .selectinload(Stage.results)
            .joinedload(StageResult.stage),
            joinedload(Team.race).joinedload(Race.call),
        )
    ).first()
    if team is None:
        return []
    race, known = team.race, dict[str, Mapping[str, Any]]()
    for one in [*race.finish_line, *(row for stage in race.stages for row in stage.indicators)]:
        known.setdefault(one["name"], one)
    return [_row(team, one) for one in known.values()]


def _row(team: Team, indicator: Mapping[str, Any]) -> IndicatorRow:
    race, name = team.race, indicator["name"]
    line = _named(race.finish_line, name)
    asked = {s.number: _target(row) for s in race.stages if (row := _named(s.indicators, name))}
    measured = [one for stage in race.stages for one in _tested(team, stage, name)]
    has_crossed = team.state in CROSSED and line is not None and measured
    return IndicatorRow(
        name=name,
        unit=indicator["unit"],
        line=_target(line) if line else "",
        asked=asked,
        measured=measured,
        accepted=measured[-1] if has_crossed else None,
    )


def _tested(team: Team, stage: Stage, name: str) -> list[Tested]:
    """At most one: a stage tests a team once. The last one is held against the finish line."""
    if stage.state not in PUBLISHED:
        return []
    is_last = stage is team.race.stages[-1]
    row = _named(team.race.finish_line if is_last else stage.indicators, name)
    return [
        Tested(
            result, result.measured[name], row is not None and is_met(row, result.measured[name])
        )
        for result in stage.results
        if result.team_id == team.id and name in result.measured
    ]


def _named(rows: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    return next((row for row in rows if row["name"] == name), None)


def _target(row: Mapping[str, Any]) -> str:
    return f"{SIGNS[row['direction']]} {row['target']}"

"""Files a team attaches to its evidence of a stage: the project's, under the same rule as the
report they go with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import ColumnElement, String, cast, exists, literal, not_, select
from sqlalchemy.orm import Session

from app.files.kinds import Rejected
from app.models import Evidence, Person, Project, Stage, StageResult, Team
from app.services.files import evidence as proofs
from app.services.problems import Problems, alone
from app.services.races.evidence import is_open, why_closed
from app.services.races.finding import project_of


def attach(
    session: Session, team: Team, stream: BinaryIO, name: str, *, by: Person, now: datetime
) -> Evidence | Rejected | Problems:
    stage, project = team.race.current, project_of(session, team)
    if stage is None or project is None or not is_open(team):
        return alone(why_closed(team))
    return proofs.add(session, project, _purpose(stage), stream, name, by=by, now=now)


def withdraw(session: Session, team: Team, file: Evidence, now: datetime) -> Problems | None:
    """Taken back before it is handed in, and of this stage only; it stays on record."""
    stage = team.race.current
    if stage is None or file.purpose != _purpose(stage) or not is_open(team):
        return alone(why_closed(team))
    file.withdrawn_at = now
    session.flush()
    return None


def files_by_stage(
    session: Session, team: Team, *, with_drafts: bool
) -> Mapping[int, Sequence[Evidence]]:
    """What stands of a team by the number of the stage, in the order it came; without drafts what
    it has handed in."""
    stages = {_purpose(stage): stage.number for stage in team.race.stages}
    is_drafted = exists().where(
        StageResult.team_id == team.id,
        StageResult.submitted_at.is_(None),
        StageResult.stage_id == Stage.id,
        Evidence.purpose == literal("stage_") + cast(Stage.number, String),
    )
    query = (
        select(Evidence)
        .join(Project, Project.id == Evidence.project_id)
        .where(
            Project.proposal_id == team.proposal_id,
            Evidence.purpose.in_(stages),
            Evidence.withdrawn_at.is_(None),
            *(() if with_drafts else (not_(is_drafted),)),
        )
        .order_by(Evidence.purpose, Evidence.id)
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for file in session.scalars(query):
        found[stages[file.purpose]].append(file)
    return found


def files_by_team(session: Session, stage: Stage) -> Mapping[int, Sequence[Evidence]]:
    """What was handed in at a stage by the id of the team, in the order it came."""
    query = (
        select(Team.id, Evidence)
        .join(Project, Project.proposal_id == Team.proposal_id)
        .join(Evidence, Evidence.project_id == Project.id)
        .join(StageResult, StageResult.team_id == Team.id)
        .where(
            StageResult.stage_id == stage.id,
            _handed_in(),
            Team.race_id == stage.race_id,
            Evidence.purpose == _purpose(stage),
            Evidence.withdrawn_at.is_(None),
        )
        .order_by(Evidence.id)
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for team, file in session.execute(query):
        found[team].append(file)
    return found


def files_of(session: Session, result: StageResult | None) -> Sequence[Evidence]:
    """What a panel reads of one team beside its report, once it is handed in."""
    if result is None or result.submitted_at is None:
        return ()
    project = project_of(session, result.team)
    if project is None:
        return ()
    return proofs.of_project(session, project, _purpose(result.stage))


def drafted_purposes(session: Session, proposal: int) -> frozenset[str]:
    """Under which purposes the files lie that were attached to evidence not handed in."""
    stages = (
        select(Stage)
        .join(StageResult, StageResult.stage_id == Stage.id)
        .join(Team, Team.id == StageResult.team_id)
        .where(Team.proposal_id == proposal, StageResult.submitted_at.is_(None))
    )
    return frozenset(map(_purpose, session.scalars(stages)))


def _handed_in() -> ColumnElement[bool]:
    return StageResult.submitted_at.is_not(None)


def _purpose(stage: Stage) -> str:
    return f"stage_{stage.number}"

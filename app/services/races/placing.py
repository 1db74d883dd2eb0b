"""Who crossed the line, in which place, and what of the prize: R20, §3.7."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.models import Race, StageResult, Team
from app.services.races import indicators
from app.services.races.evidence import result_of
from workflows.parameters import DEFAULTS
from workflows.race.allocation import prize_shares


def tested(session: Session, race: Race) -> list[tuple[Team, StageResult]]:
    """The teams at the final review that have their third-party test."""
    rows = [(team, result_of(session, race.current, team)) for team in race.teams]
    return [
        (team, result)
        for team, result in rows
        if team.state == "at_checkpoint" and result is not None and result.tested_on is not None
    ]


def crossing(session: Session, race: Race) -> Sequence[Team]:
    """Who meets every core indicator, by the day of the valid pass; equal days by the score."""
    passed = [
        (result.tested_on or date.max, -_latest_score(session, race, team), team.id, team)
        for team, result in tested(session, race)
        if indicators.all_met(race.finish_line, result.measured)
    ]
    return [team for *_, team in sorted(passed, key=lambda row: row[:3])]


def best_percent(session: Session, race: Race) -> int:
    return max(
        (
            indicators.percent_reached(race.finish_line, result.measured)
            for _, result in tested(session, race)
        ),
        default=0,
    )


def place(session: Session, race: Race) -> None:
    for number, team in enumerate(crossing(session, race), start=1):
        team.crossed = number


def prizes(race: Race) -> list[tuple[Team, int]]:
    """The winner's part, and the runner-up's if there is one; nobody else is paid a prize."""
    placed = sorted((t for t in race.teams if t.crossed), key=lambda team: team.crossed)
    percent = (DEFAULTS | race.call.rules)["race_winner_percent"]
    shares = prize_shares(race.prize, percent, has_runner_up=len(placed) > 1)
    return list(zip(placed, (shares.winner, shares.runner_up), strict=False))


def _latest_score(session: Session, race: Race, team: Team) -> int:
    scores = [
        result.score
        for stage in race.stages
        if (result := result_of(session, stage, team)) is not None and result.score is not None
    ]
    return scores[-1] if scores else 0

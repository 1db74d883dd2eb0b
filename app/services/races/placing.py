"""Who crossed the line, in which place, and what of the prize: R20, §3.7."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.models import Race, StageResult, Team
from app.services.races import indicators
from app.services.races.evidence import result_of
from workflows.engine.money import amount_text
from workflows.engine.text import Text
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
    return list(zip(placed, _shares(race, has_runner_up=len(placed) > 1), strict=False))


def foreseen(session: Session, race: Race) -> tuple[Text, ...]:
    """What the decision on the final rests on: each team that was tested, who crosses the line in
    which place, and what of the prize that brings."""
    placed = crossing(session, race)
    shares = _shares(race, has_runner_up=len(placed) > 1)
    prize = dict(zip(placed, shares, strict=False))
    rows = sorted(tested(session, race), key=lambda row: _at(placed, row[0]))
    return tuple(_foreseen(race, team, result, placed, prize.get(team, 0)) for team, result in rows)


def _at(placed: Sequence[Team], team: Team) -> int:
    return placed.index(team) if team in placed else len(placed)


def _foreseen(
    race: Race, team: Team, result: StageResult, placed: Sequence[Team], prize: int
) -> Text:
    measured = "；".join(
        f"{row['name']} {result.measured.get(row['name'], '—')} {row['unit']}".strip()
        for row in race.finish_line
    )
    about = {"lane": team.lane, "unit": team.proposal.lead_unit.name, "measured": measured}
    tested_on = result.tested_on.isoformat() if result.tested_on else ""
    if team not in placed:
        percent = indicators.percent_reached(race.finish_line, result.measured)
        return _SHORT.format(percent=percent, tested_on=tested_on, **about)
    words = _PLACED.format(place=placed.index(team) + 1, tested_on=tested_on, **about)
    return _WITH_PRIZE.format(words=words, prize=amount_text(prize)) if prize else words


def _shares(race: Race, *, has_runner_up: bool) -> tuple[int, int]:
    percent = race.call.parameters["race_winner_percent"]
    shares = prize_shares(race.prize, percent, has_runner_up=has_runner_up)
    return shares.winner, shares.runner_up


def _latest_score(session: Session, race: Race, team: Team) -> int:
    scores = [
        result.score
        for stage in race.stages
        if (result := result_of(session, stage, team)) is not None and result.score is not None
    ]
    return scores[-1] if scores else 0


_PLACED = Text(
    "第 {place} 名：{lane} 队（{unit}），{measured}，检测日期 {tested_on}",
    "Place {place}: team {lane} ({unit}), {measured}, tested on {tested_on}",
)
_WITH_PRIZE = Text("{words}；冲线奖励 {prize}", "{words}; prize {prize}")
_SHORT = Text(
    "未达标准：{lane} 队（{unit}），{measured}，完成目标 {percent}%，检测日期 {tested_on}",
    "Below the standard: team {lane} ({unit}), {measured}, {percent}% of the target, tested on "
    "{tested_on}",
)

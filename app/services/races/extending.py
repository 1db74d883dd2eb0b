"""Who wants the joint extension of a stage: all teams that race, or there is none (R4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.models import Race, Team
from workflows.engine.calendar import end_of_day

_GOES_ON = ("running", "checkpoint")
_NOT_CLOSED = ("open", "evidence_due")
_ASKED = ("racing", "held", "at_checkpoint")


def is_possible(race: Race) -> bool:
    """The evidence of the stage can still be handed in, or is not called yet."""
    stage = race.current
    return race.state in _GOES_ON and stage is not None and stage.state in _NOT_CLOSED


def may_be_asked_for(race: Race, now: datetime) -> bool:
    """Until the evidence is due; in the grace after it the office answers those who have asked."""
    stage = race.current
    return is_possible(race) and stage is not None and now < end_of_day(stage.due_on)


def asking(race: Race) -> tuple[str, ...]:
    """By lane, as `not_asking`."""
    return tuple(team.lane for team in _concerned(race) if team.wants_extension)


def not_asking(race: Race) -> tuple[str, ...]:
    return tuple(team.lane for team in _concerned(race) if not team.wants_extension)


def drop_asks(race: Race) -> None:
    for team in race.teams:
        team.wants_extension = False


def _concerned(race: Race) -> Iterator[Team]:
    """Who has handed in is asked too: its rivals would get the time."""
    return (team for team in race.teams if team.state in _ASKED)

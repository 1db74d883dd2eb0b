"""The ways out of a rescue, whoever may take them, and what each still lacks (R17-R18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Case, Race, Team
from app.queries.calls.notices import was_promoted
from app.services.door.offering import offers_to_all
from workflows.engine.decide import Refusal
from workflows.engine.text import Text
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class WayOut:
    """`case` is where the move is made; `team` whom it brings back, if anybody."""

    case: Case
    team: Team | None
    label: Text
    hands: frozenset[Role]
    refusals: tuple[Refusal, ...]


def ways_out(session: Session, race: Race, now: datetime) -> tuple[WayOut, ...]:
    """None while the race is in no rescue."""
    if race.state != "rescue":
        return ()
    ways = [way for team in race.teams for way in _of_team(session, team, now)]
    return (*ways, *_ways(session, race, None, _OF_RACE, now))


def _of_team(session: Session, team: Team, now: datetime) -> Iterator[WayOut]:
    is_reserve = team.state == "reserve" and team.proposal.state == "reserve"
    if is_reserve and not was_promoted(session, team.proposal):
        yield from _ways(session, team.proposal, team, ("promote",), now)
    elif team.state in ("reserve", "entered", "eliminated"):
        yield from _ways(session, team, team, ("join", "revive"), now)


def _ways(
    session: Session, case: Case, team: Team | None, names: tuple[str, ...], now: datetime
) -> Iterator[WayOut]:
    for offer in offers_to_all(session, case, now):
        move = offer.transition
        if move.name in names:
            hands = move.roles | frozenset(move.approvals)
            yield WayOut(case, team, move.label, hands, offer.refusals)


_OF_RACE = ("open_supplementary_entry", "waive_floor", "find_solved", "fail_rescue")

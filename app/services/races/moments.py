"""How the cases of a race stand at one moment: now, or after a move of the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.models import Case, Race
from app.services.cases import Key, key_of


@dataclass(frozen=True, slots=True)
class Moment:
    """`states` by kind and id; a case that had not begun is not in it. `to_be_stopped` are teams
    whose elimination was still proposed, though an appeal has changed their outcome since. `upto`
    is the last move that counts, None for now."""

    states: Mapping[Key, str]
    to_be_stopped: frozenset[int] = frozenset()
    upto: int | None = None

    def state(self, case: Case) -> str | None:
        return self.states.get(key_of(case))


def cases_of(race: Race) -> tuple[Case, ...]:
    return (race, *race.stages, *race.routes, *race.teams)


def present(race: Race) -> Moment:
    return Moment({key_of(case): case.state for case in cases_of(race)})

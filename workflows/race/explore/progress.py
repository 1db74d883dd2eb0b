"""Why every race ends: a rank that each event raises (I10).

Compared from the left. A race that is over stands highest. Then what never comes back: what is
counted, who has left, which route is dead. Then whether the race is on its way rather than stopped
or in rescue; then the stage, the part of it, and what has been done in that part.
"""

from __future__ import annotations

from workflows.race.course.needs import is_last_stage
from workflows.race.explore.world import World
from workflows.race.state import RaceState, Team
from workflows.race.words import LEFT, Appeal, RaceIs, TeamIs

Rank = tuple[int, ...]

_PART = {
    RaceIs.HALTED: 0,
    RaceIs.REFOCUSING: 0,
    RaceIs.RUNNING: 1,
    RaceIs.CHECKPOINT: 2,
    RaceIs.RESCUE: 3,
    RaceIs.RESULT_NOTICE: 3,
    RaceIs.REALLOC: 4,
    RaceIs.FINAL: 5,
}
_APPEAL = {Appeal.NONE: 0, Appeal.OPEN: 4, Appeal.UPHELD: 8, Appeal.DISMISSED: 8}


def rank(state: RaceState) -> Rank:
    return (
        int(state.is_over),
        _irreversible(state),
        int(_is_on_its_way(state)),
        state.stage,
        _PART.get(state.state, 0),
        sum(_done(team) for team in state.teams),
        -state.free,
    )


def _irreversible(state: RaceState) -> int:
    """A rescue may bring a team back, so it weighs more than a team that left."""
    counts = state.counts
    counted = (
        counts.extensions
        + counts.long_extensions
        + counts.final_extensions
        + counts.refocuses
        + counts.halts
        + counts.claims
        + 3 * counts.rescues
    )
    gone = sum(team.state in LEFT for team in state.teams)
    repaid = sum(t.state is TeamIs.DISQUALIFIED and not t.money.paid for t in state.teams)
    setbacks = sum(World.is_set_back(team) for team in state.teams)
    suspended = sum(team.suspended_at for team in state.teams)
    dead = len(state.routes) - len(state.alive)
    news = int(state.entry_tried) + int(state.floor_waived)
    return counted + gone + repaid + setbacks + suspended + dead + news


def _is_on_its_way(state: RaceState) -> bool:
    """A rescue the office chose because all were below the line is a part of the checkpoint; an
    early claim is a way off, and back."""
    match state.state:
        case RaceIs.HALTED | RaceIs.REFOCUSING:
            return False
        case RaceIs.RESCUE:
            return state.back_to is RaceIs.CHECKPOINT
        case RaceIs.FINAL:
            return is_last_stage(state)
        case _:
            return True


def _done(team: Team) -> int:
    at_test = team.state in (TeamIs.AT_CHECKPOINT, TeamIs.ELIM_PENDING)
    scored = at_test and team.score is not None
    suspended = team.state is TeamIs.SUSPENDED
    works = int(team.state is TeamIs.RACING)
    return works + 2 * at_test + scored + _APPEAL[team.appeal] + (team.crossed > 0) - suspended

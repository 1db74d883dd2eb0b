"""The pool of the next stage by the published formula: R14, §3.7."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from app.models import Race, Stage, StageResult, Team
from app.services.races.evidence import result_of
from app.services.races.snapshot import snapshot
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.race.allocation import (
    Allocation,
    AllocationFault,
    Contender,
    Rule,
    Standing,
    allocate,
)
from workflows.race.explaining import lines as explained
from workflows.race.formulas import FORMULAS
from workflows.race.sprint import shareable
from workflows.race.state import RaceState

_STANDING = {
    "racing": Standing.ADVANCED,
    "held": Standing.HELD,
    "elim_pending": Standing.PENDING,
}


def next_stage(race: Race) -> Stage | None:
    """The stage whose pool is shared next; None when the last one has been."""
    return next((stage for stage in race.stages if stage.number == race.paid_through + 1), None)


def equal_parts(race: Race) -> Allocation:
    """Stage 1: all start level (R3). Raises AllocationFault."""
    contenders = [
        Contender(team.lane, Fraction(0)) for team in race.teams if team.state == "racing"
    ]
    return allocate(race.stages[0].pool, contenders, _rule(race, "equal"))


def by_formula(session: Session, race: Race, now: datetime) -> Allocation:
    """What every team gets of the next pool, by its lane; as much of the pool as leaves a runner.
    Raises AllocationFault."""
    stage = next_stage(race)
    assert stage is not None, "there is a stage to share for"
    contenders = [
        _contender(team, result_of(session, race.current, team))
        for team in race.teams
        if team.state in _STANDING
    ]
    rule, state = _rule(race, race.formula), snapshot(session, race, now)

    def by_key(amount: int) -> Mapping[str, int]:
        amounts = allocate(amount, contenders, rule).amounts
        return {team.key: amounts.get(team.name, 0) for team in state.active}

    return allocate(shareable(state, stage.pool, by_key), contenders, rule)


def newcomer_part(state: RaceState, held: int = 0) -> int:
    """An equal part of the running stage's pool among those who race now, as far as the pool goes
    beyond what is promised to the stages ahead and to the finish (I4); `held` (分) is what has been
    committed to the newcomer already."""
    pool = next((stage.pool for stage in state.stages if stage.number == state.stage), 0)
    spare = state.free - state.planned_ahead - state.prize
    return max(0, min(pool // max(1, len(state.active)), spare + held))


def problems(session: Session, race: Race, now: datetime) -> tuple[Text, ...]:
    """Why the next pool cannot be shared."""
    if race.state != "realloc" or next_stage(race) is None:
        return ()
    try:
        by_formula(session, race, now)
    except AllocationFault as fault:
        return (fault.reason,)
    return ()


def _contender(team: Team, result: StageResult | None) -> Contender:
    score = result.score if result and result.score is not None else 0
    return Contender(team.lane, Fraction(score, 100), _standing(team, result))


def _standing(team: Team, result: StageResult | None) -> Standing:
    """Who races without having advanced in the stage, suspended meanwhile or new in a rescue, is
    paid the base part as one that is held (R7, R8)."""
    if team.state == "racing" and (result is None or result.outcome != "advance"):
        return Standing.HELD
    return _STANDING[team.state]


def _rule(race: Race, name: str) -> Rule:
    rules = race.call.parameters
    wanted = FORMULAS[name].defaults
    parameters = {key: rules[f"race_{key}"] for key in wanted if f"race_{key}" in rules}
    return Rule(name, parameters, rules["race_round_to"])


def foreseen(session: Session, race: Race, now: datetime) -> tuple[Text, ...]:
    """What the formula will give each team, with its arithmetic, or why it cannot; nothing while
    no stage waits for its money."""
    stage = next_stage(race)
    if race.state != "realloc" or stage is None:
        return ()
    try:
        shared = by_formula(session, race, now)
    except AllocationFault as fault:
        return (fault.reason,)
    held_back = stage.pool - shared.budget
    pool, kept = amount_text(stage.pool), amount_text(held_back)
    return (*explained(shared), *([_HELD_BACK.format(pool=pool, kept=kept)] if held_back else []))


_HELD_BACK = Text(
    "本节点公布经费 {pool}，其中 {kept} 暂不分配：如全部分配，剩余经费不足以保证有团队冲线",
    "of the published stage money of {pool}, {kept} is held back: if all of it were shared, what "
    "is left could not take any team to the finish",
)

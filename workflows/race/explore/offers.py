"""Everything somebody may try in a state: by the office, the teams, the panel, or nature.

Whether it is allowed is for `course` to say. What is out of the ordinary comes apart, so that the
explorer can count it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations, product

from workflows.race.by_rule import all_below, at_checkpoint, choices, is_assessed
from workflows.race.course import MOVES, Event
from workflows.race.course.needs import is_last_stage
from workflows.race.explore.world import SETBACK, World
from workflows.race.means import gap, slack
from workflows.race.outcomes import who_to_keep
from workflows.race.state import RaceState
from workflows.race.words import Appeal, Outcome, RaceIs, TeamIs

_WORKING = (TeamIs.RACING, TeamIs.HELD)
_AFTER_ALL_BELOW = frozenset({"long_extend", "enter_rescue"})
_HALF_THERE, _NEARLY_THERE = 50, 80
"""Per cent of the target: below and above what a final extension asks for."""


def disturbs(event: Event) -> bool:
    """Whether it counts as a disturbance; so does what R16 offers when all are below the line."""
    return event.name in _AFTER_ALL_BELOW or not MOVES[event.name].is_ordinary


def in_one_order(events: Iterable[Event]) -> Iterator[Event]:
    """The teams hand in one after the other, and nobody's evidence asks for another's: where
    nothing can come between, one order stands for all."""
    has_handed_in = False
    for event in events:
        if event.name == "submit_evidence":
            if has_handed_in:
                continue
            has_handed_in = True
        yield event


def ordinary(state: RaceState, world: World) -> Iterator[Event]:
    """What the way of every race consists of."""
    match state.state:
        case RaceIs.NOTICE:
            yield Event("start")
        case RaceIs.RUNNING:
            yield Event("final_test" if is_last_stage(state) else "call_checkpoint")
        case RaceIs.CHECKPOINT:
            yield from _at_checkpoint(state, world)
        case RaceIs.RESULT_NOTICE:
            published = {t.key: t.proposed for t in at_checkpoint(state) if t.proposed}
            yield from _sets("decide_stage", state, [published])
        case RaceIs.REALLOC:
            yield Event("reallocate")
        case RaceIs.REFOCUSING:
            yield Event("set_target")
        case RaceIs.HALTED:
            yield Event("resume")
        case RaceIs.RESCUE:
            yield from _in_rescue(state, world)
        case RaceIs.FINAL:
            yield from _in_final(state)
    for team in state.teams:
        if team.appeal is Appeal.OPEN:
            yield Event("uphold_appeal", team.key, outcome=Outcome.HOLD)
            yield Event("uphold_appeal", team.key, outcome=Outcome.ADVANCE)
            yield Event("dismiss_appeal", team.key)
        if team.state is TeamIs.SUSPENDED:
            yield Event("reinstate", team.key)


def disturbing(state: RaceState) -> Iterator[Event]:
    """What happens to some races."""
    yield from _to_teams(state)
    yield from (Event("route_dies", other=key) for key in sorted(_used_routes(state)))
    yield Event("solved_elsewhere")
    yield Event("halt")
    match state.state:
        case RaceIs.NOTICE:
            yield Event("cancel")
        case RaceIs.RUNNING:
            yield Event("extend")
            yield from _between_tests(state)
            yield from (Event("retest", t.key) for t in state.active if t.state is TeamIs.HELD)
            yield from (Event("claim", t.key) for t in state.active if t.state in _WORKING)
            yield from _topping_up(state)
        case RaceIs.REALLOC:
            yield from _between_tests(state)
        case RaceIs.CHECKPOINT:
            yield from (Event("miss_evidence", t.key) for t in state.active)
            yield Event("extend")
            yield Event("refocus")
        case RaceIs.RESULT_NOTICE:
            yield from (Event("appeal", t.key) for t in state.active)


def _at_checkpoint(state: RaceState, world: World) -> Iterator[Event]:
    owing = [team for team in state.active if team.state in _WORKING]
    if owing:
        yield from (Event("submit_evidence", team.key) for team in owing)
    elif not is_assessed(state):
        yield from _assessments(state, world)
    elif all_below(state):
        yield Event("long_extend")
        yield Event("enter_rescue")
    else:
        teams = at_checkpoint(state)
        sets = product(*(sorted(choices(state, team)) for team in teams))
        yield from _sets(
            "publish_result",
            state,
            [dict(zip([t.key for t in teams], chosen, strict=True)) for chosen in sets],
        )


def _assessments(state: RaceState, world: World) -> Iterator[Event]:
    """Any scores; the costs are as planned, but where something went wrong before."""
    unscored = [team.key for team in state.active if team.score is None]
    costs = tuple(
        (team.key, world.cost_after(state.stage))
        for team in state.active
        if not world.is_set_back(team)
    )
    for scores in product(world.scores, repeat=len(unscored)):
        given = tuple(zip(unscored, scores, strict=True))
        yield Event("assess", scores=given, costs=costs)


def _sets(name: str, state: RaceState, wanted: list[dict[str, Outcome]]) -> Iterator[Event]:
    """The wanted outcome sets; where one would break something, those that keep who has to stay."""
    for outcomes in wanted:
        for kept in who_to_keep(state, outcomes):
            chosen = {**outcomes, **dict.fromkeys(kept, Outcome.HOLD)}
            yield Event(name, outcomes=tuple(sorted(chosen.items())))


def _in_rescue(state: RaceState, world: World) -> Iterator[Event]:
    amount = slack(state)
    for team in state.teams:
        if team.state is TeamIs.RESERVE:
            yield Event("activate_reserve", team.key, amount=amount)
        if team.state is TeamIs.ELIMINATED:
            yield Event("revive", team.key, amount=amount)
    entrant = world.entrant(state.counts.rescues, state.stage)
    yield Event("admit", amount=amount, entrant=entrant)
    for name in ("open_entry", "waive_floor", "rescue_ok", "rescue_fail"):
        yield Event(name)


def _in_final(state: RaceState) -> Iterator[Event]:
    for team in state.active:
        name = "join_claim" if team.state in _WORKING else "pass_test"
        yield Event(name, team.key)
    yield Event("cross_line")
    yield Event("claim_fails")
    yield Event("extend_final", reached=_NEARLY_THERE)
    for reached in (_HALF_THERE, _NEARLY_THERE):
        yield Event("no_finish", reached=reached)


def _to_teams(state: RaceState) -> Iterator[Event]:
    for team in state.teams:
        if team.is_active or team.state is TeamIs.SUSPENDED:
            for name in ("withdraw", "disqualify", "suspend"):
                yield Event(name, team.key)
            if not World.is_set_back(team):
                yield Event("re_estimate", team.key, amount=SETBACK)
        if team.state is TeamIs.DISQUALIFIED and team.money.paid:
            yield Event("refund", team.key, amount=team.money.paid)


def _used_routes(state: RaceState) -> set[str]:
    return {team.route for team in state.active}


def _between_tests(state: RaceState) -> Iterator[Event]:
    """A new target may cost nothing more, or more than anybody has."""
    yield Event("refocus", amount=0)
    yield Event("refocus", amount=SETBACK)
    working = [team.key for team in state.active if team.state in _WORKING]
    for lead, other in permutations(working, 2):
        yield Event("merge", lead, other)


def _topping_up(state: RaceState) -> Iterator[Event]:
    for team in state.active:
        if amount := min(gap(team), slack(state)):
            yield Event("top_up", team.key, amount=amount)

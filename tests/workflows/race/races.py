"""Races at one moment, made for tests: three teams on three routes in the middle of a race."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workflows.race.course import Event, apply
from workflows.race.rules import RaceRules
from workflows.race.state import Money, RaceState, Route, Stage, Team, Terms
from workflows.race.words import Outcome, RaceIs, StageIs, TeamIs

WAN = 1_000_000
"""万元 in 分."""

TERMS = Terms(1, "protocol", "stage 1", frozenset({"panel"}))


def team(key: str, route: str = "", **values: Any) -> Team:
    """Can finish: it needs 200 万元, 50 of them its own."""
    usual = {"cost_to_finish": 200 * WAN, "matching": 50 * WAN, "plan_days": 200}
    return Team(key, key, route or f"route {key}", **{**usual, **values})


def race(*teams: Team, state: RaceIs = RaceIs.RUNNING, **values: Any) -> RaceState:
    """Stage 1 of 3 runs, paid in equal parts of 120 万元; 840 of 1200 are uncommitted."""
    members = teams or (team("A"), team("B"), team("C"))
    paid = tuple(
        replace(one, money=Money(paid=120 * WAN, spent=120 * WAN))
        if one.money == Money() and one.state is not TeamIs.RESERVE
        else one
        for one in members
    )
    committed = sum(one.money.committed for one in paid)
    made = RaceState(
        state=state,
        stage=1,
        stages=(
            Stage(1, 360 * WAN, 2, 100, StageIs.OPEN),
            Stage(2, 480 * WAN, 1, 100),
            Stage(3, 240 * WAN, 1, 100),
        ),
        teams=paid,
        routes=tuple(Route(key, key) for key in sorted({one.route for one in paid})),
        pool=840 * WAN + committed,
        uncommitted=840 * WAN,
        prize=120 * WAN,
        converge_at=2,
        days_left=400,
        paid_through=1,
    )
    return replace(made, **values)


def at_checkpoint(
    scores: dict[str, int], *, rules: RaceRules | None = None, **values: Any
) -> RaceState:
    """All teams assessed at checkpoint 1; scores in points; `values` go to every team."""
    members = [
        team(
            key,
            **{
                "state": TeamIs.AT_CHECKPOINT,
                "stood_at": 1,
                "terms": TERMS,
                "score": 100 * score,
                **values,
            },
        )
        for key, score in scores.items()
    ]
    return race(*members, state=RaceIs.CHECKPOINT, rules=rules or RaceRules())


def make(state: RaceState, *events: Event) -> RaceState:
    for event in events:
        state = apply(state, event)
    return state


def outcomes(**chosen: str) -> tuple[tuple[str, Outcome], ...]:
    return tuple((key, Outcome(outcome)) for key, outcome in chosen.items())


PUBLISHED = outcomes(A="advance", B="advance", C="eliminate")


def result_notice() -> RaceState:
    """A 88 and B 76 are to go on, C 54 is to be eliminated; nothing is decided yet."""
    return make(
        at_checkpoint({"A": 88, "B": 76, "C": 54}), Event("publish_result", outcomes=PUBLISHED)
    )

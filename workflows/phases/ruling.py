"""What outsiders file against a decision: admitted or not by supervision, ruled on by the meeting.
Objections (§3.4) and appeals (J19) share it."""

from __future__ import annotations

from typing import Any

from workflows.engine.effects import Effect
from workflows.engine.model import After, Ask, Guard, Kind, State, Transition, Unit
from workflows.engine.text import Text
from workflows.hands import DECIDES, SUPERVISOR
from workflows.parts.asks import MINUTES, REASON

NOT_ADMITTED = State("not_admitted", Text("不予受理", "Not admitted"), Kind.FINAL)


def filed(days: str) -> State:
    """`days` names the working days supervision has to answer."""
    return State(
        "filed",
        Text("已提出", "Filed"),
        Kind.START,
        SUPERVISOR,
        After(days, Unit.WORKING_DAYS),
    )


def refusal(clause: Text, *effects: Effect) -> Transition[Any]:
    return Transition(
        name="refuse",
        label=Text("不予受理", "Do not admit"),
        source=("filed",),
        target="not_admitted",
        roles=SUPERVISOR,
        asks=(REASON,),
        effects=effects,
        clause=clause,
    )


def ruling(
    name: str,
    label: Text,
    source: str,
    target: str,
    effects: tuple[Effect, ...],
    clause: Text,
    *,
    asks: tuple[Ask, ...] = (),
    guards: tuple[Guard[Any], ...] = (),
    separation: tuple[str, ...] = (),
) -> Transition[Any]:
    """By the meeting, with its minutes and the reason, signed."""
    return Transition(
        name=name,
        label=label,
        source=(source,),
        target=target,
        roles=DECIDES,
        guards=guards,
        asks=(*MINUTES, *asks, REASON),
        effects=effects,
        separation=separation,
        signature=True,
        clause=clause,
    )

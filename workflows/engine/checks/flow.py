"""Every case gets on: each move can be made by somebody, each state is reached and left again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from workflows.engine.checks.fault import Finding, Vocabulary, place
from workflows.engine.model import After, At, Kind, State, Transition, Workflow
from workflows.engine.wording import moments_of
from workflows.parameters import DEFAULTS
from workflows.roles import SYSTEM_ROLES, Role

SOLE_ROLES = frozenset({Role.APPLICANT, Role.PANEL_CHAIR, Role.OBJECTOR})
"""Held by one person on a case: nobody else of that role can sign beside or instead."""


def somebody_can_make_each_move(
    workflow: Workflow[Any], vocabulary: Vocabulary
) -> Iterator[Finding]:
    for t in workflow.transitions:
        for obstacle in _obstacles(workflow, t, vocabulary):
            yield place(t), obstacle


def every_state_is_reached(workflow: Workflow[Any], vocabulary: Vocabulary) -> Iterator[Finding]:
    edges = [(s, t.target) for t in _makeable(workflow, vocabulary) for s in t.source]
    reached = _closure({s.key for s in workflow.states if s.kind is Kind.START}, edges)
    for state in workflow.states:
        if state.key not in reached:
            yield state.key, "is never reached from the start"


def every_state_can_finish(workflow: Workflow[Any], vocabulary: Vocabulary) -> Iterator[Finding]:
    edges = [(t.target, s) for t in _makeable(workflow, vocabulary) for s in t.source]
    finishing = _closure({s.key for s in workflow.states if s.is_final}, edges)
    for state in workflow.states:
        if state.key not in finishing:
            yield state.key, "no way to a final state that somebody can go"


def open_states_wait_on_somebody_who_can_act(
    workflow: Workflow[Any], vocabulary: Vocabulary
) -> Iterator[Finding]:
    for state in workflow.states:
        if state.is_final:
            if state.waits_on or state.due or state.undated:
                yield state.key, "is final, yet waits"
            continue
        if not state.waits_on:
            yield state.key, "does not say who is waited on"
        acting = {r for t in workflow.leaving(state.key) for r in _drivers(workflow, t, vocabulary)}
        for role in sorted(state.waits_on - acting):
            yield state.key, f"waits on {role}, who can do nothing there"


def open_states_say_by_when(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for state in workflow.states:
        if not state.is_final and not (_is_dated(workflow, state) or state.undated):
            yield state.key, "has no due, no move of the clock, and no reason for lacking them"


def dues_can_be_computed(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    dues = [(s.key, s.due) for s in workflow.states]
    dues += [(place(t), due) for t in workflow.transitions for due in (t.due, t.until)]
    for where, due in dues:
        match due:
            case After(parameter) if parameter not in DEFAULTS:
                yield where, f"there is no parameter {parameter!r}"
            case At(fact) | After(since=fact) if fact and fact not in moments_of(workflow.facts):
                yield where, f"{workflow.facts.__name__} has no moment {fact!r}"
            case After(began=fact) if fact and fact not in moments_of(workflow.facts):
                yield where, f"{workflow.facts.__name__} has no moment {fact!r}"


def the_clock_comes_once_and_with_empty_hands(
    workflow: Workflow[Any], _: Vocabulary
) -> Iterator[Finding]:
    for t in workflow.transitions:
        if t.due is None:
            continue
        if Role.SYSTEM_CLOCK not in t.roles:
            yield place(t), "has a due, but the clock may not make it"
        if any(ask.required for ask in t.asks):
            yield place(t), "asks the clock a question"
        if t.target in t.source and not t.guards:
            yield place(t), "would be fired by the clock for ever"


def _obstacles(
    workflow: Workflow[Any], transition: Transition[Any], vocabulary: Vocabulary
) -> Iterator[str]:
    """Why nobody at all can make this move."""
    held = (*transition.roles, *transition.approvals)
    unreal = [r for r in held if not isinstance(r, Role)]
    if unreal:
        yield f"names {', '.join(map(str, unreal))}, which is no role"
        return
    if not transition.roles:
        yield "has no role"
        return
    if transition.approvals and SYSTEM_ROLES.intersection(held):
        yield "the system cannot sign beside people"
    if not _signable_by_different_people(transition):
        yield "needs two signatures of a role only one person holds"
    for earlier in transition.separation:
        makers = {r for t in workflow.transitions if t.name == earlier for r in t.roles}
        if len(makers) == 1 and makers <= SOLE_ROLES and transition.roles <= makers:
            yield f"the only one who may make it has always made {earlier!r} before"
    fired = transition.due or vocabulary.cascading_to(workflow.case_kind, transition.name)
    if transition.roles == {Role.SYSTEM_CLOCK} and not fired:
        yield "is left to the clock, but has no due and no move cascades to it"


def _signable_by_different_people(transition: Transition[Any]) -> bool:
    """One signature of `roles` and one of each approval; exclusions never stand in the way of
    different people, only a role that a single person holds does.
    """
    slots = (transition.roles, *(frozenset({role}) for role in transition.approvals))
    return any(all(signers.count(role) <= 1 for role in SOLE_ROLES) for signers in product(*slots))


def _makeable(workflow: Workflow[Any], vocabulary: Vocabulary) -> list[Transition[Any]]:
    return [t for t in workflow.transitions if not any(_obstacles(workflow, t, vocabulary))]


def _closure(start: set[str], edges: Iterable[tuple[str, str]]) -> set[str]:
    reached, grown = set(start), True
    while grown:
        new = {b for a, b in edges if a in reached} - reached
        reached |= new
        grown = bool(new)
    return reached


def _drivers(
    workflow: Workflow[Any],
    transition: Transition[Any],
    vocabulary: Vocabulary,
    seen: frozenset[tuple[str, str]] = frozenset(),
) -> set[Role]:
    """Who makes or signs this move, or one of another case that cascades to it."""
    here = (workflow.case_kind, transition.name)
    roles = {*transition.roles, *transition.approvals}
    if here in seen:
        return roles
    for other, t in vocabulary.cascading_to(*here):
        roles |= _drivers(other, t, vocabulary, seen | {here})
    return roles


def _is_dated(workflow: Workflow[Any], state: State) -> bool:
    clock = any(t.due and Role.SYSTEM_CLOCK in t.roles for t in workflow.leaving(state.key))
    return clock or state.due is not None


RULES = (
    somebody_can_make_each_move,
    every_state_is_reached,
    every_state_can_finish,
    open_states_wait_on_somebody_who_can_act,
    open_states_say_by_when,
    dues_can_be_computed,
    the_clock_comes_once_and_with_empty_hands,
)

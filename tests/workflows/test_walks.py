"""Random walks over every definition in force: no walk strays, and from everywhere a case ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.engine.calendar import local_date
from workflows.engine.decide import Awaiting, Refusals, Step, decide, offered
from workflows.engine.facts import Actor, Facts, Signature, Trail
from workflows.engine.model import Ask, AskKind, Transition, Workflow
from workflows.guards.examples import NOON
from workflows.parameters import DEFAULTS
from workflows.registry import WORKFLOWS
from workflows.roles import SYSTEM_ROLES, Role

EACH = pytest.mark.parametrize("workflow", WORKFLOWS, ids=[w.key for w in WORKFLOWS])
STEPS_LEAST, STEPS_MOST = 20, 60


class Case:
    """A case without a database: its state, who did what, and what was made of it."""

    def __init__(self, workflow: Workflow[Any]) -> None:
        self.workflow = workflow
        self.state = workflow.start.key
        self.actors: dict[str, set[int]] = {}
        self.signatures: list[Signature] = []

    @property
    def is_final(self) -> bool:
        return self.workflow.state(self.state).is_final

    @property
    def trail(self) -> Trail:
        actors = {name: frozenset(people) for name, people in self.actors.items()}
        return Trail(actors, tuple(self.signatures))

    def take(self, name: str, actor: Actor, facts: Facts) -> Step[Any] | Awaiting[Any] | Refusals:
        """As the door does it: a signature waits, a step clears the signatures."""
        verdict = decide(self.workflow, self.state, name, actor, facts, self.trail)
        if isinstance(verdict, Refusals):
            return verdict
        if actor.person_id is not None:
            self.actors.setdefault(name, set()).add(actor.person_id)
        match verdict:
            case Awaiting():
                assert actor.person_id is not None
                self.signatures.append(Signature(name, actor.person_id, verdict.role))
            case Step():
                self.state, self.signatures = verdict.transition.target, []
        return verdict


def plain(workflow: Workflow[Any]) -> Facts:
    facts: Facts = workflow.facts(now=NOON, entered_at=NOON, parameters=DEFAULTS)
    return facts


def favourable(workflow: Workflow[Any], transition: Transition[Any]) -> Facts:
    """Facts under which every guard of this move holds and what must be answered is."""
    typed = {key: said for guard in transition.guards for key, said in guard.passing.given.items()}
    answers = {
        ask.key: (ask.kind is AskKind.LINE and typed.get(ask.key)) or answered(ask, n)
        for n, ask in enumerate(transition.asks)
        if ask.required
    }
    base = plain(workflow)
    facts = replace(base, given=answers)
    for guard in transition.guards:
        if not guard.holds(facts):
            shown = {field.name: getattr(guard.passing, field.name) for field in fields(base)}
            news = {key: value for key, value in shown.items() if value != getattr(base, key)}
            facts = replace(facts, **(news | {"given": answers}))
    return facts


def answered(ask: Ask, number: int) -> str:
    """Moments lie ahead, each well after the one before."""
    if ask.choices:
        return ask.choices[0][0]
    if ask.kind is AskKind.MOMENT:
        return (NOON + timedelta(days=60 * (number + 1))).isoformat()
    return local_date(NOON).isoformat() if ask.kind is AskKind.DATE else "已填"


def somebody(role: Role, person: int) -> Actor:
    return Actor(None if role in SYSTEM_ROLES else person, frozenset({role}), True)


def signers(transition: Transition[Any], first: int) -> Iterator[Actor]:
    """One person for each signature the move needs, each another one; a witness comes last."""
    roles = (min(transition.roles), *transition.approvals)
    return (somebody(role, first + number) for number, role in enumerate(roles))


@EACH
def test_facts_exist_under_which_each_move_is_allowed(workflow: Workflow[Any]) -> None:
    for transition in workflow.transitions:
        facts = favourable(workflow, transition)
        assert [g.key for g in transition.guards if not g.holds(facts)] == [], transition.name


@EACH
@settings(max_examples=100)
@given(seed=st.integers(0, 2**64 - 1), steps=st.integers(STEPS_LEAST, STEPS_MOST))
def test_a_random_walk_never_leaves_the_declared_states(
    workflow: Workflow[Any], seed: int, steps: int
) -> None:
    """One number for all steps, since to draw each took as long as to take it; and how many, so
    that a walk which fails is told by its fewest."""
    case, declared = Case(workflow), {s.key for s in workflow.states}
    names = sorted({t.name for t in workflow.transitions})
    luck = Random(seed)
    for _step in range(steps):
        here, leaving = case.state, workflow.leaving(case.state)
        name = luck.choice([t.name for t in leaving] * 3 + names)
        meant = luck.choice(workflow.named(name))
        role = luck.choice([*sorted(meant.roles), *meant.approvals, Role.PUBLIC])
        guards = [g.failing for g in meant.guards]
        facts = luck.choice([favourable(workflow, meant)] * 4 + guards)
        actor = somebody(role, luck.randint(1, 3))
        before = case.trail
        verdict = case.take(name, actor, facts)
        assert case.state in declared
        check(case, here, actor, before, verdict)


def check(
    case: Case,
    here: str,
    actor: Actor,
    before: Trail,
    verdict: Step[Any] | Awaiting[Any] | Refusals,
) -> None:
    """What must hold of each answer, whatever was asked."""
    match verdict:
        case Refusals(reasons):
            assert reasons
            assert all(r.reason.zh and r.reason.en for r in reasons)
            assert (case.state, case.trail) == (here, before)
        case Awaiting(transition, role, still):
            assert case.state == here
            assert still
            assert role in transition.roles | set(transition.approvals)
        case Step(transition, source, role):
            assert (source, case.state) == (here, transition.target)
            assert here in transition.source
            assert role in transition.roles | set(transition.approvals)
            hands = {s.person_id for s in before.signatures if s.transition == transition.name}
            assert len(hands) == len(transition.approvals)
            assert actor.person_id is None or actor.person_id not in hands
            bound = not transition.separated or role in transition.separated
            for earlier in transition.separation if bound else ():
                assert actor.person_id not in before.actors.get(earlier, frozenset())


@EACH
def test_every_state_is_reached_by_moves_somebody_makes_and_can_be_brought_to_an_end(
    workflow: Workflow[Any],
) -> None:
    """Each move of a way is really decided, with its signatures, by people who come afresh."""
    reached = ways(workflow, workflow.start.key)
    assert reached.keys() == {s.key for s in workflow.states}
    for state, way in reached.items():
        onward = ways(workflow, state)
        ends = [s.key for s in workflow.states if s.is_final and s.key in onward]
        assert ends, state
        nearest = min(ends, key=lambda end: len(onward[end]))
        case = Case(workflow)
        for number, transition in enumerate((*way, *onward[nearest])):
            make(case, transition, 10 * (number + 1))
        assert case.state == nearest
        assert case.is_final


def make(case: Case, transition: Transition[Any], first_person: int) -> None:
    facts = favourable(case.workflow, transition)
    answers = [case.take(transition.name, by, facts) for by in signers(transition, first_person)]
    assert [type(a) for a in answers] == [*[Awaiting] * len(transition.approvals), Step], answers
    assert case.state == transition.target


def ways(workflow: Workflow[Any], start: str) -> dict[str, tuple[Transition[Any], ...]]:
    """A shortest way of moves from `start` to each state that can be reached from it."""
    found: dict[str, tuple[Transition[Any], ...]] = {start: ()}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for transition in workflow.leaving(here):
            if transition.target not in found:
                found[transition.target] = (*found[here], transition)
                waiting.append(transition.target)
    return found


@EACH
def test_a_final_state_offers_nothing_to_anybody_but_to_book_money_that_comes_after_all(
    workflow: Workflow[Any],
) -> None:
    for state in workflow.states:
        everybody = Actor(1, frozenset(Role) - (SYSTEM_ROLES if state.is_final else frozenset()))
        offers = offered(workflow, state.key, everybody, plain(workflow), Trail())
        moves = [o.transition for o in offers]
        ends = [m for m in moves if not (m.moves_money and m.target == state.key)]
        assert bool(ends if state.is_final else moves) is not state.is_final, state.key

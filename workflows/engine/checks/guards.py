"""Each guard can pass and can fail, says why, and leaves one way open at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import combinations, islice, product
from typing import Any

from workflows.engine.checks.fault import Finding, Vocabulary, place
from workflows.engine.model import Guard, Transition, Workflow

_MIXTURES_MOST = 5_000


def examples_pass_and_fail(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for guard in _guards(workflow):
        for name, example, expected in (
            ("passing", guard.passing, True),
            ("failing", guard.failing, False),
        ):
            if not isinstance(example, workflow.facts):
                yield guard.key, f"its {name} example is no {workflow.facts.__name__}"
            elif _holds(guard, example) is not expected:
                yield guard.key, f"its {name} example gives {_holds(guard, example)}"


def guards_wait_for_the_typing(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    """Else the button would be greyed out for what can only be typed after pressing it."""
    for guard in _guards(workflow):
        untyped = replace(guard.passing, given={})
        if _holds(guard, guard.passing) is True and _holds(guard, untyped) is not True:
            yield guard.key, "refuses for what is yet to be typed"


def reasons_can_be_said(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for guard in _guards(workflow):
        if not guard.supplied_by:
            yield guard.key, "does not say who can supply what is missing"
        try:
            reason = guard.reason_for(guard.failing)
        except Exception as error:
            yield guard.key, f"its reason cannot be put into words: {error!r}"
            continue
        if "{" in reason.zh + reason.en:
            yield guard.key, "its reason has a slot that nothing fills"


def guard_keys_name_one_rule(workflow: Workflow[Any], vocabulary: Vocabulary) -> Iterator[Finding]:
    known = {g.key: g for w in vocabulary.workflows for g in _guards(w)}
    for guard in _guards(workflow):
        other = known.setdefault(guard.key, guard)
        if (guard.reason, guard.supplied_by) != (other.reason, other.supplied_by):
            yield guard.key, "another rule has the same key"


def same_named_moves_exclude_each_other(
    workflow: Workflow[Any], _: Vocabulary
) -> Iterator[Finding]:
    for one, other in combinations(workflow.transitions, 2):
        shared = sorted(set(one.source) & set(other.source))
        if one.name == other.name and shared and _can_both_pass(one, other):
            yield place(one), f"can be open together with {place(other)} in {', '.join(shared)}"


def _guards(workflow: Workflow[Any]) -> list[Guard[Any]]:
    found: list[Guard[Any]] = []
    for guards in (*(s.first for s in workflow.states), *(t.guards for t in workflow.transitions)):
        found += [guard for guard in guards if guard not in found]
    return found


def _holds(guard: Guard[Any], facts: Any) -> object:
    """What the guard says, or the error it raises."""
    try:
        return guard.holds(facts)
    except Exception as error:
        return error


def _can_both_pass(one: Transition[Any], other: Transition[Any]) -> bool:
    """Looks for facts under which both are open, among all mixtures of the guards' examples."""
    if not one.guards or not other.guards:
        return True
    guards = (*one.guards, *other.guards)
    examples = [example for g in guards for example in (g.passing, g.failing)]
    alike = [example for example in examples if type(example) is type(examples[0])]
    return any(all(_holds(g, facts) is True for g in guards) for facts in _mixtures(alike))


def _mixtures(examples: list[Any]) -> Iterator[Any]:
    """Every field takes each value it has in some example, in all combinations, to a bound."""
    values: dict[str, list[Any]] = {}
    for field in fields(examples[0]):
        seen: list[Any] = []
        for example in examples:
            value = getattr(example, field.name)
            if value not in seen:
                seen.append(value)
        values[field.name] = seen
    varied = {name: seen for name, seen in values.items() if len(seen) > 1}
    for mix in islice(product(*varied.values()), _MIXTURES_MOST):
        yield replace(examples[0], **dict(zip(varied, mix, strict=True)))


RULES = (
    examples_pass_and_fail,
    guards_wait_for_the_typing,
    reasons_can_be_said,
    guard_keys_name_one_rule,
    same_named_moves_exclude_each_other,
)

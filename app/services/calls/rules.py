"""The rules of a call as they are read: each with its value in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import Call
from workflows.engine.text import Text
from workflows.parameters import Parameter, defaults_of, parameters_of, parts_of
from workflows.parameters.eligibility import ELIGIBILITY

_FOR_APPLICANTS = {*(p.key for p in ELIGIBILITY), "matching_percent_least"} - {"past_years_shown"}


@dataclass(frozen=True, slots=True)
class Rule:
    label: Text
    value: Text
    number: int
    is_usual: bool


def rule_set(call: Call) -> list[tuple[Text, list[Rule]]]:
    """Every rule of the call, as they are set together."""
    usual = defaults_of(call.mechanism)
    return [
        (part.label, [_rule(call, p, usual[p.key]) for p in part.parameters])
        for part in parts_of(call.mechanism)
    ]


def who_may_apply(call: Call) -> list[Rule]:
    """The limits an application is held against by the system itself; none that limits nothing."""
    usual = defaults_of(call.mechanism)
    limits = (p for p in parameters_of(call.mechanism) if p.key in _FOR_APPLICANTS)
    rules = ((p, _rule(call, p, usual[p.key])) for p in limits)
    return [rule for parameter, rule in rules if rule.number or parameter.zero is None]


def _rule(call: Call, parameter: Parameter, usual: int) -> Rule:
    """As frozen in the call; of one that came later holds what holds without it."""
    number = int(call.rules.get(parameter.key, parameter.default))
    return Rule(parameter.label, parameter.worded(number), number, number == usual)

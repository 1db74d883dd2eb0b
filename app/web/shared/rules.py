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
    is_usual: bool


def rule_set(call: Call) -> list[tuple[Text, list[Rule]]]:
    """Every rule of the call, as they are set together."""
    return [
        (part.label, [_rule(call, p) for p in part.parameters]) for part in parts_of(call.mechanism)
    ]


def who_may_apply(call: Call) -> list[Rule]:
    """The limits an application is held against by the system itself; none that limits nothing."""
    return [
        _rule(call, parameter)
        for parameter in parameters_of(call.mechanism)
        if parameter.key in _FOR_APPLICANTS and (_value(call, parameter) or parameter.zero is None)
    ]


def _rule(call: Call, parameter: Parameter) -> Rule:
    value = _value(call, parameter)
    usual = defaults_of(call.mechanism)[parameter.key]
    return Rule(parameter.label, parameter.worded(value), value == usual)


def _value(call: Call, parameter: Parameter) -> int:
    """As frozen in the call; one that came later stands at its default."""
    return int(call.rules.get(parameter.key, defaults_of(call.mechanism)[parameter.key]))

"""The graph hangs together: one start, every name resolves, every word is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from workflows.engine.checks.fault import Finding, Vocabulary, place
from workflows.engine.decide import DRAFT
from workflows.engine.model import AskKind, Kind, Workflow
from workflows.engine.text import Text
from workflows.roles import SYSTEM_ROLES


def exactly_one_start(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    starts = [s.key for s in workflow.states if s.kind is Kind.START]
    if len(starts) != 1:
        yield workflow.key, f"needs exactly one start, has {starts or 'none'}"


def state_keys_are_unique(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for key, count in Counter(s.key for s in workflow.states).items():
        if count > 1:
            yield key, f"{count} states have this key"


def sources_and_targets_exist(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    keys = {s.key for s in workflow.states}
    for t in workflow.transitions:
        if not t.source:
            yield place(t), "leaves no state"
        for key in (*t.source, t.target):
            if key not in keys:
                yield place(t), f"there is no state {key!r}"


def final_states_have_no_exit(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    """What is left to be told of an end the system may tell there, and money that comes after all
    is booked there; it stays the end."""
    final = {s.key for s in workflow.states if s.is_final}
    for t in workflow.transitions:
        for key in final.intersection(t.source):
            if key != t.target:
                yield place(t), f"leaves the final state {key!r}"
            elif not t.roles <= SYSTEM_ROLES and not t.moves_money:
                yield place(t), f"is left to people in the final state {key!r}"


def former_states_lead_to_present_ones(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    keys = {s.key for s in workflow.states}
    for version, old, new in workflow.former:
        if version >= workflow.version:
            yield old, f"version {version} is not earlier than {workflow.version}"
        if new not in keys:
            yield old, f"is to continue as {new!r}, which is no state"


def separation_names_moves(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    known = {DRAFT, *(t.name for t in workflow.transitions)}
    for t in workflow.transitions:
        for name in t.separation:
            if name not in known:
                yield place(t), f"is separated from {name!r}, which is no move"
        if not t.separated <= t.roles | set(t.approvals):
            yield place(t), "separates a role that has no part in it"


def clauses_are_cited(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for t in workflow.transitions:
        if not (t.clause.zh.strip() and t.clause.en.strip()):
            yield place(t), "cites no clause in both languages"


def words_are_in_both_languages(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for where, text in _words(workflow):
        if not text.zh.strip() or not text.en.strip():
            yield where, f"lacks a language: zh {text.zh!r}, en {text.en!r}"


def questions_can_be_answered(workflow: Workflow[Any], _: Vocabulary) -> Iterator[Finding]:
    for t in workflow.transitions:
        for key, count in Counter(a.key for a in t.asks).items():
            if count > 1:
                yield place(t), f"asks {key!r} {count} times"
        for ask in t.asks:
            if (ask.kind is AskKind.CHOICE) != bool(ask.choices):
                yield place(t), f"{ask.key!r} is {ask.kind} with {len(ask.choices)} choices"


def _words(workflow: Workflow[Any]) -> Iterator[tuple[str, Text]]:
    yield workflow.key, workflow.label
    for state in workflow.states:
        yield state.key, state.label
        if state.undated is not None:
            yield state.key, state.undated
        yield from ((state.key, guard.reason) for guard in state.first)
    for t in workflow.transitions:
        yield place(t), t.label
        yield from ((place(t), guard.reason) for guard in t.guards)
        for ask in t.asks:
            yield place(t), ask.label
            yield from ((place(t), label) for _, label in ask.choices)
            if ask.hint is not None:
                yield place(t), ask.hint


RULES = (
    exactly_one_start,
    state_keys_are_unique,
    sources_and_targets_exist,
    final_states_have_no_exit,
    former_states_lead_to_present_ones,
    separation_names_moves,
    clauses_are_cited,
    words_are_in_both_languages,
    questions_can_be_answered,
)

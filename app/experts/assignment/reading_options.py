"""Reads what is asked beyond needs, loads, affinities and conflicts: rules, locked pairs, aims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, TypedDict

from app.experts.assignment.case import CaseFault, Id, Pair, Rules
from app.experts.assignment.expected import Finder, couples, found_pairs, record, truth, whole
from workflows.engine.text import Text

OPTIONS = ("rules", "locked", "previous", "objective", "pair_cap", "seed")
_RULES = (
    "same_unit_is_coi",
    "max_per_unit_per_proposal",
    "min_senior_per_proposal",
    "never_together",
    "no_reciprocal",
    "leads",
)


class Options(TypedDict):
    rules: Rules
    locked: tuple[Pair, ...]
    previous: tuple[Pair, ...]
    objective: Literal["total", "fair"]
    pair_cap: Fraction | None
    seed: int


def options_of(
    document: Mapping[str, Any], proposals: Sequence[Id], reviewers: Sequence[Id]
) -> Options:
    """What is missing or null is off. Raises CaseFault naming the place."""
    given = {key: document[key] for key in OPTIONS if document.get(key) is not None}
    of_proposals = Finder(proposals, "proposals")
    of_reviewers = Finder(reviewers, "reviewers")
    return Options(
        rules=_rules(given.get("rules", {}), of_proposals, of_reviewers),
        locked=found_pairs(given.get("locked", []), "locked", of_proposals, of_reviewers),
        previous=_previous(given.get("previous", []), of_proposals, of_reviewers),
        objective=_objective(given.get("objective", "total")),
        pair_cap=_pair_cap(given["pair_cap"]) if "pair_cap" in given else None,
        seed=whole(given.get("seed", 0), "seed"),
    )


def _rules(value: object, proposals: Finder, reviewers: Finder) -> Rules:
    rules = {key: rule for key, rule in record(value, "rules").items() if rule is not None}
    for key in rules:
        if key not in _RULES:
            raise CaseFault(f"rules.{key}", Text("没有这条规则", "there is no such rule"))
    together = found_pairs(
        rules.get("never_together", []), "rules.never_together", reviewers, reviewers
    )
    for one, other in together:
        if one == other:
            raise CaseFault(
                "rules.never_together", Text("同一人不成一对", "one person is not a couple")
            )
    limit = "max_per_unit_per_proposal"
    return Rules(
        same_unit_is_coi=truth(rules.get("same_unit_is_coi", False), "rules.same_unit_is_coi"),
        max_per_unit=_count(rules[limit], f"rules.{limit}") if limit in rules else None,
        min_senior=_count(rules.get("min_senior_per_proposal", 0), "rules.min_senior_per_proposal"),
        never_together=together,
        no_reciprocal=truth(rules.get("no_reciprocal", False), "rules.no_reciprocal"),
        leads=_leads(rules.get("leads", {}), proposals, reviewers),
    )


def _leads(value: object, proposals: Finder, reviewers: Finder) -> tuple[Pair, ...]:
    """(reviewer, proposal) positions; a reviewer may lead a list of proposals."""
    found: list[Pair] = []
    for key, led in record(value, "rules.leads").items():
        where = f"rules.leads[{key!r}]"
        reviewer = reviewers.find_key(key)
        if reviewer is None:
            raise CaseFault(where, Text("没有这位评审人", "there is no such reviewer"))
        for proposal in led if isinstance(led, list) else [led]:
            found.append((reviewer, proposals.expected(proposal, where)))
    return tuple(dict.fromkeys(found))


def _previous(value: object, proposals: Finder, reviewers: Finder) -> tuple[Pair, ...]:
    """Those who have withdrawn since stand in no list any more; their pairs cannot be kept."""
    pairs = [
        (proposals.find(proposal), reviewers.find(reviewer))
        for proposal, reviewer in couples(value, "previous")
    ]
    return tuple(dict.fromkeys((p, r) for p, r in pairs if p is not None and r is not None))


def _objective(value: object) -> Literal["total", "fair"]:
    if value == "total":
        return "total"
    if value == "fair":
        return "fair"
    raise CaseFault("objective", Text("应为 total 或 fair", "must be total or fair"))


def _pair_cap(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CaseFault("pair_cap", Text("应为数字", "must be a number"))
    if not 0 <= value <= 1:
        raise CaseFault("pair_cap", Text("应在 0 与 1 之间", "must lie between 0 and 1"))
    return Fraction(str(value))


def _count(value: object, where: str) -> int:
    count = whole(value, where)
    if count < 0:
        raise CaseFault(where, Text("不能为负", "must not be negative"))
    return count

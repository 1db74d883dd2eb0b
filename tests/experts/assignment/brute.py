"""Every assignment of a small case, by trying them all: what the solver is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

Document = dict[str, Any]
Assignment = frozenset[tuple[int, int]]


def assignments(case: Document) -> Iterator[Assignment]:
    """All that keep needs, loads, conflicts, rules and locked pairs; positions."""
    everybody = range(len(case["reviewers"]))
    panels = [
        [
            panel
            for panel in combinations(everybody, proposal["need"])
            if _panel_is_allowed(case, number, panel)
        ]
        for number, proposal in enumerate(case["proposals"])
    ]
    for chosen in product(*panels):
        pairs = frozenset((p, r) for p, panel in enumerate(chosen) for r in panel)
        if _whole_is_allowed(case, pairs):
            yield pairs


def total(case: Document, pairs: Assignment) -> int:
    return sum(int(case["affinity"][p][r]) for p, r in pairs)


def kept(case: Document, pairs: Assignment) -> int:
    return len(pairs & positions(case, case.get("previous", [])))


def floor(case: Document, pairs: Assignment) -> int:
    """The smallest sum of a proposal that needs anybody."""
    return min(
        sum(int(case["affinity"][p][r]) for q, r in pairs if q == p)
        for p, proposal in enumerate(case["proposals"])
        if proposal["need"]
    )


def positions(case: Document, pairs: list[list[str]]) -> Assignment:
    proposals = {proposal["id"]: place for place, proposal in enumerate(case["proposals"])}
    reviewers = {reviewer["id"]: place for place, reviewer in enumerate(case["reviewers"])}
    return frozenset((proposals[p], reviewers[r]) for p, r in pairs)


def _panel_is_allowed(case: Document, number: int, panel: tuple[int, ...]) -> bool:
    rules, people = case.get("rules", {}), [case["reviewers"][r] for r in panel]
    proposal = case["proposals"][number]
    units = Counter(person["unit"] for person in people if "unit" in person)
    if any([number, r] in case.get("coi", []) for r in panel):
        return False
    if rules.get("same_unit_is_coi") and proposal.get("unit") in units:
        return False
    if any(count > rules.get("max_per_unit_per_proposal", 99) for count in units.values()):
        return False
    seniors = sum(person.get("senior", False) for person in people)
    if panel and seniors < rules.get("min_senior_per_proposal", 0):
        return False
    ids = {person["id"] for person in people}
    return not any(ids >= set(couple) for couple in rules.get("never_together", []))


def _whole_is_allowed(case: Document, pairs: Assignment) -> bool:
    loads = Counter(r for _, r in pairs)
    within = all(
        person.get("min", 0) <= loads[r] <= person["max"]
        for r, person in enumerate(case["reviewers"])
    )
    return within and positions(case, case.get("locked", [])) <= pairs and _is_one_way(case, pairs)


def _is_one_way(case: Document, pairs: Assignment) -> bool:
    rules = case.get("rules", {})
    if not rules.get("no_reciprocal"):
        return True
    leads = positions(case, [[p, r] for r, p in rules.get("leads", {}).items()])
    if leads & pairs:
        return False
    return not any(
        (p2, r1) in pairs and (p1, r2) in pairs for p1, r1 in leads for p2, r2 in leads if r1 < r2
    )

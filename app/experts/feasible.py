"""Can these seats still be filled by the rules? Exact, and quick for pools of hundreds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from app.experts.pool import EXPERT_TYPES, Candidate, Rules
from workflows.engine.text import Text

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule of composition that can be relaxed; `key` names the parameter."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class _Minimum:
    limit: Limit
    least: int
    counts: Callable[[Candidate], bool]


PANEL_SIZE = Limit("panel_size", Text("评审组人数", "panel size"))
SAME_UNIT = Limit("same_unit_most", Text("同一单位专家上限", "the limit per unit"))


def minima(rules: Rules) -> tuple[_Minimum, ...]:
    found = [
        _Minimum(
            Limit(
                "out_of_region_least", Text("省外专家下限", "the minimum from outside the province")
            ),
            rules.out_of_region_least,
            lambda c: c.region != rules.home_region,
        ),
        _Minimum(
            Limit("field_match_percent", Text("专业对口比例", "the share matched by field")),
            rules.field_match_least,
            lambda c: not rules.fields.isdisjoint(c.fields),
        ),
        _Minimum(
            Limit("newcomers_least", Text("新任专家下限", "the minimum of new experts")),
            rules.newcomers_least,
            lambda c: c.is_new,
        ),
        *(_of_type(key, least) for key, least in sorted(rules.type_least)),
        *(_of_others(key, rules.panel_size - most) for key, most in sorted(rules.type_most)),
    ]
    return tuple(minimum for minimum in found if minimum.least > 0)


def _of_type(key: str, least: int) -> _Minimum:
    label = EXPERT_TYPES[key]
    text = Text(f"{label.zh}下限", f"the minimum of {label.en}")
    return _Minimum(Limit(f"type_least:{key}", text), least, lambda c: c.type == key)


def _of_others(key: str, least: int) -> _Minimum:
    """At most so many of a type: every seat is filled, so the others have the rest of them."""
    label = EXPERT_TYPES[key]
    text = Text(f"{label.zh}上限", f"the maximum of {label.en}")
    return _Minimum(Limit(f"type_most:{key}", text), least, lambda c: c.type != key)


def can_complete(
    rules: Rules,
    chosen: Collection[Candidate],
    remaining: Iterable[Candidate],
    waived: frozenset[Limit] = frozenset(),
) -> bool:
    """Whether `chosen` can grow to a full panel out of `remaining`; `waived` limits do not count.

    Exact: where the plain way of filling the seats does not get there, it keeps unit by unit every
    reachable pair (seats still open, minima still unmet).
    """
    room = rules.panel_size if SAME_UNIT in waived else rules.same_unit_most
    taken = Counter(candidate.unit for candidate in chosen)
    if max(taken.values(), default=0) > room:
        return False
    counted = [minimum for minimum in minima(rules) if minimum.limit not in waived]
    needs = _needs(counted, chosen)
    start = (rules.panel_size - len(chosen), needs)
    by_unit: defaultdict[int, list[Vector]] = defaultdict(list)
    for candidate in remaining:
        by_unit[candidate.unit].append(tuple(int(m.counts(candidate)) for m in counted))
    if not _could_suffice(start, by_unit, room, taken):
        return False
    if _plainly_filled(start, by_unit, room, taken):
        return True
    goal = (0, (0,) * len(needs))
    states = {start}
    for unit, traits in by_unit.items():
        states = _after_unit(states, traits, room - taken[unit])
        if goal in states:
            return True
    return goal in states


def _needs(counted: Iterable[_Minimum], chosen: Collection[Candidate]) -> Vector:
    return tuple(max(0, m.least - sum(map(m.counts, chosen))) for m in counted)


def _could_suffice(
    start: tuple[int, Vector],
    by_unit: Mapping[int, Collection[Vector]],
    room: int,
    taken: Mapping[int, int],
) -> bool:
    """Whether there are people enough for the seats, and for each minimum alone."""
    seats, needs = start
    free = {unit: max(0, room - taken.get(unit, 0)) for unit in by_unit}
    if sum(min(free[unit], len(traits)) for unit, traits in by_unit.items()) < seats:
        return False
    return all(
        need
        <= min(
            seats,
            sum(min(free[unit], sum(t[n] for t in traits)) for unit, traits in by_unit.items()),
        )
        for n, need in enumerate(needs)
    )


def _plainly_filled(
    start: tuple[int, Vector],
    by_unit: Mapping[int, Collection[Vector]],
    room: int,
    taken: Mapping[int, int],
) -> bool:
    """Seat after seat to somebody who meets most of what is unmet. Getting there is a proof; not
    getting there is none."""
    state = start
    free = {unit: room - taken.get(unit, 0) for unit in by_unit}
    waiting: defaultdict[Vector, list[int]] = defaultdict(list)
    for unit, traits in by_unit.items():
        for trait in traits:
            waiting[trait].append(unit)
    while state[0]:
        for trait in sorted(waiting, key=partial(_met, state[1]), reverse=True):
            units = waiting[trait]
            while units and free[units[-1]] <= 0:
                units.pop()
            if units:
                free[units.pop()] -= 1
                state = _taking(state, trait)
                break
        else:
            return False
    return not any(state[1])


def _met(needs: Vector, trait: Vector) -> int:
    """How many unmet minima somebody with these traits helps to meet."""
    return sum(1 for need, has in zip(needs, trait, strict=True) if need and has)


def _after_unit(
    states: set[tuple[int, Vector]], traits: Iterable[Vector], room: int
) -> set[tuple[int, Vector]]:
    """All states after taking up to `room` people of one unit; hopeless ones are left out."""
    reached = {(state, 0) for state in states}
    for trait, copies in Counter(traits).items():
        for _ in range(min(copies, room)):
            reached |= {
                (_taking(state, trait), used + 1)
                for state, used in reached
                if used < room and state[0]
            }
    return {state for state, _ in reached if max(state[1], default=0) <= state[0]}


def _taking(state: tuple[int, Vector], trait: Vector) -> tuple[int, Vector]:
    seats, needs = state
    return seats - 1, tuple(
        need - 1 if need and has else need for need, has in zip(needs, trait, strict=True)
    )


def hindering(rules: Rules, chosen: Collection[Candidate]) -> tuple[Limit, ...]:
    """Which limits stand against a panel that begins with `chosen`, for the explanation."""
    taken = Counter(candidate.unit for candidate in chosen)
    if max(taken.values(), default=0) > rules.same_unit_most:
        return (SAME_UNIT,)
    seats, counted = rules.panel_size - len(chosen), minima(rules)
    needs = _needs(counted, chosen)
    beyond = tuple(m.limit for m, need in zip(counted, needs, strict=True) if need > seats)
    return beyond or tuple(m.limit for m, need in zip(counted, needs, strict=True) if need)


def smallest_relaxations(
    rules: Rules, eligible: Collection[Candidate]
) -> tuple[tuple[Limit, ...], ...]:
    """Every smallest set of limits whose waiving makes a panel possible.

    With fewer eligible people than seats only the size of the panel (or a larger pool) helps.
    """
    if len(eligible) < rules.panel_size:
        return ((PANEL_SIZE,),)
    limits = (SAME_UNIT, *(minimum.limit for minimum in minima(rules)))
    for size in range(1, len(limits) + 1):
        found = tuple(
            subset
            for subset in combinations(limits, size)
            if can_complete(rules, (), eligible, frozenset(subset))
        )
        if found:
            return found
    raise AssertionError("without any limit, enough people always make a panel")

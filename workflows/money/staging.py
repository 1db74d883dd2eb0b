"""An award in parts: by percentages of the call, exact to the 分 (§3.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflows.money.modes import AFTERWARDS, NODES, STAGED

PARTS = {
    "open_competition": ("payment_first_percent", "payment_second_percent"),
    "open_call": ("open_call_first_percent", "open_call_second_percent"),
}
"""The last part is what the others leave; a race pays by stage (§3.7) and has no fixed parts."""

STAGED_PARTS = ("staged_before_percent", "staged_during_percent")
"""Of a staged subsidy: before the work, at a milestone; the last part follows acceptance."""


_NONE: Mapping[int, int] = {}


def split(amount: int, shares: Sequence[int]) -> tuple[int, ...]:
    """`amount` in proportion to `shares`, by largest remainder: the parts sum to it exactly, and of
    equal remainders the earlier part gets the odd 分.

    Raises ValueError: a negative amount or share, or no share above zero.
    """
    whole = sum(shares)
    if amount < 0 or whole <= 0 or min(shares) < 0:
        raise ValueError(f"cannot split {amount} by {list(shares)}")
    parts = [amount * share // whole for share in shares]
    remainders = [amount * share % whole for share in shares]
    odd = sorted(range(len(parts)), key=lambda n: (-remainders[n], n))[: amount - sum(parts)]
    return tuple(part + (n in odd) for n, part in enumerate(parts))


def percents_of(
    mechanism: str, parameters: Mapping[str, int], mode: str = NODES
) -> tuple[int, ...]:
    """The percentages of the parts; empty for a mechanism that is not paid in fixed parts. What is
    subsidised afterwards is one part, the last."""
    keys = PARTS.get(mechanism, ())
    if keys and mode == AFTERWARDS:
        return (0, 100)
    given = tuple(parameters[key] for key in (STAGED_PARTS if keys and mode == STAGED else keys))
    return (*given, 100 - sum(given)) if given else ()


def planned(
    mechanism: str,
    amount: int,
    parameters: Mapping[str, int],
    mode: str = NODES,
    ordered: Mapping[int, int] = _NONE,
) -> tuple[int, ...]:
    """The parts of an award as the call plans them. What was `ordered`, by the number of the part,
    stays as it was; where the award has changed since, the others share what is left. What was
    ordered beyond the award, as after an appeal, is no matter of its plan."""
    percents = percents_of(mechanism, parameters, mode)
    if not percents:
        return ()
    plan = split(amount, percents)
    left = amount - sum(ordered.values())
    if left < 0 or all(plan[n] == ordered.get(n + 1, plan[n]) for n in range(len(plan))):
        return plan
    open_parts = [0 if n in ordered else percent for n, percent in enumerate(percents, 1)]
    if not any(open_parts):
        open_parts[-1] = 1
    rest = split(left, open_parts)
    return tuple(ordered.get(n, 0) + part for n, part in enumerate(rest, 1))


def next_part(parts: Sequence[int], ordered: int, committed: int) -> int:
    """What is ordered next, given that `ordered` parts were ordered before; 0 when only the last
    part is left, which waits for the success of the project.
    """
    if ordered >= len(parts) - 1:
        return 0
    return min(parts[ordered], committed)

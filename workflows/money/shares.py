"""The shares of a consortium (联合申报): what of a sum is whose, exact to the 分."""

from __future__ import annotations

from collections.abc import Sequence


def portion(amount: int, share: int, whole: int) -> int:
    """What of an award a partner has that asked for `share` of `whole`; parts of a 分 stay with the
    lead unit. Raises ValueError: a share beyond the whole, or a negative figure."""
    if not 0 <= share <= whole or amount < 0 or whole <= 0:
        raise ValueError(f"no portion of {amount} for {share} of {whole}")
    return amount * share // whole


def dealt(so_far: int, shares: Sequence[int]) -> tuple[int, ...]:
    """How the first `so_far` 分 go to units with these shares, as if every 分 went to whoever has
    waited longest for it (Sainte-Laguë; of equals the earlier). So no unit's part ever falls as
    more is paid, and when all shares are paid each unit has exactly its own.

    Raises ValueError: a negative figure, or no share above zero.
    """
    whole = sum(shares)
    if so_far < 0 or whole <= 0 or min(shares) < 0:
        raise ValueError(f"cannot deal {so_far} by {list(shares)}")
    # This many 分 each has whatever the order; only the last few are dealt one by one.
    parts = [max(0, so_far * share // whole - len(shares)) for share in shares]
    for _ in range(so_far - sum(parts)):
        parts[_longest_waiting(parts, shares)] += 1
    return tuple(parts)


def parts_of(amount: int, before: int, shares: Sequence[int]) -> tuple[int, ...]:
    """How `amount`, paid after `before`, goes to the units with these shares."""
    return tuple(
        after - was
        for after, was in zip(dealt(before + amount, shares), dealt(before, shares), strict=True)
    )


def _longest_waiting(parts: Sequence[int], shares: Sequence[int]) -> int:
    """The unit with the greatest share / (2 · part + 1), compared without fractions."""
    first = 0
    for n in range(1, len(parts)):
        if shares[n] * (2 * parts[first] + 1) > shares[first] * (2 * parts[n] + 1):
            first = n
    return first

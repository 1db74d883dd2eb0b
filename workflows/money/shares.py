"""The shares of a consortium (联合申报): what of a sum is whose, exact to the 分."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import gt, sub


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


def dealt_above(so_far: int, shares: Sequence[int], had: Sequence[int]) -> tuple[int, ...]:
    """As `dealt`, where each unit keeps at least what it had: after a change of shares nobody gives
    back, and whoever had too little is served first.

    Raises ValueError: more was had than there is, or than a share.
    """
    if sum(had) > so_far or so_far > sum(shares) or any(map(gt, had, shares)):
        raise ValueError(f"cannot deal {so_far} by {list(shares)} above {list(had)}")

    def kept(reach: int) -> tuple[int, ...]:
        return tuple(map(max, dealt(reach, shares), had))

    # One more 分 in reach adds one 分 or nothing, so some reach gives exactly the sum.
    return kept(bisect_left(range(sum(shares)), so_far, key=lambda reach: sum(kept(reach))))


def reaching(amount: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Shares of an award, as often as it takes to hold so much: of what the stages of a race add,
    each unit has the same part as of the award."""
    times = max(1, -(-amount // sum(shares)))
    return tuple(share * times for share in shares)


def due_above(
    arrived: int, gone: int, agreed: Sequence[int], had: Sequence[int]
) -> tuple[int, ...]:
    """What of the money that arrived with the lead unit is each partner's, where they had so much
    of it and `gone` is what the lead unit has no more. What of that is beyond its own share was
    paid back, and is nobody's to have. Where less has arrived than they had, because a receipt was
    withdrawn, that is all they are due. What a partner had of an award beyond a share that was
    lowered since stays with it."""
    own = min(gone, agreed[0])
    left = max(sum(had), arrived - (gone - own))
    kept = max(0, min(own, left - sum(had)))
    shares = (agreed[0], *map(max, agreed[1:], had))
    return dealt_above(left, shares, (kept, *had))[1:]


def parts_of(amount: int, had: Sequence[int], shares: Sequence[int]) -> tuple[int, ...]:
    """How `amount` goes to the units with these shares, of which they had so much before."""
    after = dealt_above(sum(had) + amount, shares, had)
    return tuple(map(sub, after, had))


def _longest_waiting(parts: Sequence[int], shares: Sequence[int]) -> int:
    """The unit with the greatest share / (2 · part + 1), compared without fractions."""
    first = 0
    for n in range(1, len(parts)):
        if shares[n] * (2 * parts[first] + 1) > shares[first] * (2 * parts[n] + 1):
            first = n
    return first

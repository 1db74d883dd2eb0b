"""A zero or a veto needs several experts to stand (domain §3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from app.ranking.aggregate import ReviewMarks


def standing(named: Iterable[Collection[str]], needed: int) -> frozenset[str]:
    """The keys that at least `needed` experts name; each expert names a key once."""
    counts = Counter(key for keys in named for key in set(keys))
    return frozenset(key for key, number in counts.items() if number >= needed)


def standing_zeros(reviews: Iterable[ReviewMarks], needed: int) -> frozenset[str]:
    """The criteria in which enough experts gave no point at all."""
    return standing(
        ([key for key, mark in review.marks.items() if mark == 0] for review in reviews), needed
    )


def without_lone_zeros(reviews: Sequence[ReviewMarks], needed: int) -> tuple[ReviewMarks, ...]:
    """A zero that does not stand gives way to the mean of what the others gave in that criterion;
    where nobody gave more, it stays. No review is lost by it."""
    if all(all(review.marks.values()) for review in reviews):
        return tuple(reviews)
    stand = standing_zeros(reviews, needed)
    return tuple(
        replace(
            review,
            marks={
                key: mark if mark or key in stand else _mean_of_others(reviews, key)
                for key, mark in review.marks.items()
            },
        )
        for review in reviews
    )


def _mean_of_others(reviews: Iterable[ReviewMarks], key: str) -> Fraction:
    """Of those who gave points; an exact mark, rounded by nobody."""
    given = [Fraction(review.marks[key]) for review in reviews if review.marks.get(key)]
    return sum(given, Fraction(0)) / len(given) if given else Fraction(0)

"""From the experts' marks to the figures of one round (domain §3.3).

Marks are whole hundredths of a point on each criterion's scale of 0-100 (8750 is 87.50). All
reckoning is exact, and `in_hundredths` rounds once, at the end. A missing mark is missing, never
zero: the review is not valid. The order of input changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL_MARK = 100_00
Mark = int | Fraction
"""An expert's mark is whole; the mean that takes the place of a zero need not be."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """`weight` in percent; `technical` ones decide between equal scores."""

    key: str
    weight: int
    technical: bool = False


@dataclass(frozen=True, slots=True)
class ReviewMarks:
    """One expert's marks by criterion; `recommends` is the vote to fund, None when not cast."""

    reviewer: int
    marks: Mapping[str, Mark]
    recommends: bool | None = None


@dataclass(frozen=True, slots=True)
class Outlier:
    """A review further from the median than the call allows: it needs a written reason.

    Both in hundredths of a point; `distance` is above (+) or below (-) the median.
    """

    reviewer: int
    total: int
    distance: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What one round says of one proposal, exact, in hundredths; None where no review is valid.

    `dropped` are the reviewers of the lowest and the highest total; `technical` is the part of the
    mean that comes from technical criteria; the votes are those of valid reviews.
    """

    valid: int
    incomplete: int
    mean: Fraction | None
    median: Fraction | None
    technical: Fraction | None
    dropped: tuple[int, ...]
    outliers: tuple[Outlier, ...]
    votes_for: int
    votes: int

    @property
    def is_supported(self) -> bool:
        """At least half of the votes are for funding; without votes, no."""
        return self.votes > 0 and 2 * self.votes_for >= self.votes


def check_criteria(criteria: Sequence[Criterion]) -> None:
    """Raises ValueError: weights do not sum to 100, one is not positive, or a key stands twice."""
    if sum(criterion.weight for criterion in criteria) != 100:
        raise ValueError("the weights of the criteria must sum to 100")
    if any(criterion.weight <= 0 for criterion in criteria):
        raise ValueError("every criterion weighs something")
    if len({criterion.key for criterion in criteria}) < len(criteria):
        raise ValueError("a criterion stands twice")


def weighted_total(marks: Mapping[str, Mark], criteria: Sequence[Criterion]) -> Fraction | None:
    """Hundredths of a point, exact; None when a mark is missing.

    Raises ValueError: the criteria are not sound, a mark lies outside 0-10000, or is of none.
    """
    check_criteria(criteria)
    if unknown := marks.keys() - {criterion.key for criterion in criteria}:
        raise ValueError(f"marks for criteria the call does not have: {sorted(unknown)}")
    if any(not 0 <= mark <= FULL_MARK for mark in marks.values()):
        raise ValueError("a mark lies between 0 and 100.00 points")
    if any(criterion.key not in marks for criterion in criteria):
        return None
    return _weighed(marks, criteria)


def summarise(
    reviews: Iterable[ReviewMarks],
    criteria: Sequence[Criterion],
    *,
    drop_extremes_from: int,
    outlier_points: int,
) -> Summary:
    """`drop_extremes_from` valid reviews on, the lowest and the highest total do not count for the
    mean; `outlier_points` whole points. Raises ValueError: as `weighted_total`, fewer than 3 in
    `drop_extremes_from`, or one reviewer twice."""
    if drop_extremes_from < 3:
        raise ValueError("dropping two of fewer than three scores leaves none")
    given = list(reviews)
    if len({review.reviewer for review in given}) < len(given):
        raise ValueError("a reviewer stands twice")
    found = [(weighted_total(review.marks, criteria), review) for review in given]
    valid = sorted(
        ((total, review) for total, review in found if total is not None),
        key=lambda pair: (pair[0], pair[1].reviewer),
    )
    totals = [total for total, _ in valid]
    counted = valid[1:-1] if len(valid) >= drop_extremes_from else valid
    technical = [criterion for criterion in criteria if criterion.technical]
    median = _median(totals)
    votes = [review.recommends for _, review in valid if review.recommends is not None]
    return Summary(
        valid=len(valid),
        incomplete=len(given) - len(valid),
        mean=_mean([total for total, _ in counted]),
        median=median,
        technical=_mean([_weighed(review.marks, technical) for _, review in counted]),
        dropped=tuple(r.reviewer for _, r in (valid[:1] + valid[-1:] if counted != valid else [])),
        outliers=_outliers(valid, median, outlier_points),
        votes_for=sum(votes),
        votes=len(votes),
    )


def in_hundredths(exact: Fraction) -> int:
    """Rounded half up; the only rounding there is."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def _weighed(marks: Mapping[str, Mark], criteria: Iterable[Criterion]) -> Fraction:
    return Fraction(sum(marks[c.key] * c.weight for c in criteria), 100)


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _median(ordered: Sequence[Fraction]) -> Fraction | None:
    middle = len(ordered) // 2
    return _mean(
        ordered[middle : middle + 1] if len(ordered) % 2 else ordered[middle - 1 : middle + 1]
    )


def _outliers(
    valid: Iterable[tuple[Fraction, ReviewMarks]], median: Fraction | None, points: int
) -> tuple[Outlier, ...]:
    return tuple(
        Outlier(review.reviewer, in_hundredths(total), in_hundredths(total - median))
        for total, review in valid
        if median is not None and abs(total - median) > points * 100
    )

"""An expert's opinion of one proposal: saved as it is written, complete before it is signed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models import Review
from app.names import unfit
from app.ranking.aggregate import in_hundredths, weighted_total
from app.services.calls.criteria import criteria_of
from app.services.problems import Problems, alone
from app.services.review.vetoes import veto_items
from workflows.engine.text import Text

_NUMBER = re.compile(r"\d{1,3}(\.\d{0,2})?")
_AT_WORK = ("reviewing", "discussing")
COMMENT_MOST = 2000
"""Characters; longer comments belong into the overall opinion of the panel."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the expert typed: points and comments by criterion key, as text; the reason by each
    veto item that is ticked."""

    scores: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    overall: str = ""
    recommends: bool | None = None
    vetoes: Mapping[str, str] = field(default_factory=dict)


def parse_points(typed: str) -> int | Text:
    """Hundredths of a point from 0 to 100, or why the text is no score."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not _NUMBER.fullmatch(text):
        return Text(
            "请填写 0 至 100 的分数，最多两位小数",
            "Enter a score from 0 to 100, with at most two decimal places",
        )
    whole, _, decimals = text.partition(".")
    points = int(whole) * 100 + int(decimals.ljust(2, "0"))
    if points > 100_00:
        return Text("分数不能超过 100", "A score cannot exceed 100")
    return points


def is_open(review: Review) -> bool:
    """Whether scores may still be written."""
    return review.state in ("reading", "revising") and review.group.state in _AT_WORK


def is_overtaken(review: Review, edition: int | None, opinion: Opinion) -> bool:
    """Whether another window has saved something else since this one was opened, at that edition.
    A button pressed twice sends again what stands already; what is signed is no more compared."""
    if edition == review.edition or not is_open(review):
        return False
    return any(getattr(review, name) != value for name, value in _columns(review, opinion).items())


def save(review: Review, opinion: Opinion) -> Problems | None:
    """Keep what has been written so far; gaps are allowed until signing, wrong scores never."""
    if not is_open(review):
        return alone(
            Text(
                "评审意见已签署或已关闭，不能再修改",
                "The review has been signed or closed and can no longer be edited",
            )
        )
    keys = [row["key"] for row in review.group.criteria]
    points = _points(review, opinion)
    wrong = {f"score-{key}": value for key, value in points.items() if isinstance(value, Text)}
    wrong |= _unfit(opinion, keys)
    if wrong:
        return Problems(wrong)
    for name, value in _columns(review, opinion).items():
        setattr(review, name, value)
    review.edition += 1
    total = weighted_total(review.scores, criteria_of(review.group.criteria))
    review.total = None if total is None else in_hundredths(total)
    return None


def _points(review: Review, opinion: Opinion) -> dict[str, int | Text]:
    typed = ((row["key"], opinion.scores.get(row["key"], "")) for row in review.group.criteria)
    return {key: parse_points(points) for key, points in typed if points.strip()}


def _columns(review: Review, opinion: Opinion) -> dict[str, Any]:
    keys = [row["key"] for row in review.group.criteria]
    points = _points(review, opinion)
    return {
        "scores": {key: value for key, value in points.items() if isinstance(value, int)},
        "comments": {key: opinion.comments.get(key, "").strip() for key in keys},
        "overall": opinion.overall.strip(),
        "recommends": opinion.recommends,
        "vetoes": {
            key: opinion.vetoes[key].strip()
            for key in veto_items(review.group)
            if key in opinion.vetoes
        },
    }


def _unfit(opinion: Opinion, keys: list[str]) -> dict[str, Text]:
    texts = {f"comment-{key}": opinion.comments.get(key, "") for key in keys}
    texts |= {f"veto-{key}": reason for key, reason in opinion.vetoes.items()}
    texts["overall"] = opinion.overall
    return {key: why for key, text in texts.items() if (why := unfit(text, COMMENT_MOST))}

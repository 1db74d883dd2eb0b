"""Veto items (否决项): what no score can make up for, once enough experts see it (domain §3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.models import Review, ReviewGroup
from app.ranking.aggregate import ReviewMarks
from app.ranking.zeros import standing, standing_zeros
from workflows.engine.text import Text

VETO_LABELS: dict[str, Text] = {
    "ethics": Text("违反科技伦理", "Breaches research ethics"),
    "safety": Text("存在安全隐患", "Safety risk"),
    "off_topic": Text("不属于指南支持方向", "Outside the topics of the call"),
}


def veto_items(group: ReviewGroup) -> Mapping[str, Text]:
    """What an expert of this panel may tick. At a stage of a race no veto counts: a breach there is
    for supervision (R15)."""
    return {} if group.purpose == "checkpoint" else VETO_LABELS


def standing_vetoes(
    reviews: Sequence[Review], criteria: Sequence[Mapping[str, Any]], needed: int
) -> tuple[Text, ...]:
    """The veto items, and the criteria without a point, that enough of these experts agree on."""
    items = standing((review.vetoes for review in reviews), needed)
    marks = [ReviewMarks(review.id, review.scores) for review in reviews]
    zeros = standing_zeros(marks, needed)
    found = [label for key, label in VETO_LABELS.items() if key in items]
    found += [
        Text(f"“{row['zh']}”零分", f"zero points for “{row['en'] or row['zh']}”")
        for row in criteria
        if row["key"] in zeros
    ]
    return tuple(found)

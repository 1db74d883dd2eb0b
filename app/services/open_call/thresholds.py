"""Does a bid, and later the contract of whoever won, reach what the list posted? (B4, B13)"""

from __future__ import annotations

from collections.abc import Mapping

from app.models import ItemMetric, Proposal
from app.services.metric_values import SIGNS, number, reaches
from workflows.engine.text import Text


def posted_for(bid: Proposal) -> dict[int, ItemMetric]:
    """What the list posted for each metric of a bid, by id of the bid's metric."""
    posted = {m.id: m for m in (bid.item.metrics if bid.item else ())}
    return {m.id: posted[m.item_metric_id] for m in bid.metrics if m.item_metric_id in posted}


def promised_below(bid: Proposal) -> tuple[Text, ...]:
    """Each promise of a bid that does not reach what is posted, with the gap."""
    promises = {m.item_metric_id: m.target for m in bid.metrics if m.target}
    return tuple(
        _words(posted, promises[posted.id], Text("承诺", "promised"))
        for posted in (bid.item.metrics if bid.item else ())
        if posted.id in promises
        and not reaches(posted.direction, posted.threshold, promises[posted.id])
    )


def contracted_below(bid: Proposal, targets: Mapping[int, str]) -> tuple[Text, ...]:
    """Each posted metric that these targets, by id of the bid's metric, miss or leave out."""
    ours = {m.item_metric_id: targets.get(m.id, "") for m in bid.metrics}
    return tuple(
        _words(posted, ours.get(posted.id, ""), Text("任务书", "contract"))
        for posted in (bid.item.metrics if bid.item else ())
        if not reaches(posted.direction, posted.threshold, ours.get(posted.id, ""))
    )


def _words(posted: ItemMetric, value: str, what: Text) -> Text:
    """“导热系数（榜单 ≥ 0.8 W/(m·K)，任务书 0.7，差 0.1）”."""
    wanted = f"{SIGNS[posted.direction]} {posted.threshold} {posted.unit}".strip()
    if not value:
        return Text(
            f"{posted.name}（榜单 {wanted}，{what.zh}删去）",
            f"{posted.name} (posted {wanted}, removed)",
        )
    threshold, given = number(posted.threshold), number(value)
    gap = abs(threshold - given) if threshold is not None and given is not None else "—"
    return Text(
        f"{posted.name}（榜单 {wanted}，{what.zh} {value}，差 {gap}）",
        f"{posted.name} (posted {wanted}, {what.en} {value}, {gap} short)",
    )

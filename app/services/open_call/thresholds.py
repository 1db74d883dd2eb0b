"""Does a contract of a claimed item still reach what the list posted? (B13)"""

from __future__ import annotations

from collections.abc import Mapping

from app.models import ItemMetric, Proposal
from app.services.contracts.limits import SIGNS, number, reaches
from workflows.engine.text import Text


def below_posting(bid: Proposal, targets: Mapping[int, str]) -> tuple[Text, ...]:
    """Each posted metric that these targets, by id of the bid's metric, miss or leave out."""
    if bid.item is None:
        return ()
    ours = {m.item_metric_id: targets.get(m.id, "") for m in bid.metrics}
    return tuple(
        _words(posted, ours.get(posted.id, ""))
        for posted in bid.item.metrics
        if not reaches(posted.direction, posted.threshold, ours.get(posted.id, ""))
    )


def _words(posted: ItemMetric, target: str) -> Text:
    """“导热系数：榜单 ≥ 0.8 W/(m·K)，任务书 0.7，差 0.1”."""
    wanted = f"{SIGNS[posted.direction]} {posted.threshold} {posted.unit}".strip()
    if not target:
        return Text(
            f"{posted.name}（榜单 {wanted}，任务书删去）",
            f"{posted.name} (posted {wanted}, left out of the contract)",
        )
    threshold, value = number(posted.threshold), number(target)
    gap = abs(threshold - value) if threshold is not None and value is not None else "—"
    return Text(
        f"{posted.name}（榜单 {wanted}，任务书 {target}，差 {gap}）",
        f"{posted.name} (posted {wanted}, contract {target}, {gap} short)",
    )

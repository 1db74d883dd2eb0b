"""How a metric and a node of a posting read in one line."""

from __future__ import annotations

from app.documents.payload import in_words
from app.models import ItemMetric, ItemNode

DIRECTIONS = {"at_least": "不低于", "at_most": "不高于", "equal": "等于"}


def metric_line(metric: ItemMetric) -> str:
    core = "（核心）" if metric.is_core else ""
    return f"{metric.name}{DIRECTIONS[metric.direction]}{metric.threshold}{metric.unit}{core}"


def node_line(node: ItemNode) -> str:
    return f"{in_words(node.due_on)}：{node.title}"

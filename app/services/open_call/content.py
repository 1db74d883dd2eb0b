"""The content of a posting: read from an item, written to it, compared, and what it lacks (B3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.canonical import canonical_json
from app.models import Item, ItemMetric, ItemNode
from app.services.metric_values import number
from app.services.open_call.comparing import Change, changes
from workflows.engine.text import Text

Content = Mapping[str, Any]
"""Plain values: texts, whole numbers in 分, ISO dates, lists of rows."""

TEXTS: dict[str, Text] = {
    "title": Text("榜题名称", "title"),
    "target": Text("需求目标", "goal"),
    "content": Text("攻关内容", "development work"),
    "requirements": Text("考核要求", "assessment requirements"),
    "end_user": Text("最终用户", "end user"),
    "acceptance": Text("验收方式", "acceptance method"),
    "rights": Text("知识产权规则", "intellectual property rules"),
}
METRIC_FIELDS = (
    "name",
    "unit",
    "direction",
    "threshold",
    "test_method",
    "evidence_kind",
    "is_core",
)
LABELS: dict[str, Text] = TEXTS | {
    "ceiling": Text("财政出资上限", "maximum public funds"),
    "cofunding": Text("发榜单位出资", "demand side's contribution"),
    "metrics": Text("考核指标", "metrics"),
    "nodes": Text("时间节点", "milestones"),
}
_ROW_LABELS: dict[str, Text] = {
    "name": Text("指标", "metric"),
    "unit": Text("单位", "unit"),
    "direction": Text("方向", "direction"),
    "threshold": Text("门槛值", "threshold"),
    "test_method": Text("测试方法", "test method"),
    "evidence_kind": Text("佐证类型", "type of evidence"),
    "is_core": Text("是否核心", "core metric or not"),
    "title": Text("节点名称", "milestone name"),
    "due_on": Text("日期", "date"),
}
_WORDING_ONLY = frozenset({"title", "acceptance"})
"""What may change without changing what is asked of a bidder."""


def content_of(item: Item) -> dict[str, Any]:
    return {
        **{key: getattr(item, key) for key in TEXTS},
        "ceiling": item.ceiling,
        "cofunding": item.cofunding,
        "metrics": [{key: getattr(m, key) for key in METRIC_FIELDS} for m in item.metrics],
        "nodes": [{"title": n.title, "due_on": n.due_on.isoformat()} for n in item.nodes],
    }


def working_copy(item: Item) -> dict[str, Any]:
    """What an editor starts from: the unpublished draft, or the content as it stands."""
    return dict(item.draft) or content_of(item)


def as_worked_on(item: Item) -> dict[str, Any]:
    """The working copy as a page reads an item, with what no draft changes."""
    copy = working_copy(item)
    days = [{**row, "due_on": date.fromisoformat(row["due_on"])} for row in copy["nodes"]]
    return {
        **copy,
        "nodes": days,
        "demander": item.demander,
        "technology_field": item.technology_field,
    }


def in_order(content: Content) -> Content:
    """With its milestones by their days."""
    return {**content, "nodes": sorted(content["nodes"], key=lambda node: node["due_on"])}


def write(item: Item, content: Content) -> None:
    for key in (*TEXTS, "ceiling", "cofunding"):
        setattr(item, key, content[key])
    if content["metrics"] != content_of(item)["metrics"]:
        item.metrics = [ItemMetric(position=n, **row) for n, row in enumerate(content["metrics"])]
    item.nodes = [
        ItemNode(position=n, title=row["title"], due_on=date.fromisoformat(row["due_on"]))
        for n, row in enumerate(content["nodes"])
    ]


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    return changes(dict(before), dict(after))


def place_of(path: str) -> Text:
    """The field a change is about, in words: of a row of a table its number and the column."""
    part, *within = path.split(".")
    words = LABELS[part]
    if not within:
        return words
    number, column = str(int(within[0]) + 1), _ROW_LABELS.get(within[-1])
    row = Text("{part} 第 {n} 行", "{part}, row {n}").format(part=words, n=number)
    return (
        row
        if column is None
        else Text("{row} · {column}", "{row}: {column}").format(row=row, column=column)
    )


def changed_parts(before: Content, after: Content) -> tuple[Text, ...]:
    return tuple(words for key, words in LABELS.items() if before.get(key) != after.get(key))


def material_parts(before: Content, after: Content) -> tuple[Text, ...]:
    """Changes of target, money, time or scope: they restart the window (C5, B8)."""
    return tuple(
        words
        for key, words in LABELS.items()
        if key not in _WORDING_ONLY and before.get(key) != after.get(key)
    )


def digest_of_asked(content: Content) -> str:
    """SHA-256 of what experts argue and bidders answer: all but the wording."""
    asked = {key: content[key] for key in LABELS if key not in _WORDING_ONLY}
    return hashlib.sha256(canonical_json(asked)).hexdigest()


def missing_parts(item: Item, content: Content) -> tuple[Text, ...]:
    """The four mandatory parts, the end user, the ceiling, acceptance and rights (plan, 表5)."""
    lacking = [words for key, words in TEXTS.items() if not str(content[key]).strip()]
    if item.technology_field_id is None:
        lacking.append(Text("技术领域", "technology field"))
    if not content["metrics"]:
        lacking.append(LABELS["metrics"])
    if not content["nodes"]:
        lacking.append(LABELS["nodes"])
    if content["ceiling"] <= 0:
        lacking.append(LABELS["ceiling"])
    return tuple(lacking)


def metric_problems(rows: Sequence[Mapping[str, Any]]) -> Iterator[Text]:
    """Why a metric cannot be tested: no number, no unit, no method, no kind of evidence."""
    for row in rows:
        name = row["name"]
        if number(row["threshold"]) is None:
            yield Text(f"“{name}”的门槛值不是数字", f"the threshold of “{name}” is not a number")
        if not row["test_method"].strip():
            yield Text(f"“{name}”缺少测试方法", f"“{name}” has no test method")
        if not row["evidence_kind"].strip():
            yield Text(f"“{name}”缺少佐证类型", f"“{name}” has no type of evidence")
    if rows and not any(row["is_core"] for row in rows):
        yield Text("没有核心指标", "there is no core metric")


def nodes_passed(rows: Sequence[Mapping[str, Any]], today: date) -> tuple[str, ...]:
    """Time nodes that nobody could still reach."""
    return tuple(
        f"{row['title']} {row['due_on']}"
        for row in rows
        if date.fromisoformat(row["due_on"]) <= today
    )

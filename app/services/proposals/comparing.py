"""What changed between two submitted versions, in words, for the checker and for the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.services.contracts.differing import Difference, Line, as_written, between
from app.services.metric_values import SIGNS
from app.services.proposals.completeness import SECTION_LABELS
from app.services.proposals.snapshot import ANSWER
from workflows.engine.calendar import SHANGHAI
from workflows.engine.money import amount_text
from workflows.engine.text import Text

Content = Mapping[str, Any]


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """Of a long text only the paragraphs that are not in the other version. None of a bid while it
    is sealed, nor once it was destroyed."""
    if not before or not after:
        return ()
    return tuple(map(_shortened, between(_said(before), _said(after))))


def _said(content: Content) -> Iterator[Line]:
    for key, label in _FIELDS.items():
        yield label, as_written(content[key] or "—")
    term = f"{content['starts_on'] or '—'} — {content['ends_on'] or '—'}"
    yield Text("起止日期", "Start and end dates"), as_written(term)
    yield Text("申请经费", "Funds requested"), amount_text(content["requested"])
    yield Text("自筹经费", "Own funds"), amount_text(content["matching"])
    for key, label in SECTION_LABELS.items():
        yield label, as_written(content["sections"].get(key) or "—")
    yield from _people(content)
    yield from _work(content)
    for file in content["attachments"]:
        yield _FILE.format(name=file["name"]), as_written(f"SHA-256 {file['sha256'][:16]}…")
    if signed := content["pledged_at"]:
        at = datetime.fromisoformat(signed).astimezone(SHANGHAI)
        yield Text("科研诚信承诺", "Research integrity pledge"), as_written(f"{at:%Y-%m-%d %H:%M}")


def _people(content: Content) -> Iterator[Line]:
    for unit in content["units"]:
        named = {"name": unit["name"]}
        yield _UNIT.format(**named), as_written(unit["tasks"] or "—")
        yield _FISCAL_OF.format(**named), amount_text(unit["fiscal"])
        yield _OWN_OF.format(**named), amount_text(unit["own"])
    for member in content["members"]:
        said = _MEMBER.format(unit=member["unit"], duty=member["duty"], months=member["months"])
        yield _MEMBER_NAME.format(name=member["name"]), said


def _work(content: Content) -> Iterator[Line]:
    for row in content["metrics"]:
        target = f"{SIGNS[row['direction']]} {row['target']} {row['unit']}"
        said = _CORE.format(target=target) if row["is_core"] else as_written(target)
        yield _METRIC.format(name=row["name"]), said
        yield _METHOD.format(name=row["name"]), as_written(row["test_method"] or "—")
        yield from _answer(row)
    for milestone in content["milestones"]:
        said = as_written(f"{milestone['due_on'] or '—'} {milestone['deliverable']}")
        yield _MILESTONE.format(name=milestone["title"]), said
    for row in content["budget"]:
        yield _FISCAL_UNDER.format(name=row["heading"]), amount_text(row["fiscal"])
        yield _OWN_UNDER.format(name=row["heading"]), amount_text(row["own"])
        if row["note"]:
            yield _NOTE.format(name=row["heading"]), as_written(row["note"])


def _answer(row: Mapping[str, Any]) -> Iterator[Line]:
    """Of a bid: how it means to reach the metric."""
    if ANSWER not in row:
        return
    said = row[ANSWER]
    for key, label in _ANSWERED.items():
        yield label.format(name=row["name"]), as_written(said[key] or "—")
    yield _PRICE.format(name=row["name"]), amount_text(said["price"])


def _shortened(found: Difference) -> Difference:
    if found.where not in SECTION_LABELS.values() or not (found.before and found.after):
        return found
    old, new = found.before.zh.splitlines(), found.after.zh.splitlines()
    gone, come = [p for p in old if p not in new], [p for p in new if p not in old]
    if not gone and not come:  # the same paragraphs in another order
        return found
    return Difference(found.where, _joined(gone), _joined(come))


def _joined(paragraphs: list[str]) -> Text | None:
    return as_written("\n".join(paragraphs)) if paragraphs else None


_FIELDS = {
    "title": Text("项目名称", "Title"),
    "title_en": Text("英文名称", "English title"),
    "leader": Text("项目负责人", "Project leader"),
    "lead_unit": Text("牵头单位", "Lead unit"),
    "technology_field": Text("技术领域", "Technology field"),
    "plan_task": Text("对应的规划任务", "Plan task served"),
}
_UNIT = Text("参加单位“{name}”承担任务", "Tasks of participating unit “{name}”")
_FISCAL_OF = Text("参加单位“{name}”的财政资金", "Public funds of participating unit “{name}”")
_OWN_OF = Text("参加单位“{name}”的自筹资金", "Own funds of participating unit “{name}”")
_MEMBER_NAME = Text("成员“{name}”", "Member “{name}”")
_MEMBER = Text("{unit}，{duty}，{months} 个月", "{unit}, {duty}, {months} months")
_METRIC = Text("指标“{name}”", "Metric “{name}”")
_CORE = Text("{target}（核心）", "{target} (core)")
_METHOD = Text("“{name}”的测试方法", "Test method of “{name}”")
_ANSWERED = {
    "route": Text("“{name}”的技术路线", "Technical route for “{name}”"),
    "evidence": Text("“{name}”的依据与佐证", "Basis and evidence for “{name}”"),
    "plan": Text("“{name}”的进度安排", "Schedule for “{name}”"),
}
_PRICE = Text("“{name}”的该项报价", "Price of “{name}”")
_MILESTONE = Text("节点“{name}”", "Milestone “{name}”")
_FISCAL_UNDER = Text("预算“{name}”的财政资金", "Public funds under “{name}”")
_OWN_UNDER = Text("预算“{name}”的自筹资金", "Own funds under “{name}”")
_NOTE = Text("预算“{name}”的说明", "Note on “{name}”")
_FILE = Text("附件“{name}”", "Attachment “{name}”")

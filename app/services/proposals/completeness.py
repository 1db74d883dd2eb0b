"""What a form still lacks before it can be submitted, in words for the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from app.models import Proposal
from app.models.proposals import SECTIONS
from workflows.engine.text import Text

SECTION_LABELS: dict[str, Text] = {
    "summary": Text("项目摘要", "Summary"),
    "necessity": Text("必要性", "Need"),
    "innovation": Text("创新点", "Novelty"),
    "route": Text("技术路线", "Technical route"),
    "foundation": Text("研究基础", "Groundwork"),
    "prospects": Text("应用前景与效益", "Prospects and benefit"),
    "risks": Text("风险与应对", "Risks"),
}
SECTION_MOST = 5000
"""Characters in one section."""

assert tuple(SECTION_LABELS) == SECTIONS


def form_problems(proposal: Proposal) -> tuple[str, ...]:
    return (
        *_basics(proposal),
        *_sections(proposal),
        *_metrics(proposal),
        *_milestones(proposal),
        *_money(proposal),
    )


def missing_files(proposal: Proposal) -> tuple[str, ...]:
    """What the call asks for and nobody has attached."""
    there = {a.key for a in proposal.attachments}
    return tuple(f["zh"] for f in proposal.call.required_files if f["key"] not in there)


def _basics(proposal: Proposal) -> Iterator[str]:
    if not proposal.title.strip():
        yield "未填写项目名称"
    if proposal.technology_field_id is None:
        yield "未选择技术领域"
    if proposal.starts_on is None or proposal.ends_on is None:
        yield "未填写起止日期"
    elif proposal.starts_on >= proposal.ends_on:
        yield "结束日期须晚于开始日期"


def _sections(proposal: Proposal) -> Iterator[str]:
    for key, label in SECTION_LABELS.items():
        length = len(str(proposal.sections.get(key, "")).strip())
        if length == 0:
            yield f"未填写{label.zh}"
        elif length > SECTION_MOST:
            yield f"{label.zh}超过 {SECTION_MOST} 字"


def _metrics(proposal: Proposal) -> Iterator[str]:
    if not proposal.metrics:
        yield "至少填写一项考核指标"
    for metric in proposal.metrics:
        if not is_number(metric.target):
            yield f"指标“{metric.name}”的目标值不是数字"
        if not metric.test_method.strip():
            yield f"指标“{metric.name}”未填写测试方法"


def _milestones(proposal: Proposal) -> Iterator[str]:
    if not proposal.milestones:
        yield "至少填写一个节点"
    if proposal.starts_on is None or proposal.ends_on is None:
        return
    for milestone in proposal.milestones:
        if not proposal.starts_on <= milestone.due_on <= proposal.ends_on:
            yield f"节点“{milestone.title}”不在项目起止日期之内"


def _money(proposal: Proposal) -> Iterator[str]:
    if proposal.requested <= 0:
        yield "申请经费须大于零"
    if proposal.call.award_most and proposal.requested > proposal.call.award_most:
        yield f"申请经费超过单项上限 {proposal.call.award_most // 1_000_000} 万元"
    if sum(line.fiscal for line in proposal.budget_lines) != proposal.requested:
        yield "预算科目中财政资金合计与申请经费不一致"
    if sum(line.own for line in proposal.budget_lines) != proposal.matching:
        yield "预算科目中自筹资金合计与自筹经费不一致"


def is_number(typed: str) -> bool:
    try:
        return Decimal(typed.strip()).is_finite()
    except InvalidOperation:
        return False

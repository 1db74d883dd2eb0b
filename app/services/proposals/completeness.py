"""What a form still lacks before it can be submitted, in words for the applicant."""

from __future__ import annotations

from collections.abc import Iterator

from app.models import Proposal
from app.models.proposals import SECTIONS
from app.services.eligibility.engaged import least_asked
from app.services.metric_values import number
from app.services.money.budgets import indirect_excess
from app.services.review.blinding import files_asked
from workflows.engine.money import amount_text
from workflows.engine.text import Text

SECTION_LABELS: dict[str, Text] = {
    "summary": Text("项目摘要", "Summary"),
    "necessity": Text("必要性", "Need"),
    "innovation": Text("创新点", "Innovation"),
    "route": Text("技术路线", "Technical route"),
    "foundation": Text("研究基础", "Research basis"),
    "prospects": Text("应用前景与效益", "Application prospects and benefits"),
    "risks": Text("风险与应对", "Risks and responses"),
}
SECTION_MOST = 5000
"""Characters in one section."""

assert tuple(SECTION_LABELS) == SECTIONS


def form_problems(proposal: Proposal) -> tuple[Text, ...]:
    return tuple(words for part in (*_WRITTEN.values(), _months) for words in part(proposal))


def lacking(proposal: Proposal) -> dict[str, tuple[Text, ...]]:
    """What stands between each part of the form and submission; parts without anything are left
    out."""
    found = {part: tuple(check(proposal)) for part, check in (_WRITTEN | _GIVEN).items()}
    return {part: words for part, words in found.items() if words}


def missing_files(proposal: Proposal) -> tuple[Text, ...]:
    """What the call asks for and nobody has attached."""
    there = {a.key for a in proposal.attachments}
    return tuple(
        Text(f["zh"], f["en"] or f["zh"])
        for f in files_asked(proposal.call)
        if f["key"] not in there
    )


def _basics(proposal: Proposal) -> Iterator[Text]:
    if not proposal.title.strip():
        yield Text("未填写项目名称", "the project title is missing")
    if proposal.technology_field_id is None:
        yield Text("未选择技术领域", "no technology field is chosen")
    if proposal.call.tasks and proposal.plan_task not in proposal.call.tasks:
        yield Text("未选择对应的规划任务", "no plan task is chosen")
    if proposal.starts_on is None or proposal.ends_on is None:
        yield Text("未填写起止日期", "the start and end dates are missing")
    elif proposal.starts_on >= proposal.ends_on:
        yield Text("结束日期须晚于开始日期", "the end date must be after the start date")
    if (proposal.leader_months or 0) < (least := least_asked(proposal.call)):
        yield Text(
            f"项目负责人每年投入应不少于 {least} 个月",
            f"the project leader must commit at least {least} months a year",
        )


def _sections(proposal: Proposal) -> Iterator[Text]:
    for key, label in SECTION_LABELS.items():
        length = len(str(proposal.sections.get(key, "")).strip())
        if length == 0:
            yield Text(f"未填写{label.zh}", f"“{label.en}” is missing")
        elif length > SECTION_MOST:
            yield Text(
                f"{label.zh}超过 {SECTION_MOST} 字",
                f"“{label.en}” is longer than {SECTION_MOST} characters",
            )


def _metrics(proposal: Proposal) -> Iterator[Text]:
    if not proposal.metrics:
        yield Text("至少填写一项考核指标", "enter at least one metric")
    for metric in proposal.metrics:
        if number(metric.target) is None:
            yield Text(
                f"指标“{metric.name}”的目标值不是数字",
                f"the target of metric “{metric.name}” is not a number",
            )
        if not metric.test_method.strip():
            yield Text(
                f"指标“{metric.name}”未填写测试方法",
                f"metric “{metric.name}” has no test method",
            )


def _milestones(proposal: Proposal) -> Iterator[Text]:
    if not proposal.milestones:
        yield Text("至少填写一个节点", "enter at least one milestone")
    if proposal.starts_on is None or proposal.ends_on is None:
        return
    for milestone in proposal.milestones:
        if not proposal.starts_on <= milestone.due_on <= proposal.ends_on:
            yield Text(
                f"节点“{milestone.title}”不在项目起止日期之内",
                f"milestone “{milestone.title}” is outside the project's start and end dates",
            )


def _money(proposal: Proposal) -> Iterator[Text]:
    if proposal.requested <= 0:
        yield Text("申请经费须大于零", "the funds requested must be above zero")
    if proposal.call.award_most and proposal.requested > proposal.call.award_most:
        yield Text(
            "申请经费超过单项上限 {most}",
            "the funds requested exceed the maximum award per project, {most}",
        ).format(most=amount_text(proposal.call.award_most))
    if sum(line.fiscal for line in proposal.budget_lines) != proposal.requested:
        yield Text(
            "预算科目中财政资金合计与申请经费不一致",
            "public funds in the budget do not match the funds requested",
        )
    if sum(line.own for line in proposal.budget_lines) != proposal.matching:
        yield Text(
            "预算科目中自筹资金合计与自筹经费不一致",
            "own funds in the budget do not match the own funds stated",
        )
    if proposal.call.budget_mode != "lump_sum":
        lines = ((line.heading, line.fiscal) for line in proposal.budget_lines)
        for words in indirect_excess(lines, proposal.call.parameters):
            yield Text(
                "间接费用超出比例上限：{how}", "indirect costs exceed the cap: {how}"
            ).format(how=words)


def _shares(proposal: Proposal) -> Iterator[Text]:
    """What the partners of a consortium have is part of the whole; the rest is the lead unit's."""
    if sum(unit.fiscal for unit in proposal.units) > proposal.requested:
        yield Text(
            "参加单位的财政资金合计超过申请经费",
            "participating units' public funds exceed the funds requested",
        )
    if sum(unit.own for unit in proposal.units) > proposal.matching:
        yield Text(
            "参加单位的自筹资金合计超过自筹经费",
            "participating units' own funds exceed the own funds stated",
        )


def _members(proposal: Proposal) -> Iterator[Text]:
    for member in proposal.members:
        if member.confirmed_at is None:
            yield Text(
                f"{member.name}尚未本人确认参加",
                f"{member.name} has not confirmed taking part in person",
            )

    yield from _months(proposal)


def _months(proposal: Proposal) -> Iterator[Text]:
    """Whoever was listed before the call asked says it anew."""
    if not least_asked(proposal.call):
        return
    for member in proposal.members:
        if not member.months_a_year:
            yield Text(
                f"成员{member.name}未填写每年投入月数，请移除后重新列入",
                f"months a year missing for member {member.name}: remove and add them again",
            )


def _attachments(proposal: Proposal) -> Iterator[Text]:
    for name in missing_files(proposal):
        yield Text("未上传{name}", "{name} has not been uploaded").format(name=name)


def _pledge(proposal: Proposal) -> Iterator[Text]:
    if proposal.pledged_at is None:
        yield Text("未签署诚信承诺", "the integrity pledge has not been signed")


_WRITTEN = {
    "basics": _basics,
    "sections": _sections,
    "metrics": _metrics,
    "milestones": _milestones,
    "budget": _money,
    "units": _shares,
}
_GIVEN = {"members": _members, "attachments": _attachments, "pledge": _pledge}
"""What is not written in the form; guards of their own ask for it."""

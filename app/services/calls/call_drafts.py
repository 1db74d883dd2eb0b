"""What an officer writes of a call, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.models import PlanTask, Programme
from app.services.calls import criteria
from app.services.calls.criteria import CriterionRow
from app.services.calls.programmes import name_of
from app.services.races.finding import MECHANISM
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.modes import LEAD, NODES, payee_modes_of, payment_modes_of
from workflows.parameters import DEFAULTS, PARAMETERS, Parameter, parameters_of

BUDGET_MODES: dict[str, Text] = {
    "headings": Text("按科目编制预算", "Budget by headings"),
    "lump_sum": Text("经费包干制", "Lump sum"),
}


EDITABLE = ("draft", "arguing")
"""Where nobody has been consulted yet: a list (榜单) is written to its end beside its needs."""


RULE = "rule."
"""Before the key of a parameter, where it is a part of a call."""
CALL_PARTS: dict[str, Text] = {
    "year": Text("年度", "year"),
    "title": Text("指南名称", "title"),
    "title_en": Text("英文名称", "English title"),
    "guide": Text("支持方向", "topics"),
    "guide_en": Text("支持方向（英文）", "topics in English"),
    "conditions": Text("申报条件", "eligibility conditions"),
    "contact": Text("联系人", "contact"),
    "contact_phone": Text("联系电话", "phone number"),
    "budget": Text("经费总额", "total budget"),
    "award_most": Text("单项资助上限", "maximum award per project"),
    "planned_awards": Text("拟支持项数", "number of awards planned"),
    "budget_mode": Text("经费管理", "budget management"),
    "payment_mode": Text("拨付方式", "payment method"),
    "payee_mode": Text("联合申报经费拨付", "payments for joint applications"),
    "tasks": Text("服务的规划任务", "plan tasks served"),
    "open_at": Text("申报开始", "application opening time"),
    "close_at": Text("申报截止", "application closing time"),
    "recommend_until": Text("推荐截止", "recommendation deadline"),
    "criteria": Text("评审指标", "criteria"),
    "required_files": Text("附件要求", "required attachments"),
    **{f"{RULE}{parameter.key}": parameter.label for parameter in PARAMETERS},
}
"""What is said of an edit to have been changed."""


@dataclass(frozen=True, slots=True)
class RequiredFile:
    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDraft:
    """All an officer writes of a call. Money in 分, moments aware, `rules` as in
    workflows.parameters."""

    year: int
    title: str
    title_en: str = ""
    guide: str = ""
    guide_en: str = ""
    conditions: str = ""
    contact: str = ""
    contact_phone: str = ""
    budget: int = 0
    award_most: int = 0
    planned_awards: int = 1
    budget_mode: str = "headings"
    payment_mode: str = NODES
    payee_mode: str = LEAD
    open_at: datetime | None = None
    close_at: datetime | None = None
    recommend_until: datetime | None = None
    rules: Mapping[str, int]
    criteria: tuple[CriterionRow, ...]
    required_files: tuple[RequiredFile, ...] = ()
    tasks: tuple[PlanTask, ...] = ()


def problems_of(
    written: CallDraft, mechanism: str, programme: Programme
) -> Iterator[tuple[str, Text]]:
    """Each with the field it speaks of; `rule_` goes before the key of a parameter."""
    if not written.title.strip():
        yield "title", Text("请填写指南名称", "Enter the title of the call")
    if any(task.programme_id != programme.id for task in written.tasks):
        yield (
            "tasks",
            Text(
                f"规划任务须属于“{name_of(programme).zh}”专项",
                f"The plan tasks must belong to the programme “{name_of(programme).en}”",
            ),
        )
    if problem := criteria.faults(written.criteria):
        yield "criteria", problem
    if any(not row.zh.strip() for row in written.required_files):
        yield "required_files", Text("每份附件须有名称", "Every attachment needs a name")
    yield from _money_problems(written, mechanism)
    yield from _window_problems(written)
    yield from rule_problems(written.rules, mechanism)


def _money_problems(written: CallDraft, mechanism: str) -> Iterator[tuple[str, Text]]:
    if written.planned_awards < 1:
        yield "planned_awards", Text("拟立项数至少为 1", "Plan for at least one award")
    if written.award_most > written.budget:
        yield (
            "award_most",
            Text(
                "单项资助上限不得超过总预算 {budget}",
                "The maximum award per project must not exceed the total budget, {budget}",
            ).format(budget=amount_text(written.budget)),
        )
    if written.budget_mode not in BUDGET_MODES:
        yield "budget_mode", Text("请选择预算方式", "Choose how budgets are managed")
    if written.payment_mode not in payment_modes_of(mechanism):
        yield (
            "payment_mode",
            Text(
                "揭榜挂帅按军令状约定的里程碑拨付，赛马按节点结论分配，"
                "不设后补助；公开竞争可选按节点、分段补助或后补助",
                "Open calls pay by the milestones in the pledge and races by stage results; "
                "neither can use post-completion subsidy. Open competition can pay by milestone, "
                "in instalments or by post-completion subsidy",
            ),
        )
    if written.payee_mode not in payee_modes_of(mechanism):
        yield (
            "payee_mode",
            Text(
                "赛马经费拨付牵头单位，由其转拨",
                "In a race, funds go to the lead unit, which forwards them",
            ),
        )


def _window_problems(written: CallDraft) -> Iterator[tuple[str, Text]]:
    opens, closes, recommends = written.open_at, written.close_at, written.recommend_until
    if closes and not opens:
        yield "open_at", Text("请填写开始时间", "Enter an opening time")
    if opens and closes:
        least = written.rules.get("apply_days", DEFAULTS["apply_days"])
        if closes < opens + timedelta(days=least):
            yield (
                "close_at",
                Text(
                    f"申报期不得少于 {least} 天：截止时间须晚于开始时间 {least} 天以上",
                    f"Applications must be open for at least {least} days: set the closing time at "
                    f"least {least} days after the opening time",
                ),
            )
    if recommends and (closes is None or recommends <= closes):
        yield (
            "recommend_until",
            Text(
                "推荐截止须晚于申报截止",
                "The recommendation deadline must be after applications close",
            ),
        )


def rule_problems(rules: Mapping[str, int], mechanism: str) -> Iterator[tuple[str, Text]]:
    for parameter in parameters_of(mechanism):
        value = rules.get(parameter.key)
        if value is None or not parameter.least <= value <= parameter.most:
            yield f"rule_{parameter.key}", _out_of_range(parameter)
    for key in _ODD:
        if rules.get(key, 1) % 2 == 0:
            yield f"rule_{key}", _NOT_ODD
    if mechanism == "open_call":
        yield from open_call_problems(rules)
    if mechanism == MECHANISM:
        yield from race_problems(rules)
    if rules.get("enterprise_percent", 0) > rules.get("enterprise_percent_most", 100):
        yield (
            "rule_enterprise_percent_most",
            _BELOW_ITS_LEAST,
        )
    if rules.get("min_valid_reviews", 0) > rules.get("panel_size", 0):
        yield (
            "rule_min_valid_reviews",
            Text(
                "有效评分下限不得大于每组专家数",
                "The minimum number of valid scores cannot exceed the number of experts per panel",
            ),
        )


def race_problems(rules: Mapping[str, int]) -> Iterator[tuple[str, Text]]:
    """Numbers of a race that contradict each other (C9, R2, R7-R9, §3.7)."""
    if rules.get("min_valid", 0) < rules.get("race_teams_least", 0):
        yield (
            "rule_min_valid",
            Text("不得少于入围团队下限", "Must not be less than the minimum number of teams"),
        )
    if rules.get("race_teams_most", 0) < rules.get("race_teams_least", 0):
        yield "rule_race_teams_most", _BELOW_ITS_LEAST
    if rules.get("race_routes_least", 0) > rules.get("race_teams_most", 0):
        yield (
            "rule_race_routes_least",
            Text("不得多于入围团队上限", "Must not be more than the maximum number of teams"),
        )
    if rules.get("race_hold_line", 0) > rules.get("race_pass_line", 0):
        yield "rule_race_hold_line", Text("不得高于晋级线", "Must not be above the pass line")
    if rules.get("race_base_percent", 0) + rules.get("race_merit_percent", 0) > 100:
        yield (
            "rule_race_merit_percent",
            Text(
                "基本与绩效两部分合计不得超过 100%",
                "Base and merit shares must not exceed 100% together",
            ),
        )


_ODD = ("defence_panel_size", "race_panel_size")
"""Panels that vote: P10, R6."""
_NOT_ODD = Text("专家数须为单数", "The number of experts must be odd")
_BELOW_ITS_LEAST = Text("上限不得小于下限", "The upper limit must not be below the lower limit")


def open_call_problems(rules: Mapping[str, int]) -> Iterator[tuple[str, Text]]:
    """Whoever can, may (B4); an odd panel of seven or more, users under a third of it (B10)."""
    for key in ("age_most", "unit_age_years_least"):
        if rules.get(key, 0):
            yield (
                f"rule_{key}",
                Text(
                    "揭榜挂帅不设年龄、注册年限门槛，须为 0",
                    "Open calls set no limit on age or years of registration: this must be 0",
                ),
            )
    size = rules.get("panel_size", 0)
    if size < 7 or size % 2 == 0:
        yield (
            "rule_panel_size",
            Text(
                "评榜专家不少于 7 人且为单数",
                "There must be at least 7 evaluation experts, and an odd number",
            ),
        )
    if rules.get("user_seats", 0) * 3 >= size:
        yield (
            "rule_user_seats",
            Text("用户席位须少于三分之一", "Fewer than a third of the seats can be users"),
        )


def _out_of_range(parameter: Parameter) -> Text:
    return Text(
        f"“{parameter.label.zh}”须为 {parameter.least} 至 {parameter.most} 之间的整数",
        f"“{parameter.label.en}” must be a whole number from {parameter.least} to {parameter.most}",
    )

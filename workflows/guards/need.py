"""Rules of a need until its item is posted: complete, measurable, argued; domain B1-B3."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards.examples import ITEM, LATER, LONG_AGO
from workflows.guards.item import ItemGuard
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import (
    DECIDES,
    DEMANDER,
    EXPERT,
    MANAGER,
    OFFICER,
    SUPERVISOR,
    UNIT,
)
from workflows.roles import Role

list_collects_needs = ItemGuard(
    key="list_collects_needs",
    reason=Text("不在需求征集期内。", "Needs are not being collected now."),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.list_state == "collecting" and (f.needs_until is None or f.now < f.needs_until)
    ),
    passing=replace(ITEM, needs_until=LATER),
    failing=replace(ITEM, needs_until=LONG_AGO),
)
list_takes_needs_back = ItemGuard(
    key="list_takes_needs_back",
    reason=Text(
        "榜单正在征求意见、已张榜或者已暂停，现在不能退回需求、不予发榜或者再次提交需求。",
        "The list is in consultation, posted or paused. Needs cannot be returned, rejected or "
        "resubmitted now.",
    ),
    supplied_by=OFFICER | DECIDES,
    holds=lambda f: f.list_state in {"collecting", "arguing"},
    passing=replace(ITEM, list_state="arguing"),
    failing=replace(ITEM, list_state="consulting"),
)
demander_may_post = nothing_in(
    "demander_findings",
    of=ITEM,
    key="demander_may_post",
    reason=Text(
        "发榜单位不符合条件：{missing}。", "The demand-side unit does not qualify: {missing}."
    ),
    supplied_by=DEMANDER,
)
demander_not_barred = nothing_in(
    "demander_barred",
    of=ITEM,
    key="demander_not_barred",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
contact_belongs = requires(
    "contact_confirmed",
    of=ITEM,
    key="contact_belongs",
    reason=Text(
        "单位尚未确认联系人为本单位人员，不能以单位名义提交。请单位管理员在“单位人员”中确认，单位没"
        "有管理员的，由系统管理员确认；已填写的内容仍然保留。",
        "The unit has not yet confirmed that the contact belongs to it, so nothing can be "
        "submitted in its name. A unit administrator confirms this under “People of the unit” or, "
        "if the unit has none, the system administrator. What was entered is kept.",
    ),
    supplied_by=UNIT | {Role.SYS_ADMIN},
)
DEMANDER_STANDS = (demander_may_post, demander_not_barred)
"""Looked at whenever a need goes on, until its item is posted and whenever it is posted again."""
promises_given = nothing_in(
    "missing_promises",
    of=ITEM,
    key="promises_given",
    reason=Text(
        "发榜单位尚未承诺：{missing}。", "The demand-side unit has not promised: {missing}."
    ),
    supplied_by=DEMANDER,
)
posting_complete = nothing_in(
    "missing_parts",
    of=ITEM,
    key="posting_complete",
    reason=Text(
        "榜题须列明的必备内容、最终用户等不齐全，不得张榜，缺少：{missing}。",
        "The item cannot be posted without its four required parts, its end user and so on. "
        "Missing: {missing}.",
    ),
    supplied_by=DEMANDER,
)
metrics_quantifiable = nothing_in(
    "metric_problems",
    of=ITEM,
    key="metrics_quantifiable",
    reason=Text("考核指标不可考核：{missing}。", "These metrics cannot be assessed: {missing}."),
    supplied_by=DEMANDER,
)
money_within_list = nothing_in(
    "money_findings",
    of=ITEM,
    key="money_within_list",
    reason=Text(
        "财政出资上限超出榜单限额：{missing}。",
        "The public funding ceiling exceeds what the list allows: {missing}.",
    ),
    supplied_by=DEMANDER | OFFICER,
)
nodes_lie_ahead = nothing_in(
    "nodes_passed",
    of=ITEM,
    key="nodes_lie_ahead",
    reason=Text(
        "时间节点须晚于今天，已过的：{missing}。",
        "Milestone dates must be later than today. These have passed: {missing}.",
    ),
    supplied_by=DEMANDER,
)
argument_can_be_drawn = nothing_in(
    "draw_problems",
    of=ITEM,
    key="argument_can_be_drawn",
    reason=Text("不能抽取论证专家：{missing}。", "Appraisal experts cannot be drawn: {missing}."),
    supplied_by=MANAGER,
)
experts_are_wanting = requires(
    "seats_wanting",
    of=ITEM,
    key="experts_are_wanting",
    reason=Text(
        "本轮论证专家已经抽取，无人谢绝或逾期。",
        "The appraisal experts for this round have been drawn, and none has declined or is "
        "overdue.",
    ),
    supplied_by=EXPERT,
)
argument_drawn = nothing_in(
    "seats_wanting",
    of=ITEM,
    key="argument_drawn",
    reason=Text(
        "尚待抽取论证专家：{missing}。", "Appraisal experts still have to be drawn: {missing}."
    ),
    supplied_by=MANAGER,
)


def _opinions_wanted(f: ItemFacts) -> Text:
    least, most = f.parameters["argument_experts_least"], f.parameters["argument_experts_most"]
    return Text(
        f"现有 {f.opinions} 份，须 {least} 至 {most} 份",
        f"{f.opinions} so far; {least} to {most} are required",
    )


argument_signed = nothing_in(
    "unsigned_opinions",
    of=ITEM,
    key="argument_signed",
    reason=Text(
        "尚未签署的论证意见：{missing}。",
        "Appraisal opinions not yet signed: {missing}.",
    ),
    supplied_by=EXPERT,
)
argued_by_enough = ItemGuard(
    key="argued_by_enough",
    reason=Text(
        "已签署的论证意见份数不符合规定：{missing}。",
        "The number of signed appraisal opinions does not meet the rules: {missing}.",
    ),
    supplied_by=EXPERT | MANAGER,
    holds=lambda f: (
        f.parameters["argument_experts_least"]
        <= f.opinions
        <= f.parameters["argument_experts_most"]
    ),
    passing=replace(ITEM, opinions=5),
    failing=ITEM,
    missing=lambda f: (_opinions_wanted(f),),
)
every_test_carried = nothing_in(
    "failed_tests",
    of=ITEM,
    key="every_test_carried",
    reason=Text("论证未通过：{missing}。", "The need did not pass appraisal: {missing}."),
    supplied_by=EXPERT,
)

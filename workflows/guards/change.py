"""Rules of changes: J8, J9, J11, §3.9."""

from __future__ import annotations

from dataclasses import replace

from workflows.changes import Chain
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ChangeFacts
from workflows.guards.drawing import drawing_rules
from workflows.guards.examples import CHANGE
from workflows.guards.shapes import equals, forbids, nothing_in, requires
from workflows.hands import CHAIR, DECIDES, FINANCE, NODE_EXPERT, OFFICER, PARTNER, PI
from workflows.roles import Role

ChangeGuard = Guard[ChangeFacts]

_PANEL = frozenset({Role.EXPERT_MANAGER, Role.NODE_EXPERT})
_LOWER = (Text("能量密度 400→350", "energy density 400→350"),)

change_complete = nothing_in(
    "gaps",
    of=CHANGE,
    key="change_complete",
    reason=Text(
        "变更申请不完整：{missing}。", "The change request is incomplete. Missing: {missing}."
    ),
    supplied_by=PI,
)
no_milestone_is_open = ChangeGuard(
    key="no_milestone_is_open",
    reason=Text(
        "节点考核（或整改）期间不受理变更，请待结论作出后申请。",
        "Changes cannot be requested while a milestone is being assessed or rectified. Apply once "
        "there is a conclusion.",
    ),
    supplied_by=CHAIR,
    holds=lambda f: f.project_state not in ("node_check", "rectifying"),
    passing=CHANGE,
    failing=replace(CHANGE, project_state="node_check"),
)
project_is_running = ChangeGuard(
    key="project_is_running",
    reason=Text(
        "项目不在研（暂停的项目只可变更负责人）。",
        "The project is not active (on a suspended project only the leader can be changed).",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.project_state in ("active", "node_check", "rectifying"),
    passing=CHANGE,
    failing=replace(CHANGE, project_state="passed"),
)
not_in_the_last_months = ChangeGuard(
    key="not_in_the_last_months",
    reason=Text(
        "执行期满前的规定月数内不受理变更，不可抗力除外：{missing}。",
        "Changes cannot be requested in the last months of the term, except for force majeure: "
        "{missing}.",
    ),
    supplied_by=PI,
    holds=lambda f: f.force_majeure or f.days_left >= f.closed_days,
    passing=CHANGE,
    failing=replace(CHANGE, days_left=30),
    missing=lambda f: (
        Text(
            "须在期满 {closed} 天以前提出，现在距期满 {left} 天",
            "requests must be made {closed} days before the end; {left} days remain",
        ).format(closed=str(f.closed_days), left=str(f.days_left)),
    ),
)
extension_allowed = nothing_in(
    "extension_problems",
    of=CHANGE,
    key="extension_allowed",
    reason=Text("不予延期：{missing}。", "The extension cannot be granted: {missing}."),
    supplied_by=PI,
)
new_party_eligible = nothing_in(
    "new_party_problems",
    of=CHANGE,
    key="new_party_eligible",
    reason=Text(
        "接任者或增加经费的单位不符合条件：{missing}。",
        "The person or unit taking over or receiving more money is not eligible: {missing}.",
    ),
    supplied_by=PI,
)
shares_are_covered = nothing_in(
    "share_problems",
    of=CHANGE,
    key="shares_are_covered",
    reason=Text(
        "经费份额不能这样调整：{missing}。", "The shares cannot be changed this way: {missing}."
    ),
    supplied_by=PI,
)
budget_adds_up = nothing_in(
    "budget_problems",
    of=CHANGE,
    key="budget_adds_up",
    reason=Text(
        "科目预算不能这样调剂：{missing}。",
        "The budget headings cannot be changed this way: {missing}.",
    ),
    supplied_by=PI | FINANCE,
)
total_is_covered = nothing_in(
    "total_problems",
    of=CHANGE,
    key="total_is_covered",
    reason=Text(
        "总经费不能这样变更：{missing}。",
        "The total funding cannot be changed this way: {missing}.",
    ),
    supplied_by=PI,
)
not_fixed_by_the_race = nothing_in(
    "moves_of_the_race",
    of=CHANGE,
    key="not_fixed_by_the_race",
    reason=Text(
        "参赛项目不作此项变更：{missing}。",
        "A project in a race cannot be changed this way: {missing}.",
    ),
    supplied_by=OFFICER,
)
lower_metrics_have_an_opinion = ChangeGuard(
    key="lower_metrics_have_an_opinion",
    reason=Text(
        "降低指标须有新的专家意见：{missing}。",
        "Lowering a metric needs a new expert opinion: {missing}.",
    ),
    supplied_by=_PANEL,
    holds=lambda f: not f.lowers or not f.panel_opinions_missing,
    passing=replace(CHANGE, lowers=_LOWER),
    failing=replace(CHANGE, lowers=_LOWER, panel_opinions_missing=("尚未抽取专家",)),
    missing=lambda f: f.panel_opinions_missing,
)
change_panel_signed = nothing_in(
    "unsigned_opinions",
    of=CHANGE,
    key="change_panel_signed",
    reason=Text("尚未签名的专家意见：{missing}。", "Expert opinions not yet signed: {missing}."),
    supplied_by=NODE_EXPERT,
)
panel_agrees_to_lower = ChangeGuard(
    key="panel_agrees_to_lower",
    reason=Text(
        "专家组多数不同意降低：{missing}。",
        "The majority of the experts oppose lowering: {missing}.",
    ),
    supplied_by=_PANEL,
    holds=lambda f: not f.lowers or f.panel_verdict == "agree",
    passing=replace(CHANGE, lowers=_LOWER, panel_verdict="agree"),
    failing=replace(CHANGE, lowers=_LOWER, panel_verdict="disagree"),
    missing=lambda f: f.lowers,
)
metrics_would_sink = requires(
    "lowers",
    of=CHANGE,
    key="metrics_would_sink",
    reason=Text(
        "本变更不降低指标，无须专家论证。",
        "This change lowers no metric, so no expert appraisal is needed.",
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
change_panel = drawing_rules(CHANGE, "change_panel")


def goes_to(chain: Chain, reason: Text) -> ChangeGuard:
    """The matrix says how far a change of this kind goes."""
    return equals(
        "chain",
        chain.value,
        of=CHANGE,
        key=f"goes_to_{chain.value}",
        reason=reason,
        supplied_by=OFFICER,
        marks_path=True,
    )


is_filed = goes_to(
    Chain.FILING,
    Text(
        "此类变更须报批，不是备案。",
        "This change needs approval. It cannot simply be recorded by the unit.",
    ),
)
is_for_the_office = goes_to(
    Chain.OFFICE, Text("此类变更不由处室批复。", "The programme office cannot decide this change.")
)
is_for_the_meeting = goes_to(
    Chain.MEETING,
    Text("此类变更不须报厅务会。", "This change does not need to go to the executive meeting."),
)
is_extension = requires(
    "is_extension",
    of=CHANGE,
    key="is_extension",
    reason=Text("不是延期申请。", "This is not a request for an extension."),
    supplied_by=OFFICER,
    marks_path=True,
)
is_no_extension = forbids(
    "is_extension",
    of=CHANGE,
    key="is_no_extension",
    reason=Text("这是延期申请。", "This is a request for an extension."),
    supplied_by=OFFICER,
    marks_path=True,
)
units_as_drafted = forbids(
    "units_changed",
    of=CHANGE,
    key="units_as_drafted",
    reason=Text(
        "起草之后参加单位已有变更，请退回重新起草。",
        "The project's partners have changed since this was drafted. Have it returned and draft "
        "it again.",
    ),
    supplied_by=PI,
)
unit_joins = requires(
    "unit_joins",
    of=CHANGE,
    key="unit_joins",
    reason=Text("没有单位拟加入。", "No unit is joining."),
    supplied_by=PI,
    marks_path=True,
)
no_unit_joins = forbids(
    "unit_joins",
    of=CHANGE,
    key="no_unit_joins",
    reason=Text(
        "有单位拟加入项目，须先由该单位同意。",
        "A unit is to join the project and must agree first.",
    ),
    supplied_by=PARTNER,
    marks_path=True,
)

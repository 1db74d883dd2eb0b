"""Rules of changes: J8, J9, J11, §3.9."""

from __future__ import annotations

from dataclasses import replace

from workflows.changes import Chain
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ChangeFacts
from workflows.guards.examples import CHANGE
from workflows.roles import Role

ChangeGuard = Guard[ChangeFacts]

_PI = frozenset({Role.APPLICANT})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_PANEL = frozenset({Role.EXPERT_MANAGER, Role.NODE_EXPERT})
_LOWER = (Text("能量密度 400→350", "energy density 400→350"),)

change_complete = ChangeGuard(
    "change_complete",
    Text("变更申请不完整：{missing}。", "The application is not complete: {missing}."),
    _PI,
    lambda f: not f.gaps,
    CHANGE,
    replace(CHANGE, gaps=("理由",)),
    lambda f: f.gaps,
)
no_node_is_open = ChangeGuard(
    "no_node_is_open",
    Text(
        "节点考核（或整改）期间不受理变更，请待结论作出后申请。",
        "No change while a milestone is under assessment; apply after its conclusion.",
    ),
    frozenset({Role.PANEL_CHAIR}),
    lambda f: f.project_state not in ("node_check", "rectifying"),
    CHANGE,
    replace(CHANGE, project_state="node_check"),
)
project_is_running = ChangeGuard(
    "project_is_running",
    Text(
        "项目不在研（暂停的项目只可变更负责人）。",
        "The project is not active (of a suspended one only the leader may be changed).",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: f.project_state in ("active", "node_check", "rectifying"),
    CHANGE,
    replace(CHANGE, project_state="passed"),
)
not_in_the_last_months = ChangeGuard(
    "not_in_the_last_months",
    Text(
        "执行期满前的规定月数内不受理变更，不可抗力除外：{missing}。",
        "No change within the set months before the end, except for force majeure: {missing}.",
    ),
    _PI,
    lambda f: f.force_majeure or f.days_left >= f.closed_days,
    CHANGE,
    replace(CHANGE, days_left=30),
    lambda f: (
        Text(
            "须在期满 {closed} 天以前提出，现在距期满 {left} 天",
            "it is asked for {closed} days before the end, which is {left} days away",
        ).format(closed=str(f.closed_days), left=str(f.days_left)),
    ),
)
extension_allowed = ChangeGuard(
    "extension_allowed",
    Text("不予延期：{missing}。", "No extension: {missing}."),
    _PI,
    lambda f: not f.extension_problems,
    CHANGE,
    replace(CHANGE, extension_problems=("已延期一次",)),
    lambda f: f.extension_problems,
)
new_party_eligible = ChangeGuard(
    "new_party_eligible",
    Text("接任方不符合条件：{missing}。", "Who is to follow is not eligible: {missing}."),
    _PI,
    lambda f: not f.new_party_problems,
    CHANGE,
    replace(CHANGE, new_party_problems=("惩戒期内",)),
    lambda f: f.new_party_problems,
)
shares_are_covered = ChangeGuard(
    "shares_are_covered",
    Text("经费份额不能这样调整：{missing}。", "The shares cannot be set so: {missing}."),
    _PI,
    lambda f: not f.share_problems,
    CHANGE,
    replace(CHANGE, share_problems=("低于某参加单位已得经费",)),
    lambda f: f.share_problems,
)
not_fixed_by_the_race = ChangeGuard(
    "not_fixed_by_the_race",
    Text(
        "参赛项目不作此项变更：{missing}。",
        "The project of a racing team is not changed so: {missing}.",
    ),
    _OFFICER,
    lambda f: not f.moves_of_the_race,
    CHANGE,
    replace(CHANGE, moves_of_the_race=("须申请联合延期",)),
    lambda f: f.moves_of_the_race,
)
lower_metrics_have_an_opinion = ChangeGuard(
    "lower_metrics_have_an_opinion",
    Text(
        "降低指标须有新的专家意见：{missing}。",
        "Lower metrics need a new opinion of experts: {missing}.",
    ),
    _PANEL,
    lambda f: not f.lowers or not f.panel_opinions_missing,
    replace(CHANGE, lowers=_LOWER),
    replace(CHANGE, lowers=_LOWER, panel_opinions_missing=("尚未抽取专家",)),
    lambda f: f.panel_opinions_missing,
)
panel_agrees_to_lower = ChangeGuard(
    "panel_agrees_to_lower",
    Text(
        "专家组多数不同意降低：{missing}。",
        "Most of the experts do not agree to lower: {missing}.",
    ),
    _PANEL,
    lambda f: not f.lowers or f.panel_verdict == "agree",
    replace(CHANGE, lowers=_LOWER, panel_verdict="agree"),
    replace(CHANGE, lowers=_LOWER, panel_verdict="disagree"),
    lambda f: f.lowers,
)
metrics_would_sink = ChangeGuard(
    "metrics_would_sink",
    Text("本变更不降低指标，无须专家论证。", "No metric sinks; no experts are needed."),
    _OFFICER,
    lambda f: bool(f.lowers),
    replace(CHANGE, lowers=_LOWER),
    CHANGE,
    marks_path=True,
)
change_panel_can_be_drawn = ChangeGuard(
    "change_panel_can_be_drawn",
    Text("不能抽取变更论证专家：{missing}。", "The experts cannot be drawn: {missing}."),
    frozenset({Role.EXPERT_MANAGER}),
    lambda f: not f.panel_draw_problems,
    CHANGE,
    replace(CHANGE, panel_draw_problems=("专家已经抽取",)),
    lambda f: f.panel_draw_problems,
)


def goes_to(chain: Chain, reason: Text) -> ChangeGuard:
    """The matrix says how far a change of this kind goes."""
    other = Chain.MEETING if chain is Chain.FILING else Chain.FILING
    return ChangeGuard(
        f"goes_to_{chain.value}",
        reason,
        _OFFICER,
        lambda f: f.chain == chain.value,
        replace(CHANGE, chain=chain.value),
        replace(CHANGE, chain=other.value),
        marks_path=True,
    )


is_filed = goes_to(
    Chain.FILING, Text("此类变更须报批，不是备案。", "This change needs approval, not filing.")
)
is_for_the_office = goes_to(
    Chain.OFFICE, Text("此类变更不由处室批复。", "The office does not decide this change alone.")
)
is_for_the_meeting = goes_to(
    Chain.MEETING, Text("此类变更不须报厅务会。", "This change does not go to the office meeting.")
)
is_extension = ChangeGuard(
    "is_extension",
    Text("不是延期申请。", "It is no extension."),
    _OFFICER,
    lambda f: f.is_extension,
    replace(CHANGE, is_extension=True),
    CHANGE,
    marks_path=True,
)
is_no_extension = ChangeGuard(
    "is_no_extension",
    Text("这是延期申请。", "It is an extension."),
    _OFFICER,
    lambda f: not f.is_extension,
    CHANGE,
    replace(CHANGE, is_extension=True),
    marks_path=True,
)

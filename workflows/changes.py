"""The matrix of changes (domain §3.9): who decides what, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.engine.text import Text


class Chain(StrEnum):
    """How far a change goes: the leader decides and the unit files, the office, or the meeting."""

    FILING = "filing"
    OFFICE = "office"
    MEETING = "meeting"


CHAIN_LABELS = {
    Chain.FILING: Text("负责人决定，单位备案", "the leader decides, the unit files"),
    Chain.OFFICE: Text("处室批复", "decided by the office"),
    Chain.MEETING: Text("报厅务会议定", "decided by the office meeting"),
}


_AFTER_THE_UNIT = {
    Chain.FILING: (),
    Chain.OFFICE: ("office_review",),
    Chain.MEETING: ("recommender_review", "office_review", "deciding"),
}


def steps_of(chain: Chain, *, joins: bool) -> tuple[str, ...]:
    """The states of a change on its way to whoever decides; by its consent where a unit joins."""
    consent = ("joining_review",) if joins else ()
    return ("unit_review", *consent, *_AFTER_THE_UNIT[chain])


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """`needs` names the field of the contract it changes; empty where only words change."""

    label: Text
    chain: Chain
    needs: str = ""


CHANGE_KINDS: dict[str, ChangeKind] = {
    "technical_route": ChangeKind(
        Text("技术路线（目标与指标不变）", "Technical route (goal and metrics unchanged)"),
        Chain.FILING,
    ),
    "members": ChangeKind(Text("非核心成员", "Members outside the core"), Chain.FILING, "members"),
    "budget_headings": ChangeKind(
        Text("科目间预算调剂", "Budget between headings"), Chain.FILING, "budget"
    ),
    "core_members": ChangeKind(
        Text("核心成员（前五名）", "Core members (first 5)"), Chain.OFFICE, "members"
    ),
    "participating_unit": ChangeKind(Text("参加单位", "Participating unit"), Chain.OFFICE, "units"),
    "unit_shares": ChangeKind(
        Text("参加单位经费份额", "Shares of the participating units"), Chain.OFFICE, "shares"
    ),
    "unit_name": ChangeKind(Text("单位名称", "Name of a unit"), Chain.OFFICE),
    "pi": ChangeKind(Text("项目负责人", "Project leader"), Chain.MEETING, "new_pi"),
    "lead_unit": ChangeKind(Text("牵头单位", "Lead unit"), Chain.MEETING, "new_unit"),
    "term": ChangeKind(Text("执行期（延期）", "Term (extension)"), Chain.MEETING, "new_end"),
    "total_fund": ChangeKind(Text("总经费", "Total fund"), Chain.MEETING, "total"),
    "metrics": ChangeKind(Text("考核指标", "Metrics"), Chain.MEETING, "targets"),
    "end_user": ChangeKind(Text("最终用户", "End user"), Chain.MEETING, "new_user"),
}

MOVES_OF_THE_RACE: dict[str, Text] = {
    "term": Text(
        "期限对全部团队一致，须申请联合延期",
        "the dates are the same for every team: ask for a joint extension",
    ),
    "metrics": Text(
        "指标对全部团队一致，只能按程序调整目标",
        "the indicators are the same for every team: only a refocus moves them",
    ),
    "total_fund": Text("经费按公布的公式分配", "the money is shared by the published formula"),
    "technical_route": Text(
        "主技术路线是参赛依据，路线之内的技术调整由负责人决定，不必备案",
        "a team entered on its main route; within it the leader decides without filing",
    ),
}
"""What a race fixes for all its teams alike, and the move of the race that may change it."""

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
    Chain.FILING: Text("负责人决定，单位备案", "the leader decides; the unit records it"),
    Chain.OFFICE: Text("处室批复", "the programme office decides"),
    Chain.MEETING: Text("报厅务会议定", "the executive meeting decides"),
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
        Text("技术路线（目标与指标不变）", "Technical route (goals and metrics unchanged)"),
        Chain.FILING,
    ),
    "members": ChangeKind(Text("非核心成员", "Non-core members"), Chain.FILING, "members"),
    "budget_headings": ChangeKind(
        Text("科目间预算调剂", "Budget between headings"), Chain.FILING, "budget"
    ),
    "core_members": ChangeKind(
        Text("核心成员（前五名）", "Core members (first 5)"), Chain.OFFICE, "members"
    ),
    "participating_unit": ChangeKind(Text("参加单位", "Participating unit"), Chain.OFFICE, "units"),
    "unit_shares": ChangeKind(
        Text("参加单位经费份额", "Partners' shares of the money"), Chain.OFFICE, "shares"
    ),
    "unit_name": ChangeKind(Text("单位名称", "Unit name"), Chain.OFFICE),
    "pi": ChangeKind(Text("项目负责人", "Project leader"), Chain.MEETING, "new_pi"),
    "lead_unit": ChangeKind(Text("牵头单位", "Lead unit"), Chain.MEETING, "new_unit"),
    "term": ChangeKind(Text("执行期（延期）", "Term (extension)"), Chain.MEETING, "new_end"),
    "total_fund": ChangeKind(Text("总经费", "Total funding"), Chain.MEETING, "total"),
    "metrics": ChangeKind(Text("考核指标", "Metrics"), Chain.MEETING, "targets"),
    "end_user": ChangeKind(Text("最终用户", "End user"), Chain.MEETING, "new_user"),
}

MOVES_OF_THE_RACE: dict[str, Text] = {
    "term": Text(
        "期限对全部团队一致，须申请联合延期",
        "deadlines are the same for every team: apply for a joint extension",
    ),
    "metrics": Text(
        "指标对全部团队一致，只能按程序调整目标",
        "metrics are the same for every team: they change only through the procedure for "
        "adjusting the target",
    ),
    "total_fund": Text("经费按公布的公式分配", "the money is allocated by the published formula"),
    "technical_route": Text(
        "主技术路线是入围依据，路线之内的技术调整由负责人决定，不必备案",
        "the team was selected on its main route; technical changes within that route are for the "
        "leader to decide and need not be recorded",
    ),
}
"""What a race fixes for all its teams alike, and the move of the race that may change it."""

"""The scoring criteria of a call: the usual table of each mechanism, and what makes a table sound.

Weights are data of the call (domain §3.3, all defaults of ours); papers, titles and prizes are no
criteria (plan, chapter 8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.ranking.aggregate import Criterion
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as the call keeps it; `weight` in percent, `technical` ones decide ties."""

    key: str
    zh: str
    en: str
    weight: int
    technical: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


USUAL: dict[str, tuple[CriterionRow, ...]] = {
    "open_competition": (
        CriterionRow("fit", "指南符合度与必要性", "Fit with the call and the need", 15),
        CriterionRow("novelty", "创新性与先进性", "Novelty and excellence", 25, True),
        CriterionRow("route", "技术路线与考核指标", "Technical route and metrics", 25, True),
        CriterionRow("team", "团队与基础", "Team and groundwork", 15),
        CriterionRow("prospects", "应用前景与效益", "Prospects and benefit", 15),
        CriterionRow("budget", "经费合理性", "Soundness of the budget", 5),
    ),
    "open_call": (
        CriterionRow("response", "对榜单指标的响应度", "Response to the posted metrics", 30, True),
        CriterionRow("solution", "技术方案可行性", "Feasibility of the solution", 25, True),
        CriterionRow("team", "团队攻关能力", "Ability of the team", 15),
        CriterionRow("nodes", "里程碑可验证性", "Verifiable milestones", 10),
        CriterionRow("risks", "风险与应对", "Risks and answers to them", 10),
        CriterionRow("delivery", "交付与知识产权", "Delivery and intellectual property", 10),
    ),
    "parallel_teams": (
        CriterionRow("route", "技术路线差异性与先进性", "Distinct and advanced route", 25, True),
        CriterionRow("feasibility", "可行性", "Feasibility", 25, True),
        CriterionRow("team", "团队与条件", "Team and means", 15),
        CriterionRow("nodes", "节点计划可考核性", "Assessable plan of milestones", 15),
        CriterionRow("risks", "风险控制", "Control of risks", 10),
        CriterionRow("support", "配套与支撑", "Matching and support", 10),
    ),
}

CHECKPOINT: tuple[CriterionRow, ...] = (
    CriterionRow("hard", "本节点硬指标达成", "Hard metrics of this stage", 50, True),
    CriterionRow("path", "剩余路径可行性与风险", "Feasibility and risk of the way left", 20, True),
    CriterionRow("distance", "与最终目标的距离", "Distance to the final target", 15),
    CriterionRow("spending", "经费执行", "Use of the money", 10),
    CriterionRow("order", "组织与协作", "Organisation and cooperation", 5),
)
"""The usual table of a race's stage (domain §3.3)."""

_BARRED = ("论文", "职称", "学历", "奖项", "获奖", "帽子", "头衔", "人才称号")


def criteria_of(stored: Sequence[Any]) -> tuple[Criterion, ...]:
    """The table of a call as the ranking reckons with it."""
    return tuple(Criterion(row["key"], row["weight"], row["technical"]) for row in stored)


def faults(rows: Sequence[CriterionRow]) -> Text | None:
    """Why this table cannot be scored by, or None."""
    if not rows:
        return Text("请至少设置一项评分标准", "Set at least one criterion")
    if any(not row.zh.strip() for row in rows):
        return Text("每项评分标准须有名称", "Every criterion needs a name")
    if any(row.weight <= 0 for row in rows):
        return Text("每项评分标准的权重须大于 0", "The weight of every criterion must be above 0")
    if len({row.zh.strip() for row in rows}) < len(rows):
        return Text("评分标准名称重复", "Two criteria have the same name")
    if barred := next((word for row in rows for word in _BARRED if word in row.zh), None):
        return Text(
            f"评分标准不得以“{barred}”计分（规划第八章：破除“四唯”）",
            f"Criteria must not score “{barred}” (plan, chapter 8: no scoring by papers, "
            "titles, degrees or prizes)",
        )
    total = sum(row.weight for row in rows)
    if total != 100:
        return Text(
            f"评分标准的权重合计须为 100，现为 {total}",
            f"The weights of the criteria must add up to 100; they now add up to {total}",
        )
    return None

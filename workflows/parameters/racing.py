"""Numbers of a race (赛马争先): domain §2.3, §3.1, §3.7; the lines are those of RaceRules."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import (
    COUNT,
    DAYS,
    PEOPLE,
    PERCENT,
    POINTS,
    WORKING_DAYS,
    Parameter,
)
from workflows.race.rules import RaceRules

_RACE = frozenset({"parallel_teams"})
_TIMES = Text("次", "times")
_D = "D · §2.3"


def _number(
    key: str, zh: str, en: str, unit: Text, default: int, least: int, most: int, source: str = _D
) -> Parameter:
    return Parameter(f"race_{key}", Text(zh, en), unit, default, least, most, source, _RACE)


RACING: tuple[Parameter, ...] = (
    _number("teams_least", "入围团队下限", "Minimum teams", COUNT, 2, 2, 5, "S5 · R2"),
    _number("teams_most", "入围团队上限", "Maximum teams", COUNT, 5, 2, 5, "D · R2"),
    _number("routes_least", "技术路线下限", "Minimum routes", COUNT, 2, 2, 5, "S0 · R2"),
    _number("reserves_least", "候补团队下限", "Minimum reserves", COUNT, 1, 0, 3, "D · R2"),
    _number(
        "panel_size",
        "节点考核专家数（单数）",
        "Experts on a checkpoint panel (odd number)",
        PEOPLE,
        7,
        7,
        15,
        "K · R6",
    ),
    _number(
        "call_days",
        "节点考核提前通知",
        "Checkpoint notice given ahead by",
        DAYS,
        30,
        7,
        60,
        "D · R4",
    ),
    _number("grace_days", "佐证逾期宽限", "Grace period for evidence", DAYS, 10, 0, 30, "D · R5"),
    _number(
        "assess_days", "节点考核评审期", "Time to assess a checkpoint", DAYS, 45, 5, 90, "D · R6"
    ),
    _number(
        "notice_working_days",
        "节点结果公示期",
        "Public notice of stage results",
        WORKING_DAYS,
        5,
        5,
        20,
        "K · R9",
    ),
    _number(
        "appeal_working_days",
        "申诉期（公示期满后）",
        "Time to appeal (after the public notice)",
        WORKING_DAYS,
        5,
        5,
        20,
        "D · R9",
    ),
    _number(
        "ruling_working_days",
        "申诉裁决期",
        "Time to decide an appeal",
        WORKING_DAYS,
        15,
        5,
        90,
        "D",
    ),
    _number(
        "decide_working_days", "节点结论议定期", "Time to decide a stage", WORKING_DAYS, 20, 5, 60
    ),
    _number("start_days", "签约与起跑期", "Time to sign and start", DAYS, 60, 15, 180, "D · R3"),
    _number("extension_days", "联合延期上限", "Longest joint extension", DAYS, 30, 1, 30, "D · R4"),
    _number(
        "long_extension_days",
        "整体延期上限",
        "Longest extension for all",
        DAYS,
        90,
        1,
        90,
        "D · R16",
    ),
    _number(
        "final_extension_days",
        "冲线延期上限",
        "Longest final extension",
        DAYS,
        180,
        1,
        180,
        "D · R21",
    ),
    _number(
        "refocus_days",
        "目标调整议定期",
        "Time to decide on a new target",
        DAYS,
        30,
        5,
        90,
        "D · R13",
    ),
    _number(
        "rescue_working_days",
        "保底救援选择期",
        "Time to choose a rescue option",
        WORKING_DAYS,
        10,
        5,
        60,
        "D · R15",
    ),
    _number(
        "supplementary_days",
        "补充征集期",
        "Supplementary entry period",
        DAYS,
        30,
        10,
        60,
        "D · R17",
    ),
    _number(
        "claim_days",
        "提前冲线跟进期",
        "Time to join an early finish claim",
        DAYS,
        30,
        5,
        90,
        "D · R22",
    ),
    _number("halt_days", "暂停上限", "Longest halt", DAYS, 180, 5, 180, "K · J10"),
    _number("final_days", "冲线评审期", "Time for the final review", DAYS, 60, 5, 180, "D · R19"),
    _number("pass_line", "晋级线", "Pass line", POINTS, RaceRules.pass_line, 60, 95, "D · R7"),
    _number("hold_line", "保持线", "Hold line", POINTS, RaceRules.hold_line, 40, 80, "D · R8"),
    _number(
        "rectify_days", "黄牌整改期", "Time to rectify a yellow card", DAYS, 60, 10, 60, "D · R8"
    ),
    _number(
        "holds_most", "连续保持上限", "Most holds in a row", _TIMES, RaceRules.holds_most, 1, 2
    ),
    _number(
        "base_percent", "基础部分", "Base share", PERCENT, RaceRules.base_percent, 0, 100, "§3.7"
    ),
    _number(
        "merit_percent", "绩效部分", "Merit share", PERCENT, RaceRules.merit_percent, 0, 100, "§3.7"
    ),
    _number(
        "round_to", "分配取整（分）", "Shares rounded to (fen)", COUNT, 1, 1, 10_000_00, "§3.7"
    ),
    _number(
        "winner_percent",
        "冲线奖励比例",
        "Winner's share of the prize",
        PERCENT,
        RaceRules.winner_percent,
        50,
        100,
    ),
    _number(
        "final_extension_percent",
        "冲线延期门槛（目标完成度）",
        "Share of the target needed for a final extension",
        PERCENT,
        RaceRules.final_extension_percent,
        50,
        100,
        "D · R21",
    ),
    _number("extensions_most", "联合延期", "Joint extensions", _TIMES, 1, 0, 2, "R4"),
    _number(
        "refocuses_most", "目标调整", "Target adjustments", _TIMES, RaceRules.refocuses_most, 0, 3
    ),
    _number("rescues_most", "保底救援", "Rescues", _TIMES, RaceRules.rescues_most, 1, 2, "R17"),
    _number("halts_most", "暂停", "Halts", _TIMES, RaceRules.halts_most, 1, 3),
)

USUAL_OF_RACE: dict[str, int] = {"min_valid": 2}
"""Nobody races alone (C9)."""

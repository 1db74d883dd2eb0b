"""Numbers of the defence (会议答辩), which an open call has none of: domain §3.1, §3.3, P9-P10."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import COUNT, DAYS, NO_YES, PEOPLE, PERCENT, Parameter, choice

WITH_DEFENCE = frozenset({"open_competition", "parallel_teams"})
"""Mechanisms whose proposals may be defended, if the call says so."""
_MINUTES = Text("分钟", "minutes")

DEFENCE: tuple[Parameter, ...] = (
    choice(
        "defence_round",
        Text("设会议答辩", "Hold a defence"),
        NO_YES,
        0,
        "D · P9",
        WITH_DEFENCE,
    ),
    Parameter(
        "shortlist_times",
        Text("入围数为计划立项数的倍数", "Shortlist as a multiple of planned awards"),
        Text("倍", "times"),
        3,
        1,
        10,
        "D · P9",
        concerns=WITH_DEFENCE,
    ),
    Parameter(
        "defence_panel_size",
        Text("答辩专家数（单数）", "Experts on a defence panel (odd number)"),
        PEOPLE,
        7,
        7,
        21,
        "K · P10",
        concerns=WITH_DEFENCE,
    ),
    Parameter(
        "defence_percent",
        Text("答辩成绩占比", "Weight of the defence"),
        PERCENT,
        60,
        0,
        100,
        "D · §3.3",
        concerns=WITH_DEFENCE,
    ),
    Parameter(
        "defence_notice_days",
        Text("答辩提前通知", "Minimum notice of the defence"),
        DAYS,
        5,
        1,
        30,
        "K · P9",
        concerns=WITH_DEFENCE,
    ),
    choice(
        "defence_new_dates",
        Text("因正当理由缺席答辩的", "Absence from the defence with good cause"),
        (Text("不另定时间", "no new date"), Text("可另定一次", "one new date allowed")),
        0,
        "D · P10",
        WITH_DEFENCE,
    ),
    Parameter(
        "presentation_minutes",
        Text("答辩汇报时间", "Presentation time at the defence"),
        _MINUTES,
        15,
        5,
        120,
        "D · P10",
        concerns=WITH_DEFENCE,
    ),
    Parameter(
        "questions_minutes",
        Text("答辩提问时间", "Question time at the defence"),
        _MINUTES,
        15,
        5,
        120,
        "D · P10",
        concerns=WITH_DEFENCE,
    ),
    Parameter(
        "defences_a_day",
        Text("一天答辩项目上限", "Most defences in a day"),
        COUNT,
        12,
        1,
        30,
        "D · §3.1",
        concerns=WITH_DEFENCE,
    ),
    Parameter(
        "meeting_members_least",
        Text("会议中途有专家退出时的人数下限", "Minimum members to continue if an expert leaves"),
        PEOPLE,
        5,
        3,
        21,
        "D · §3.1",
        concerns=WITH_DEFENCE,
    ),
)

USUAL_OF_NEW_CALLS: dict[str, int] = {"defence_new_dates": 1, "reserve_days": 0}
"""Where a new call starts from another number than what holds for calls that were published before
there was such a rule."""

"""Numbers of a call's window and of the formal check: domain §2.0, P1-P7."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import COUNT, DAYS, WORKING_DAYS, Parameter

APPLYING: tuple[Parameter, ...] = (
    Parameter("consult_days", Text("征求意见期", "Consultation"), DAYS, 7, 1, 90, "D · C1"),
    Parameter(
        "apply_days",
        Text("申报期不少于", "Application window at least"),
        DAYS,
        30,
        1,
        365,
        "D · C4",
    ),
    Parameter(
        "extend_days",
        Text("延期公告至少延长", "An extension is at least"),
        DAYS,
        7,
        1,
        90,
        "D · C5",
    ),
    Parameter("recommend_days", Text("推荐期", "Recommendation"), DAYS, 5, 1, 60, "S4 · C7"),
    Parameter(
        "recommend_most",
        Text("每个推荐单位推荐上限", "Recommended by one authority at most"),
        COUNT,
        0,
        0,
        1000,
        "D · P3",
        zero=Text("不限", "no limit"),
    ),
    Parameter("unit_review_days", Text("单位审核期限", "Unit review"), DAYS, 5, 1, 30, "D · P2"),
    Parameter(
        "internal_publicity_working_days",
        Text("单位内部公示期", "Publicity inside the unit"),
        WORKING_DAYS,
        0,
        0,
        20,
        "D · P2",
        zero=Text("不要求", "none"),
    ),
    Parameter(
        "formal_working_days",
        Text("形式审查期", "Formal check"),
        WORKING_DAYS,
        10,
        1,
        60,
        "D · C8",
    ),
    Parameter(
        "correction_working_days",
        Text("补正期", "Correction"),
        WORKING_DAYS,
        5,
        1,
        20,
        "K · P4",
    ),
    Parameter(
        "formal_appeal_working_days",
        Text("形审复核申请期", "Appeal of the formal check"),
        WORKING_DAYS,
        3,
        1,
        20,
        "D · P6",
    ),
    Parameter(
        "min_valid",
        Text("有效申报数下限", "Least number of valid proposals"),
        COUNT,
        1,
        1,
        20,
        "D · C9",
    ),
    Parameter("pause_days", Text("暂停期限", "Longest pause"), DAYS, 90, 1, 365, "D · C13"),
)

"""Numbers of integrity cases and sanctions: domain §3.10. No official ladder was found for the
province; the rule set and its article are stored with each sanction."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, PERCENT, WORKING_DAYS, Parameter

_YEARS = Text("年", "years")
_LADDER = "K · §3.10"

INTEGRITY: tuple[Parameter, ...] = (
    Parameter(
        "integrity_check_working_days",
        Text("诚信线索初核期", "Time for the preliminary check of a clue"),
        WORKING_DAYS,
        15,
        5,
        60,
        "K · §3.10",
    ),
    Parameter(
        "integrity_case_days",
        Text("诚信案件办理期", "Time to investigate a case"),
        DAYS,
        183,
        30,
        366,
        "K · §3.10",
    ),
    Parameter(
        "integrity_extend_days",
        Text("诚信案件延长办理", "Extension of an investigation"),
        DAYS,
        183,
        0,
        366,
        "K · §3.10",
    ),
    Parameter(
        "integrity_plea_working_days",
        Text("陈述申辩期", "Time to respond"),
        WORKING_DAYS,
        5,
        3,
        30,
        "D · §3.10",
    ),
    Parameter(
        "integrity_decide_working_days",
        Text("诚信案件决定期", "Time to decide a case"),
        WORKING_DAYS,
        20,
        5,
        60,
        "D · §3.10",
    ),
    Parameter(
        "integrity_review_working_days",
        Text("申请复查期", "Time to request a re-examination"),
        WORKING_DAYS,
        15,
        5,
        60,
        "K · §3.10",
    ),
    Parameter(
        "integrity_re_examine_working_days",
        Text("复查办理期", "Time for a re-examination"),
        WORKING_DAYS,
        90,
        15,
        120,
        "K · J19",
    ),
    Parameter(
        "sanction_heavier_years_most",
        Text("较重失信惩戒期上限", "Longest sanction for a fairly serious breach"),
        _YEARS,
        3,
        1,
        5,
        _LADDER,
    ),
    Parameter(
        "sanction_serious_years_most",
        Text("严重失信惩戒期上限", "Longest sanction for a serious breach"),
        _YEARS,
        5,
        2,
        10,
        _LADDER,
    ),
    Parameter(
        "repair_percent_least",
        Text(
            "可申请信用修复的已执行比例", "Share of the sanction to be served before credit repair"
        ),
        PERCENT,
        50,
        10,
        100,
        "D · §3.10",
    ),
    Parameter(
        "repair_working_days",
        Text("信用修复审核期", "Time to decide on credit repair"),
        WORKING_DAYS,
        20,
        5,
        60,
        "D · §3.10",
    ),
)

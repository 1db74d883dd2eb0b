"""Numbers of eligibility and 限项: domain §3.5."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import COUNT, NO_LIMIT, Parameter

_NO_ITEMS = frozenset({"open_competition", "parallel_teams"})

ELIGIBILITY: tuple[Parameter, ...] = (
    Parameter(
        "lead_running_most",
        Text("主持在研项目上限", "Most running projects led"),
        COUNT,
        1,
        1,
        5,
        "K · §3.5",
    ),
    Parameter(
        "take_part_most",
        Text("主持与参加项目上限", "Most running projects led or joined"),
        COUNT,
        2,
        1,
        10,
        "K · §3.5",
    ),
    Parameter(
        "lead_per_call_most",
        Text("同一指南主持申报上限", "Most applications led per call"),
        COUNT,
        1,
        1,
        5,
        "K · §3.5",
    ),
    Parameter(
        "unit_per_call_most",
        Text("同一单位申报上限", "Most applications per unit"),
        COUNT,
        2,
        1,
        50,
        "D · §3.5",
    ),
    Parameter(
        "unit_after_award_most",
        Text(
            "上年度获立项的单位本年度申报上限",
            "Most applications this year from a unit awarded last year",
        ),
        COUNT,
        0,
        0,
        50,
        "D · S11",
        _NO_ITEMS,
        zero=NO_LIMIT,
    ),
    Parameter(
        "age_most",
        Text("负责人年龄上限", "Age limit of project leaders"),
        Text("岁", "years"),
        60,
        0,
        100,
        "K · S12",
        zero=NO_LIMIT,
    ),
    Parameter(
        "leader_months_least",
        Text(
            "负责人每年投入下限（成员须一并填报）",
            "Minimum months a year from the project leader (members report too)",
        ),
        Text("月", "months"),
        0,
        0,
        12,
        "K · S12",
        _NO_ITEMS,
        zero=Text("不要求填报", "not required"),
    ),
    Parameter(
        "unit_age_years_least",
        Text("单位注册年限下限", "Unit must have been registered for at least"),
        Text("年", "years"),
        1,
        0,
        10,
        "K · §3.5",
        zero=NO_LIMIT,
    ),
    Parameter(
        "failed_bar_years",
        Text(
            "项目不通过后限制主持申报（容错认定的除外）",
            "Bar on leading applications after a failed project (unless diligent)",
        ),
        Text("年", "years"),
        2,
        0,
        10,
        "D · S0",
        zero=Text("不限制", "no bar"),
    ),
    Parameter(
        "concluded_bar_years",
        Text("项目结题后限制主持申报", "Bar on leading applications after a concluded project"),
        Text("年", "years"),
        0,
        0,
        10,
        "D · S0",
        zero=Text("仅作参考", "for information only"),
    ),
    Parameter(
        "past_years_shown",
        Text(
            "申报与评审时列示前期项目结果的年限",
            "Years of past results shown when applying and reviewing",
        ),
        Text("年", "years"),
        5,
        1,
        20,
        "D · S0",
    ),
    Parameter(
        "similarity_looked_at",
        Text("查重相似度达到后须人工核查", "Similarity that requires a manual check"),
        Text("%", "%"),
        30,
        5,
        100,
        "D · §3.5",
    ),
)

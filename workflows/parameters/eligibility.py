"""Numbers of eligibility and 限项: domain §3.5."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import COUNT, NO_LIMIT, Parameter

_NO_ITEMS = frozenset({"open_competition", "parallel_teams"})

ELIGIBILITY: tuple[Parameter, ...] = (
    Parameter(
        "lead_running_most",
        Text("主持在研项目上限", "Running projects one may lead"),
        COUNT,
        1,
        1,
        5,
        "K · §3.5",
    ),
    Parameter(
        "take_part_most",
        Text("主持与参加项目上限", "Running projects one may lead or join"),
        COUNT,
        2,
        1,
        10,
        "K · §3.5",
    ),
    Parameter(
        "lead_per_call_most",
        Text("同一指南主持申报上限", "Proposals one may lead in this call"),
        COUNT,
        1,
        1,
        5,
        "K · §3.5",
    ),
    Parameter(
        "unit_per_call_most",
        Text("同一单位申报上限", "Proposals of one unit in this call"),
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
            "Proposals in a year of a unit that won the year before",
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
        Text("负责人年龄上限", "Age limit of the PI"),
        Text("岁", "years"),
        60,
        0,
        100,
        "K · S12",
        zero=NO_LIMIT,
    ),
    Parameter(
        "unit_age_years_least",
        Text("单位注册年限下限", "Unit registered for at least"),
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
            "After a failed project no leading (not when tolerated)",
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
        Text("项目结题后限制主持申报", "After a concluded project"),
        Text("年", "years"),
        0,
        0,
        10,
        "D · S0",
        zero=Text("仅作参考", "only shown"),
    ),
    Parameter(
        "past_years_shown",
        Text("申报与评审时列示前期项目结果的年限", "Past results are shown for"),
        Text("年", "years"),
        5,
        1,
        20,
        "D · S0",
    ),
    Parameter(
        "similarity_looked_at",
        Text("查重相似度达到后须人工核查", "Looked at by a person from a similarity of"),
        Text("%", "%"),
        30,
        5,
        100,
        "D · §3.5",
    ),
)

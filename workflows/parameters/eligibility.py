"""Numbers of eligibility and 限项: domain §3.5."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import COUNT, Parameter

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
        "age_most",
        Text("负责人年龄上限（0 为不限）", "Age limit of the PI (0 = none)"),
        Text("岁", "years"),
        60,
        0,
        100,
        "K · S12",
    ),
    Parameter(
        "unit_age_years_least",
        Text("单位注册年限下限", "Unit registered for at least"),
        Text("年", "years"),
        1,
        0,
        10,
        "K · §3.5",
    ),
)

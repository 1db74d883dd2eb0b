"""Numbers of 揭榜挂帅: domain §2.2 (B1-B18), §3.3, §3.6."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import (
    COUNT,
    DAYS,
    NO_YES,
    PEOPLE,
    PERCENT,
    WORKING_DAYS,
    Parameter,
    choice,
)

_OPEN_CALL = frozenset({"open_call"})


def _number(
    key: str, zh: str, en: str, unit: Text, default: int, least: int, most: int, source: str
) -> Parameter:
    return Parameter(key, Text(zh, en), unit, default, least, most, source, _OPEN_CALL)


OPEN_CALL: tuple[Parameter, ...] = (
    _number("need_days", "需求征集期", "Period for collecting needs", DAYS, 30, 5, 120, "S1 · B1"),
    choice(
        "exclude_separate_city",
        Text("需求不接受计划单列市单位", "No needs from units in the separately planned city"),
        NO_YES,
        1,
        "S1 · B1",
        _OPEN_CALL,
    ),
    _number(
        "demander_share_percent",
        "发榜单位出资占比下限",
        "Minimum share paid by the demand-side unit",
        PERCENT,
        50,
        0,
        100,
        "D · §3.6",
    ),
    _number("screen_days", "需求遴选期限", "Time to screen a need", DAYS, 20, 1, 90, "D · B2"),
    _number(
        "need_return_days",
        "退回需求修改期限",
        "Time to revise a returned need",
        DAYS,
        10,
        1,
        60,
        "D · B2",
    ),
    _number("argue_days", "专家论证期限", "Time for expert appraisal", DAYS, 20, 1, 90, "D · B2"),
    _number(
        "argument_experts_least",
        "论证专家下限",
        "Minimum appraisal experts",
        PEOPLE,
        5,
        3,
        15,
        "B2",
    ),
    _number(
        "argument_experts_most", "论证专家上限", "Maximum appraisal experts", PEOPLE, 7, 3, 15, "B2"
    ),
    _number(
        "argument_pass_percent",
        "每项论证标准的通过比例",
        "Share of experts needed for each appraisal criterion",
        PERCENT,
        67,
        50,
        100,
        "D · B2",
    ),
    _number("posting_days", "张榜期", "Posting period", DAYS, 30, 5, 180, "D · B3"),
    _number("min_bids", "有效揭榜数下限", "Minimum valid bids", COUNT, 1, 1, 5, "D · B5"),
    _number("extension_days", "无人揭榜时延长", "Extension if nobody bids", DAYS, 15, 1, 60, "B6"),
    _number("rounds_most", "张榜轮次上限", "Maximum posting rounds", COUNT, 2, 1, 5, "D · B8"),
    _number(
        "unclaimed_days",
        "流榜后处置期限",
        "Time to deal with an unclaimed item",
        DAYS,
        30,
        5,
        180,
        "D",
    ),
    _number("revise_days", "榜单修订期限", "Time to revise an item", DAYS, 60, 5, 180, "D · B8"),
    _number(
        "user_seats",
        "用户方席位（不足三分之一）",
        "End user seats (less than one third)",
        PEOPLE,
        1,
        1,
        2,
        "B10",
    ),
    _number("shortlisted_most", "入围数上限", "Maximum shortlist", COUNT, 3, 1, 5, "§2.2"),
    _number(
        "user_opinion_days",
        "用户意见期限",
        "Time for end user opinions",
        DAYS,
        10,
        1,
        60,
        "D · B10",
    ),
    _number("negotiation_days", "洽谈期", "Negotiation period", DAYS, 30, 5, 90, "B11"),
    _number(
        "unit_per_item_most",
        "同一单位牵头揭同一榜题上限",
        "Most bids led per unit for one item",
        COUNT,
        1,
        1,
        3,
        "B4",
    ),
    _number(
        "refusal_answer_working_days",
        "中榜方对发榜单位拒签的申述期限",
        "Time for the winning bidder to answer a refusal to sign",
        WORKING_DAYS,
        5,
        3,
        20,
        "D · B13",
    ),
    _number(
        "demander_default_days",
        "发榜单位违约后另寻用户期限",
        "Time to find a new end user after a default",
        DAYS,
        60,
        10,
        180,
        "B15",
    ),
    _number("user_test_days", "实测期限", "Time for the test", DAYS, 60, 5, 365, "D · B16"),
)

USUAL_OF_OPEN_CALL: dict[str, int] = {
    "age_most": 0,
    "unit_age_years_least": 0,
    "matching_percent_least": 0,
    "unit_per_call_most": 50,
    "panel_size": 7,
    "min_valid_reviews": 5,
    "end_user_percent_most": 33,
    "reserve_days": 240,
}
"""Where 揭榜 starts from other numbers: no threshold of age or registration (B4), the money comes
from the demand side (§3.6), an odd panel of seven or more evaluates, users under a third (B10). An
alternate waits for the winner to sign, whatever the season (B13)."""

"""Numbers of panels, scores and ranking: domain §3.1-3.3."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, NO_YES, PEOPLE, POINTS, Parameter, choice

REVIEWING: tuple[Parameter, ...] = (
    Parameter(
        "review_days",
        Text("评审总期限", "Total review period"),
        DAYS,
        45,
        5,
        180,
        "D · C10",
    ),
    Parameter("score_days", Text("网络评审期", "Online review period"), DAYS, 10, 2, 60, "D · P8"),
    Parameter(
        "panel_size",
        Text("每组专家数", "Experts on a panel"),
        PEOPLE,
        5,
        5,
        15,
        "K · §3.1",
    ),
    Parameter(
        "min_valid_reviews",
        Text("有效评分下限", "Minimum valid scores"),
        PEOPLE,
        5,
        1,
        15,
        "K · §3.1",
    ),
    Parameter(
        "drop_extremes_from",
        Text("去掉最高最低分的起始人数", "Drop highest and lowest from this many scores"),
        PEOPLE,
        7,
        3,
        15,
        "D · §3.3",
    ),
    Parameter(
        "outlier_points",
        Text("与中位数偏离须说明", "Deviation from the median that needs a reason"),
        POINTS,
        15,
        1,
        100,
        "D · §3.3",
    ),
    Parameter(
        "pass_score",
        Text("立项分数线", "Funding threshold"),
        POINTS,
        75,
        0,
        100,
        "D · §3.3",
    ),
    choice(
        "calibrated_ranking",
        Text("排序依据", "Ranked by"),
        (Text("平均分", "the mean"), Text("校准名次", "the calibrated rank")),
        0,
        "D · §3.3",
    ),
    choice(
        "line_rule",
        Text("资助线规则", "Funding line rule"),
        (
            Text(
                "遇首个经费不足的项目即止",
                "Stop at the first proposal that does not fit the budget",
            ),
            Text(
                "跳过经费不足的项目继续", "Skip proposals that do not fit the budget and continue"
            ),
            Text("总分最大", "Highest total score"),
        ),
        1,
        "D · §3.3",
    ),
    choice(
        "lottery_inside_line",
        Text("排序无法区分的抽签决定", "Draw lots when scores cannot separate proposals"),
        NO_YES,
        0,
        "D · Heyard et al. 2022",
    ),
    Parameter(
        "same_unit_years",
        Text("同单位回避年限", "Years for a shared unit"),
        Text("年", "years"),
        2,
        0,
        10,
        "D · §3.2",
    ),
    Parameter(
        "panel_same_unit_most",
        Text("同一单位专家上限", "Most experts from one unit"),
        PEOPLE,
        1,
        1,
        5,
        "D · §3.1",
    ),
    Parameter(
        "avoid_experts_most",
        Text("申请回避专家上限", "Most experts an applicant can ask to exclude"),
        PEOPLE,
        3,
        0,
        10,
        "D · §3.2",
    ),
    Parameter(
        "draw_days", Text("抽取专家期限", "Time to draw experts"), DAYS, 7, 1, 60, "D · §3.1"
    ),
)

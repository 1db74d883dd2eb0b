"""The rule set of a call: every number an office may set, with its default and its source.

Marks: S = published source, K = professional knowledge, D = our default where no official number
was found (domain.md, head). None of these numbers may stand in code as a constant.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number with a unit, a sensible range and the source of its default."""

    key: str
    label: Text
    unit: Text
    default: int
    least: int
    most: int
    source: str


_DAYS = Text("天", "days")
_WORKING_DAYS = Text("工作日", "working days")
_COUNT = Text("个", "")
_PEOPLE = Text("人", "people")
_PERCENT = Text("%", "%")
_POINTS = Text("分", "points")

PARAMETERS: tuple[Parameter, ...] = (
    Parameter("consult_days", Text("征求意见期", "Consultation"), _DAYS, 7, 1, 90, "D · C1"),
    Parameter(
        "apply_days",
        Text("申报期不少于", "Application window at least"),
        _DAYS,
        30,
        1,
        365,
        "D · C4",
    ),
    Parameter(
        "extend_days",
        Text("延期公告至少延长", "An extension is at least"),
        _DAYS,
        7,
        1,
        90,
        "D · C5",
    ),
    Parameter("recommend_days", Text("推荐期", "Recommendation"), _DAYS, 5, 1, 60, "S4 · C7"),
    Parameter(
        "formal_working_days",
        Text("形式审查期", "Formal check"),
        _WORKING_DAYS,
        10,
        1,
        60,
        "D · C8",
    ),
    Parameter(
        "correction_working_days",
        Text("补正期", "Correction"),
        _WORKING_DAYS,
        5,
        1,
        20,
        "K · P4",
    ),
    Parameter(
        "formal_appeal_working_days",
        Text("形审复核申请期", "Appeal of the formal check"),
        _WORKING_DAYS,
        3,
        1,
        20,
        "D · P6",
    ),
    Parameter(
        "min_valid",
        Text("有效申报数下限", "Least number of valid proposals"),
        _COUNT,
        1,
        1,
        20,
        "D · C9",
    ),
    Parameter(
        "review_days",
        Text("评审总期限", "Review altogether"),
        _DAYS,
        45,
        5,
        180,
        "D · C10",
    ),
    Parameter("score_days", Text("网络评审期", "Online scoring"), _DAYS, 10, 2, 60, "D · P8"),
    Parameter(
        "panel_size",
        Text("每组专家数", "Experts on a panel"),
        _PEOPLE,
        5,
        3,
        15,
        "K · §3.1",
    ),
    Parameter(
        "min_valid_reviews",
        Text("有效评分下限", "Least number of valid scores"),
        _PEOPLE,
        5,
        1,
        15,
        "K · §3.1",
    ),
    Parameter(
        "drop_extremes_from",
        Text("去掉最高最低分的起始人数", "Drop extremes from this many scores"),
        _PEOPLE,
        7,
        3,
        15,
        "D · §3.3",
    ),
    Parameter(
        "outlier_points",
        Text("与中位数偏离须说明", "Distance from the median that needs a reason"),
        _POINTS,
        15,
        1,
        100,
        "D · §3.3",
    ),
    Parameter(
        "pass_score",
        Text("立项分数线", "Threshold to be proposed"),
        _POINTS,
        75,
        0,
        100,
        "D · §3.3",
    ),
    Parameter(
        "calibrated_ranking",
        Text("按校准名次排序（1 是，0 按平均分）", "Rank by calibration (1 yes, 0 by the mean)"),
        _COUNT,
        0,
        0,
        1,
        "D · §3.3",
    ),
    Parameter(
        "line_rule",
        Text(
            "资助线规则（0 遇阻即止，1 跳过继续，2 总分最大）",
            "Funding line (0 stop, 1 skip, 2 greatest total)",
        ),
        _COUNT,
        1,
        0,
        2,
        "D · §3.3",
    ),
    Parameter(
        "lottery_inside_line",
        Text("分不出先后者抽签（1 是，0 否）", "Draw lots where scores cannot tell (1 yes, 0 no)"),
        _COUNT,
        0,
        0,
        1,
        "D · Heyard et al. 2022",
    ),
    Parameter(
        "same_unit_years",
        Text("同单位回避年限", "Same unit counts for"),
        Text("年", "years"),
        2,
        0,
        10,
        "D · §3.2",
    ),
    Parameter(
        "panel_same_unit_most",
        Text("同一单位专家上限", "Experts of one unit at most"),
        _PEOPLE,
        1,
        1,
        5,
        "D · §3.1",
    ),
    Parameter(
        "avoid_experts_most",
        Text("申请回避专家上限", "Experts an applicant may ask to avoid"),
        _PEOPLE,
        3,
        0,
        10,
        "D · §3.2",
    ),
    Parameter(
        "defence_round",
        Text("是否设会议答辩", "Defence round (1 yes, 0 no)"),
        _COUNT,
        0,
        0,
        1,
        "D · P9",
    ),
    Parameter(
        "defence_panel_size",
        Text("答辩专家数", "Experts at the defence"),
        _PEOPLE,
        7,
        5,
        21,
        "K · P10",
    ),
    Parameter(
        "defence_percent",
        Text("答辩成绩占比", "Weight of the defence"),
        _PERCENT,
        60,
        0,
        100,
        "D · §3.3",
    ),
    Parameter(
        "defence_notice_days",
        Text("答辩提前通知", "Notice before the defence"),
        _DAYS,
        5,
        1,
        30,
        "K · P9",
    ),
    Parameter("draw_days", Text("抽取专家期限", "Draw the panel"), _DAYS, 7, 1, 60, "D · §3.1"),
    Parameter("deliberate_days", Text("审议期限", "Deliberation"), _DAYS, 30, 1, 180, "D"),
    Parameter("pause_days", Text("暂停期限", "Longest pause"), _DAYS, 90, 1, 365, "D · C13"),
    Parameter(
        "reserve_days", Text("备选有效期", "Reserve valid for"), _DAYS, 240, 1, 400, "D · P13"
    ),
    Parameter(
        "draft_letter_days", Text("公文办理期限", "Letters made within"), _DAYS, 1, 1, 10, "D"
    ),
    Parameter("unit_review_days", Text("单位审核期限", "Unit review"), _DAYS, 5, 1, 30, "D · P2"),
    Parameter(
        "objection_decide_working_days",
        Text("异议决定期", "Objection: decision"),
        _WORKING_DAYS,
        5,
        1,
        20,
        "D · §3.4",
    ),
    Parameter(
        "notice_working_days",
        Text("公示期", "Public notice"),
        _WORKING_DAYS,
        5,
        5,
        30,
        "K · §3.4",
    ),
    Parameter(
        "objection_admit_working_days",
        Text("异议受理期", "Objection: admission"),
        _WORKING_DAYS,
        5,
        1,
        20,
        "D · §3.4",
    ),
    Parameter(
        "objection_investigate_working_days",
        Text("异议调查期", "Objection: investigation"),
        _WORKING_DAYS,
        30,
        5,
        90,
        "D · §3.4",
    ),
    Parameter(
        "objection_extend_working_days",
        Text("异议调查延长", "Objection: one extension"),
        _WORKING_DAYS,
        15,
        0,
        60,
        "D · §3.4",
    ),
    Parameter(
        "contract_days",
        Text("任务书签订期", "Signing the contract"),
        _DAYS,
        30,
        5,
        120,
        "K · J1",
    ),
    Parameter(
        "contract_grace_days",
        Text("任务书签订宽限", "Grace for signing"),
        _DAYS,
        15,
        0,
        60,
        "K · J1",
    ),
    Parameter(
        "internal_publicity_working_days",
        Text("单位内部公示期（0 为不要求）", "Publicity inside the unit (0 = none)"),
        _WORKING_DAYS,
        0,
        0,
        20,
        "D · P2",
    ),
    Parameter(
        "lead_running_most",
        Text("主持在研项目上限", "Running projects one may lead"),
        _COUNT,
        1,
        1,
        5,
        "K · §3.5",
    ),
    Parameter(
        "take_part_most",
        Text("主持与参加项目上限", "Running projects one may lead or join"),
        _COUNT,
        2,
        1,
        10,
        "K · §3.5",
    ),
    Parameter(
        "lead_per_call_most",
        Text("同一指南主持申报上限", "Proposals one may lead in this call"),
        _COUNT,
        1,
        1,
        5,
        "K · §3.5",
    ),
    Parameter(
        "unit_per_call_most",
        Text("同一单位申报上限", "Proposals of one unit in this call"),
        _COUNT,
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
        "first_payment_percent",
        Text("首笔拨付比例", "First payment"),
        _PERCENT,
        50,
        0,
        100,
        "D · §3.6",
    ),
    Parameter(
        "annual_pool_wan",
        Text("年度经费盘子（0 为未设）", "Annual pool (0 = not set)"),
        Text("万元", "10,000 CNY"),
        0,
        0,
        1_000_000,
        "C2",
    ),
    Parameter(
        "matching_percent_least",
        Text("自筹与财政资金比例下限", "Own money to public money at least"),
        _PERCENT,
        100,
        0,
        1000,
        "D · §3.6",
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

DEFAULTS: dict[str, int] = {p.key: p.default for p in PARAMETERS}

"""Rules of a call (指南): what must be true before it is published, opened, closed, reviewed."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import last_day
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards.examples import CALL, LATER, LONG_AGO
from workflows.money.staging import PARTS, STAGED_PARTS
from workflows.roles import Role

CallGuard = Guard[CallFacts]

_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_CHECKER = frozenset({Role.FORMAL_CHECKER})
_DECIDES = frozenset({Role.DECISION_MAKER})

UNPUBLISHED = ("draft", "consulting", "approved")
"""States of a call that nobody outside the office knows of."""

STANDS_STILL = Text(
    "指南已暂停：公示停止计时，不作立项决定，恢复后再办理。",
    "The call is paused: notices stand still and nothing is awarded until it runs again.",
)


def _days(f: CallFacts) -> int | None:
    """How long the new window is; None while it is not given."""
    if f.new_open_at is None or f.new_close_at is None:
        return None
    return (f.new_close_at - f.new_open_at).days


guide_complete = CallGuard(
    "guide_complete",
    Text("指南尚不完整，缺少：{missing}。", "The call is not complete; it lacks {missing}."),
    _OFFICER,
    lambda f: not f.guide_problems,
    CALL,
    replace(CALL, guide_problems=("申报起止时间",)),
    lambda f: f.guide_problems,
)
serves_the_plan = CallGuard(
    "serves_the_plan",
    Text(
        "指南未对应规划任务，不得批准。",
        "The call names no task of the plan that it serves; it cannot be approved.",
    ),
    _OFFICER,
    lambda f: bool(f.plan_tasks),
    replace(CALL, plan_tasks=("8-1",)),
    CALL,
)
weights_sum_to_100 = CallGuard(
    "weights_sum_to_100",
    Text("评审指标权重合计应为 100，现为 {missing}。", "Weights must sum to 100; now {missing}."),
    _OFFICER,
    lambda f: f.criteria_weight == 100,
    CALL,
    replace(CALL, criteria_weight=95),
    lambda f: (str(f.criteria_weight),),
)
payment_parts_within_award = CallGuard(
    "payment_parts_within_award",
    Text("分期拨付比例合计超过 100%。", "The parts of a payment exceed 100%."),
    _OFFICER,
    lambda f: all(
        f.parameters[first] + f.parameters[second] <= 100
        for first, second in (*PARTS.values(), STAGED_PARTS)
    ),
    CALL,
    replace(CALL, parameters={**CALL.parameters, "payment_first_percent": 90}),
)
budget_set = CallGuard(
    "budget_set",
    Text("尚未设定本批经费总额。", "The budget ceiling is not set."),
    _OFFICER,
    lambda f: f.budget > 0,
    replace(CALL, budget=1_000_000_00),
    CALL,
)
budget_within_pool = CallGuard(
    "budget_within_pool",
    Text("本批经费超出年度经费盘子。", "The budget exceeds the annual pool."),
    frozenset({Role.PLANNING_OFFICER}),
    lambda f: (
        f.parameters["annual_pool_wan"] == 0
        or f.budget <= f.parameters["annual_pool_wan"] * 10_000_00
    ),
    CALL,
    replace(CALL, budget=2_000_000_00, parameters={**CALL.parameters, "annual_pool_wan": 100}),
)
consultation_over = CallGuard(
    "consultation_over",
    Text("征求意见期未满，至 {missing} 止。", "The consultation runs until {missing}."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.consulted_until is None or f.now >= f.consulted_until,
    replace(CALL, consulted_until=LONG_AGO),
    replace(CALL, consulted_until=LATER),
    lambda f: (str(last_day(f.consulted_until)),) if f.consulted_until else (),
)
window_long_enough = CallGuard(
    "window_long_enough",
    Text(
        "申报期为 {missing} 天，短于规定的最短申报期。",
        "The window is {missing} days, shorter than the rule set requires.",
    ),
    _OFFICER,
    lambda f: f.window_days >= f.parameters["apply_days"],
    replace(CALL, window_days=30),
    replace(CALL, window_days=29),
    lambda f: (str(f.window_days),),
)
opening_not_passed = CallGuard(
    "opening_not_passed",
    Text(
        "申报开始时间已过，请先改定申报时间。",
        "The opening time has passed; set the window again first.",
    ),
    _OFFICER,
    lambda f: f.open_at is not None and f.open_at >= f.now,
    replace(CALL, open_at=LATER),
    replace(CALL, open_at=LONG_AGO),
)
new_window_ahead = CallGuard(
    "new_window_ahead",
    Text("新的申报开始时间须晚于现在。", "The new opening must lie ahead."),
    _OFFICER,
    lambda f: f.new_open_at is None or f.new_open_at > f.now,
    replace(CALL, new_open_at=LATER),
    replace(CALL, new_open_at=LONG_AGO),
)
new_window_long_enough = CallGuard(
    "new_window_long_enough",
    Text(
        "新的申报期为 {missing} 天，短于规定的最短申报期。",
        "The new window is {missing} days, shorter than the rule set requires.",
    ),
    _OFFICER,
    lambda f: (days := _days(f)) is None or days >= f.parameters["apply_days"],
    replace(CALL, new_open_at=LONG_AGO, new_close_at=LATER),
    replace(CALL, new_open_at=LATER, new_close_at=LATER),
    lambda f: (str(_days(f)),),
)
opening_reached = CallGuard(
    "opening_reached",
    Text("尚未到申报开始时间。", "The opening time has not come."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.open_at is not None and f.now >= f.open_at,
    replace(CALL, open_at=LONG_AGO),
    replace(CALL, open_at=LATER),
)
closing_reached = CallGuard(
    "closing_reached",
    Text("尚未到申报截止时间。", "The closing time has not come."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.close_at is not None and f.now >= f.close_at,
    replace(CALL, close_at=LONG_AGO),
    replace(CALL, close_at=LATER),
)
recommending_over = CallGuard(
    "recommending_over",
    Text("推荐期未满。", "The recommendation period is not over."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.recommend_until is not None and f.now >= f.recommend_until,
    replace(CALL, recommend_until=LONG_AGO),
    replace(CALL, recommend_until=LATER),
)
extends_long_enough = CallGuard(
    "extends_long_enough",
    Text(
        "只能延长：新的截止时间须晚于原截止时间，且至少延长规则集规定的天数。",
        "Only an extension by at least the days of the rule set is allowed.",
    ),
    _OFFICER,
    lambda f: (
        f.close_at is None
        or f.new_close_at is None
        or (f.new_close_at - f.close_at).days >= f.parameters["extend_days"]
    ),
    replace(CALL, close_at=LONG_AGO, new_close_at=LATER),
    replace(CALL, close_at=LATER, new_close_at=LONG_AGO),
)
before_closing = CallGuard(
    "before_closing",
    Text("申报已截止，不得再作变更。", "The call has closed; it can no longer be amended."),
    _OFFICER,
    lambda f: f.close_at is not None and f.now < f.close_at,
    replace(CALL, close_at=LATER),
    replace(CALL, close_at=LONG_AGO),
)
formal_check_finished = CallGuard(
    "formal_check_finished",
    Text(
        "仍有项目在形式审查或补正中：{missing}。", "Still in formal check or correction: {missing}."
    ),
    frozenset({Role.FORMAL_CHECKER}),
    lambda f: not f.in_formal_check,
    CALL,
    replace(CALL, in_formal_check=("某项目",)),
    lambda f: f.in_formal_check,
)
enough_valid = CallGuard(
    "enough_valid",
    Text("有效申报数不足。", "There are too few valid proposals."),
    _CHECKER,
    lambda f: f.valid_count >= f.parameters["min_valid"],
    replace(CALL, valid_count=1),
    CALL,
)
too_few_valid = CallGuard(
    "too_few_valid",
    Text("有效申报数已达下限，不得流标。", "There are enough valid proposals to go on."),
    _CHECKER,
    lambda f: f.valid_count < f.parameters["min_valid"],
    CALL,
    replace(CALL, valid_count=1),
)


paused_unpublished = CallGuard(
    "paused_unpublished",
    Text("指南已发布，须公告撤销。", "The call was published; it is cancelled in public."),
    _DECIDES,
    lambda f: f.paused_from in UNPUBLISHED,
    replace(CALL, paused_from="approved"),
    replace(CALL, paused_from="open"),
    marks_path=True,
)
paused_published = CallGuard(
    "paused_published",
    Text("指南尚未发布，无须公告。", "The call was not published; nothing is announced."),
    _DECIDES,
    lambda f: f.paused_from not in UNPUBLISHED,
    replace(CALL, paused_from="open"),
    replace(CALL, paused_from="approved"),
    marks_path=True,
)


def paused_from(state: str) -> CallGuard:
    """A paused call resumes where it was and nowhere else."""
    return CallGuard(
        f"paused_from_{state}",
        Text("只能恢复到暂停前的环节。", "A call resumes where it was paused."),
        _DECIDES,
        lambda f: f.paused_from == state,
        replace(CALL, paused_from=state),
        CALL,
        marks_path=True,
    )

"""Rules of a call (指南): what must be true before it is published, opened, closed, reviewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflows.engine.calendar import last_day, local_date
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards.examples import CALL, LATER, LONG_AGO
from workflows.guards.shapes import at_least, below, equals, has_come, nothing_in, requires
from workflows.guards.urgent import urgent_rules
from workflows.hands import CHECKER, CLOCK, DECIDES, NOBODY, OFFICER
from workflows.money.staging import PARTS, STAGED_PARTS

CallGuard = Guard[CallFacts]

UNPUBLISHED = ("draft", "consulting", "approved")
"""States of a call that nobody outside the office knows of."""

STANDS_STILL = Text(
    "指南已暂停：公示停止计时，不作立项决定，恢复后再办理。",
    "The call is paused. Public notices are on hold and no awards are made until it resumes.",
)


def _days(f: CallFacts) -> int | None:
    """How long the new window is; None while it is not given."""
    if f.new_open_at is None or f.new_close_at is None:
        return None
    return (f.new_close_at - f.new_open_at).days


def _window(opens: datetime | None, closes: datetime | None) -> dict[str, str]:
    """Answers to the questions of a new window."""
    typed = {"new_open_at": opens, "new_close_at": closes}
    return {ask: moment.isoformat() for ask, moment in typed.items() if moment}


guide_complete = nothing_in(
    "guide_problems",
    of=CALL,
    key="guide_complete",
    reason=Text("指南尚不完整，缺少：{missing}。", "The call is incomplete. Missing: {missing}."),
    supplied_by=OFFICER,
)
serves_the_plan = requires(
    "plan_tasks",
    of=CALL,
    key="serves_the_plan",
    reason=Text(
        "指南未对应规划任务，不得批准。",
        "The call is not linked to any plan task, so it cannot be approved.",
    ),
    supplied_by=OFFICER,
)
weights_sum_to_100 = CallGuard(
    key="weights_sum_to_100",
    reason=Text(
        "评审指标权重合计应为 100，现为 {missing}。",
        "The criteria weights must add up to 100. They now add up to {missing}.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.criteria_weight == 100,
    passing=CALL,
    failing=replace(CALL, criteria_weight=95),
    missing=lambda f: (str(f.criteria_weight),),
)
payment_parts_within_award = CallGuard(
    key="payment_parts_within_award",
    reason=Text("分期拨付比例合计超过 100%。", "The instalments add up to more than 100%."),
    supplied_by=OFFICER,
    holds=lambda f: all(
        f.parameters[first] + f.parameters[second] <= 100
        for first, second in (*PARTS.values(), STAGED_PARTS)
    ),
    passing=CALL,
    failing=replace(CALL, parameters={**CALL.parameters, "payment_first_percent": 90}),
)
budget_set = requires(
    "budget",
    of=CALL,
    key="budget_set",
    reason=Text("尚未设定本批经费总额。", "The budget for this call has not been set."),
    supplied_by=OFFICER,
)

consultation_over = CallGuard(
    key="consultation_over",
    reason=Text("征求意见期未满，至 {missing} 止。", "The consultation runs until {missing}."),
    supplied_by=CLOCK,
    holds=lambda f: f.consulted_until is None or f.now >= f.consulted_until,
    passing=replace(CALL, consulted_until=LONG_AGO),
    failing=replace(CALL, consulted_until=LATER),
    missing=lambda f: (str(last_day(f.consulted_until)),) if f.consulted_until else (),
)
comments_answered = CallGuard(
    key="comments_answered",
    reason=Text(
        "还有 {missing} 条意见没有答复；逐条答复是否采纳并说明理由后方可批准。",
        "Comments not yet answered: {missing}. Say of each whether it is adopted, and why, before "
        "the call is approved.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: not f.comments_unanswered,
    passing=CALL,
    failing=replace(CALL, comments_unanswered=2),
    missing=lambda f: (str(f.comments_unanswered),),
)
window_long_enough = CallGuard(
    key="window_long_enough",
    reason=Text(
        "申报期为 {missing} 天，短于规定的最短申报期。",
        "The application window is {missing} days, which is shorter than the rules allow.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.window_days >= f.parameters["apply_days"],
    passing=replace(CALL, window_days=30),
    failing=replace(CALL, window_days=29),
    missing=lambda f: (str(f.window_days),),
)
opening_not_passed = CallGuard(
    key="opening_not_passed",
    reason=Text(
        "申报开始时间已过，请先改定申报时间。",
        "The opening time has passed. Reset the application window first.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.open_at is not None and f.open_at >= f.now,
    passing=replace(CALL, open_at=LATER),
    failing=replace(CALL, open_at=LONG_AGO),
)
new_window_ahead = CallGuard(
    key="new_window_ahead",
    reason=Text("新的申报开始时间须晚于现在。", "The new opening time must be in the future."),
    supplied_by=OFFICER,
    holds=lambda f: f.new_open_at is None or f.new_open_at > f.now,
    passing=replace(CALL, given=_window(LATER, None)),
    failing=replace(CALL, given=_window(LONG_AGO, None)),
)
new_window_long_enough = CallGuard(
    key="new_window_long_enough",
    reason=Text(
        "新的申报期为 {missing} 天，短于规定的最短申报期。",
        "The new application window is {missing} days, which is shorter than the rules allow.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: (days := _days(f)) is None or days >= f.parameters["apply_days"],
    passing=replace(CALL, given=_window(LONG_AGO, LATER)),
    failing=replace(CALL, given=_window(LATER, LATER)),
    missing=lambda f: (str(_days(f)),),
)
new_close_before_first_stage = CallGuard(
    key="new_close_before_first_stage",
    reason=Text(
        "新的申报截止时间须早于赛题第 1 节点佐证截止日期（{missing}）。",
        "The new closing time must be before the evidence deadline for stage 1 of the race ("
        "{missing}).",
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.first_stage_due is None
        or f.new_close_at is None
        or local_date(f.new_close_at) < f.first_stage_due
    ),
    passing=replace(CALL, given=_window(None, LONG_AGO), first_stage_due=LATER.date()),
    failing=replace(CALL, given=_window(None, LATER), first_stage_due=LONG_AGO.date()),
    missing=lambda f: (str(f.first_stage_due),),
)
opening_reached = has_come(
    "open_at",
    of=CALL,
    key="opening_reached",
    reason=Text("尚未到申报开始时间。", "The opening time has not been reached."),
    supplied_by=CLOCK,
)
closing_reached = has_come(
    "close_at",
    of=CALL,
    key="closing_reached",
    reason=Text("尚未到申报截止时间。", "The closing time has not been reached."),
    supplied_by=CLOCK,
)
recommending_over = has_come(
    "recommend_until",
    of=CALL,
    key="recommending_over",
    reason=Text("推荐期未满。", "The recommendation period has not ended."),
    supplied_by=CLOCK,
)
extends_long_enough = CallGuard(
    key="extends_long_enough",
    reason=Text(
        "只能延长：新的截止时间须晚于原截止时间，且至少延长规则集规定的天数。",
        "The deadline can only be extended: the new closing time must be later than the old one, "
        "by at least the number of days the rules require.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: (
        f.close_at is None
        or f.new_close_at is None
        or (f.new_close_at - f.close_at).days >= f.parameters["extend_days"]
    ),
    passing=replace(CALL, close_at=LONG_AGO, given=_window(None, LATER)),
    failing=replace(CALL, close_at=LATER, given=_window(None, LONG_AGO)),
)
before_closing = CallGuard(
    key="before_closing",
    reason=Text(
        "申报已截止，不得再作变更。",
        "Applications have closed, so the call can no longer be changed.",
    ),
    supplied_by=NOBODY,
    holds=lambda f: f.close_at is not None and f.now < f.close_at,
    passing=replace(CALL, close_at=LATER),
    failing=replace(CALL, close_at=LONG_AGO),
)
formal_check_finished = nothing_in(
    "in_formal_check",
    of=CALL,
    key="formal_check_finished",
    reason=Text(
        "仍有项目在形式审查或补正中：{missing}。", "Still in formal check or correction: {missing}."
    ),
    supplied_by=CHECKER,
)
enough_valid = at_least(
    "valid_count",
    "min_valid",
    of=CALL,
    key="enough_valid",
    reason=Text("有效申报数不足。", "There are too few valid proposals."),
    supplied_by=CHECKER,
)
too_few_valid = below(
    "valid_count",
    "min_valid",
    of=CALL,
    key="too_few_valid",
    reason=Text(
        "有效申报数已达下限，不得流标，请转入评审。",
        "There are enough valid proposals, so the call cannot be closed without an award. Move it "
        "on to review.",
    ),
    supplied_by=OFFICER,
)


urgent = urgent_rules(CALL, "call")
paused_unpublished = CallGuard(
    key="paused_unpublished",
    reason=Text(
        "指南已发布，须公告撤销。",
        "The call has been published, so it must be cancelled by public announcement.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.paused_from in UNPUBLISHED,
    passing=replace(CALL, paused_from="approved"),
    failing=replace(CALL, paused_from="open"),
    marks_path=True,
)
paused_published = CallGuard(
    key="paused_published",
    reason=Text(
        "指南尚未发布，无须公告。", "The call has not been published, so no announcement is needed."
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.paused_from not in UNPUBLISHED,
    passing=replace(CALL, paused_from="open"),
    failing=replace(CALL, paused_from="approved"),
    marks_path=True,
)


def paused_from(state: str) -> CallGuard:
    """A paused call resumes where it was and nowhere else."""
    return equals(
        "paused_from",
        state,
        of=CALL,
        key=f"paused_from_{state}",
        reason=Text(
            "只能恢复到暂停前的环节。", "A call can resume only at the stage where it was paused."
        ),
        supplied_by=DECIDES,
        marks_path=True,
    )

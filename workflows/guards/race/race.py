"""Rules of the race as a whole: what is published, who enters, when it goes on and how it ends."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import last_day, local_date
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import LATER, LONG_AGO, RACE
from workflows.guards.shapes import below, forbids, has_come, nothing_in, requires
from workflows.guards.urgent import urgent_rules
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, PI, UNIT

RaceGuard = Guard[RaceFacts]

plan_is_published = nothing_in(
    "plan_problems",
    of=RACE,
    key="race_plan_problems",
    reason=Text(
        "赛题公告尚不完整，缺少：{missing}。", "The race notice is incomplete. Missing: {missing}."
    ),
    supplied_by=OFFICER,
)
teams_may_enter = nothing_in(
    "entry_problems",
    of=RACE,
    key="race_entry_problems",
    reason=Text(
        "入围名单不符合赛题规则：{missing}。",
        "The proposed teams do not meet the rules of the race: {missing}.",
    ),
    supplied_by=OFFICER | DECIDES,
)
everybody_is_at_the_start = nothing_in(
    "start_problems",
    of=RACE,
    key="race_start_problems",
    reason=Text("尚不能起跑：{missing}。", "The race cannot start yet: {missing}."),
    supplied_by=PI | UNIT,
)
awards_are_issued = requires(
    "call_decided",
    of=RACE,
    key="race_awards_are_issued",
    reason=Text(
        "立项尚未下达，赛题随赛题公告办理；须撤销的，由厅务会撤销赛题公告。",
        "No award has been issued, so the race follows its call. To call it off, the executive "
        "meeting cancels the call.",
    ),
    supplied_by=DECIDES,
)
no_appeal_is_open = nothing_in(
    "open_appeals",
    of=RACE,
    key="race_open_appeals",
    reason=Text("申诉尚未裁决：{missing}。", "These appeals have not been decided: {missing}."),
    supplied_by=DECIDES,
)
money_can_be_shared = nothing_in(
    "allocation_problems",
    of=RACE,
    key="race_allocation_problems",
    reason=Text(
        "本节点经费无法分配：{missing}。", "The stage money cannot be allocated: {missing}."
    ),
    supplied_by=OFFICER,
)
everybody_is_tested = nothing_in(
    "untested",
    of=RACE,
    key="race_untested",
    reason=Text(
        "尚无第三方检测结果的团队：{missing}。",
        "Teams without a third-party test result: {missing}.",
    ),
    supplied_by=OFFICER,
)
nobody_has_crossed = nothing_in(
    "crossed",
    of=RACE,
    key="race_crossed",
    reason=Text(
        "已有团队达到全部核心指标：{missing}。", "A team has met every core metric: {missing}."
    ),
    supplied_by=NOBODY,
)

is_before_last_stage = forbids(
    "is_last_stage",
    of=RACE,
    key="race_is_before_last_stage",
    reason=Text("最后节点以冲线评审结束。", "The last stage ends with the final review."),
    supplied_by=OFFICER,
)
is_last_stage = requires(
    "is_last_stage",
    of=RACE,
    key="race_is_last_stage",
    reason=Text("尚未到最后节点。", "This is not the last stage yet."),
    supplied_by=OFFICER,
)
checkpoint_is_near = RaceGuard(
    key="race_checkpoint_is_near",
    reason=Text(
        "未到节点考核通知日（{missing}）。", "The checkpoint notice is not due until {missing}."
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.call_at is not None and f.now >= f.call_at,
    passing=replace(RACE, call_at=LONG_AGO),
    failing=replace(RACE, call_at=LATER),
    missing=lambda f: (str(local_date(f.call_at)),) if f.call_at else (),
)
final_is_reached = has_come(
    "final_at",
    of=RACE,
    key="race_final_is_reached",
    reason=Text("最后节点尚未到期。", "The last stage has not ended."),
    supplied_by=CLOCK,
)
claim_has_waited = has_come(
    "claim_until",
    of=RACE,
    key="race_claim_has_waited",
    reason=Text(
        "没有团队申请提前冲线，或其他团队的跟进期未满。",
        "No team has claimed an early finish, or the other teams still have time to join.",
    ),
    supplied_by=CLOCK | PI,
)
somebody_has_crossed = requires(
    "crossed",
    of=RACE,
    key="race_somebody_has_crossed",
    reason=Text("没有团队达到全部核心指标。", "No team has met every core metric."),
    supplied_by=PI,
)
is_close_to_the_line = RaceGuard(
    key="race_is_close_to_the_line",
    reason=Text(
        "最好的团队完成目标 {missing}%，未达到冲线延期的门槛。",
        "The best team reached {missing}% of the target, which is not enough for an extension of "
        "the final.",
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.best_percent >= f.parameters["race_final_extension_percent"],
    passing=replace(RACE, best_percent=70),
    failing=replace(RACE, best_percent=69),
    missing=lambda f: (str(f.best_percent),),
)
final_extension_is_left = RaceGuard(
    key="race_final_extension_is_left",
    reason=Text("冲线延期只有一次。", "The final can be extended only once."),
    supplied_by=NOBODY,
    holds=lambda f: f.final_extensions < 1,
    passing=RACE,
    failing=replace(RACE, final_extensions=1),
)
no_extension_is_owed = RaceGuard(
    key="race_no_extension_is_owed",
    reason=Text(
        "尚可冲线延期一次，不得终止。",
        "The final can still be extended once, so the race cannot be ended.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: (
        f.final_extensions >= 1 or f.best_percent < f.parameters["race_final_extension_percent"]
    ),
    passing=RACE,
    failing=replace(RACE, best_percent=100),
)
long_extension_is_left = RaceGuard(
    key="race_long_extension_is_left",
    reason=Text("整体延期只有一次。", "All teams can be extended together only once."),
    supplied_by=NOBODY,
    holds=lambda f: f.long_extensions < 1,
    passing=RACE,
    failing=replace(RACE, long_extensions=1),
)
everybody_is_below = requires(
    "is_all_below",
    of=RACE,
    key="race_everybody_is_below",
    reason=Text(
        "考核期间，只有全部团队低于保持线时才能这样办理。",
        "During a checkpoint this is possible only if every team is below the hold line.",
    ),
    supplied_by=CLOCK,
    marks_path=True,
)
refocuses_are_left = below(
    "refocuses",
    "race_refocuses_most",
    of=RACE,
    key="race_refocuses_are_left",
    reason=Text("目标调整次数已用完。", "The target cannot be adjusted any more times."),
    supplied_by=DECIDES,
)
new_target_is_written = requires(
    "refocus_written",
    of=RACE,
    key="race_new_target_is_written",
    reason=Text("尚未起草新的目标。", "The new target has not been drafted."),
    supplied_by=OFFICER,
)
weaker_target_was_publicised = RaceGuard(
    key="race_weaker_target_was_publicised",
    reason=Text(
        "新目标低于原冲线标准，公示至 {missing} 止，期满后议定。",
        "The new target is lower than the original finish standard. It is on public notice until "
        "{missing} and can be decided after that.",
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.refocus_notice_ends_at is None or f.now >= f.refocus_notice_ends_at,
    passing=replace(RACE, refocus_notice_ends_at=LONG_AGO),
    failing=replace(RACE, refocus_notice_ends_at=LATER),
    missing=lambda f: (
        (str(last_day(f.refocus_notice_ends_at)),) if f.refocus_notice_ends_at else ()
    ),
)
stage_has_results = requires(
    "has_results",
    of=RACE,
    key="race_stage_has_results",
    reason=Text(
        "尚无节点结论可依据，须待首个节点议定。",
        "There is no stage outcome to base this on yet. The first stage has to be decided.",
    ),
    supplied_by=DECIDES,
)
halting = urgent_rules(RACE, "race")
halts_are_left = below(
    "halts",
    "race_halts_most",
    of=RACE,
    key="race_halts_are_left",
    reason=Text("暂停次数已用完。", "The race cannot be halted any more times."),
    supplied_by=DECIDES,
)


def returns_to(*states: str) -> RaceGuard:
    """A race that stood aside goes on where it was and nowhere else."""
    return RaceGuard(
        key=f"race_returns_to_{states[0]}",
        reason=Text(
            "只能回到原来的环节。", "A race can resume only at the stage where it was halted."
        ),
        supplied_by=DECIDES,
        holds=lambda f: f.back_to in states,
        passing=replace(RACE, back_to=states[0]),
        failing=RACE,
        marks_path=True,
    )

"""Rules of the race as a whole: what is published, who enters, when it goes on and how it ends."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.calendar import local_date
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.examples import LATER, LONG_AGO, RACE
from workflows.guards.lists import nothing_in
from workflows.hands import CLOCK, DECIDES, OFFICER, PI
from workflows.roles import Role

RaceGuard = Guard[RaceFacts]


plan_is_published = nothing_in(
    RACE,
    "plan_problems",
    "赛题公告尚不完整，缺少：{missing}。",
    "The race cannot be posted; it lacks {missing}.",
    OFFICER,
    "race_plan_problems",
)
teams_may_enter = nothing_in(
    RACE,
    "entry_problems",
    "入围名单不符合赛题规则：{missing}。",
    "The selected teams do not fit the rules: {missing}.",
    OFFICER | DECIDES,
    "race_entry_problems",
)
everybody_is_at_the_start = nothing_in(
    RACE,
    "start_problems",
    "尚不能起跑：{missing}。",
    "The race cannot start: {missing}.",
    PI | frozenset({Role.UNIT_ADMIN}),
    "race_start_problems",
)
no_appeal_is_open = nothing_in(
    RACE,
    "open_appeals",
    "申诉尚未裁决：{missing}。",
    "An appeal is not yet ruled on: {missing}.",
    DECIDES,
    "race_open_appeals",
)
money_can_be_shared = nothing_in(
    RACE,
    "allocation_problems",
    "本节点经费无法分配：{missing}。",
    "The stage's pool cannot be shared: {missing}.",
    OFFICER,
    "race_allocation_problems",
)
everybody_asks = nothing_in(
    RACE,
    "not_asked",
    "联合延期须全体在赛团队申请，尚未申请：{missing}。",
    "A joint extension needs every team; not yet asked: {missing}.",
    PI,
    "race_not_asked",
)
everybody_is_tested = nothing_in(
    RACE,
    "untested",
    "尚无第三方检测结果的团队：{missing}。",
    "No third-party test is recorded for: {missing}.",
    OFFICER,
    "race_untested",
)
nobody_has_crossed = nothing_in(
    RACE,
    "crossed",
    "已有团队达到全部核心指标：{missing}。",
    "A team meets every core indicator: {missing}.",
    OFFICER,
    "race_crossed",
)

is_before_last_stage = RaceGuard(
    "race_is_before_last_stage",
    Text("最后节点以冲线评审结束。", "The last stage ends in the final review."),
    OFFICER,
    lambda f: not f.is_last_stage,
    RACE,
    replace(RACE, is_last_stage=True),
)
is_last_stage = RaceGuard(
    "race_is_last_stage",
    Text("尚未到最后节点。", "This is not the last stage."),
    OFFICER,
    lambda f: f.is_last_stage,
    replace(RACE, is_last_stage=True),
    RACE,
)
checkpoint_is_near = RaceGuard(
    "race_checkpoint_is_near",
    Text("未到节点考核通知日（{missing}）。", "The checkpoint's notice is due on {missing}."),
    CLOCK,
    lambda f: f.call_at is not None and f.now >= f.call_at,
    replace(RACE, call_at=LONG_AGO),
    replace(RACE, call_at=LATER),
    lambda f: (str(local_date(f.call_at)),) if f.call_at else (),
)
final_is_reached = RaceGuard(
    "race_final_is_reached",
    Text("最后节点尚未到期。", "The last stage has not ended."),
    CLOCK,
    lambda f: f.final_at is not None and f.now >= f.final_at,
    replace(RACE, final_at=LONG_AGO),
    replace(RACE, final_at=LATER),
)
claim_has_waited = RaceGuard(
    "race_claim_has_waited",
    Text(
        "没有团队申请提前冲线，或其他团队的跟进期未满。",
        "No team claims the target, or the others' grace is not over.",
    ),
    CLOCK | PI,
    lambda f: f.claim_until is not None and f.now >= f.claim_until,
    replace(RACE, claim_until=LONG_AGO),
    replace(RACE, claim_until=LATER),
)
somebody_has_crossed = RaceGuard(
    "race_somebody_has_crossed",
    Text("没有团队达到全部核心指标。", "No team meets every core indicator."),
    PI,
    lambda f: bool(f.crossed),
    replace(RACE, crossed=("甲队",)),
    RACE,
)
is_close_to_the_line = RaceGuard(
    "race_is_close_to_the_line",
    Text(
        "最好的团队完成目标 {missing}%，未达到冲线延期的门槛。",
        "The best team reached {missing}% of the target, too little for an extension.",
    ),
    CLOCK,
    lambda f: f.best_percent >= f.parameters["race_final_extension_percent"],
    replace(RACE, best_percent=70),
    replace(RACE, best_percent=69),
    lambda f: (str(f.best_percent),),
)
final_extension_is_left = RaceGuard(
    "race_final_extension_is_left",
    Text("冲线延期只有一次。", "There is one final extension only."),
    DECIDES,
    lambda f: f.final_extensions < 1,
    RACE,
    replace(RACE, final_extensions=1),
)
no_extension_is_owed = RaceGuard(
    "race_no_extension_is_owed",
    Text("尚可冲线延期一次，不得终止。", "A final extension is still possible: the race goes on."),
    DECIDES,
    lambda f: (
        f.final_extensions >= 1 or f.best_percent < f.parameters["race_final_extension_percent"]
    ),
    RACE,
    replace(RACE, best_percent=100),
)
extension_is_left = RaceGuard(
    "race_extension_is_left",
    Text("联合延期次数已用完。", "No joint extension is left."),
    DECIDES,
    lambda f: f.extensions < f.parameters["race_extensions_most"],
    RACE,
    replace(RACE, extensions=1),
)
long_extension_is_left = RaceGuard(
    "race_long_extension_is_left",
    Text("整体延期只有一次。", "All are extended once only."),
    DECIDES,
    lambda f: f.long_extensions < 1,
    RACE,
    replace(RACE, long_extensions=1),
)
everybody_is_below = RaceGuard(
    "race_everybody_is_below",
    Text(
        "考核期间，只有全部团队低于保持线时才能这样办理。",
        "Inside a checkpoint this is done only when every team is below the hold line.",
    ),
    CLOCK,
    lambda f: f.is_all_below,
    replace(RACE, is_all_below=True),
    RACE,
    marks_path=True,
)
refocuses_are_left = RaceGuard(
    "race_refocuses_are_left",
    Text("目标调整次数已用完。", "No refocus is left."),
    DECIDES,
    lambda f: f.refocuses < f.parameters["race_refocuses_most"],
    RACE,
    replace(RACE, refocuses=2),
)
new_target_is_written = RaceGuard(
    "race_new_target_is_written",
    Text("尚未起草新的目标。", "The new target is not written."),
    OFFICER,
    lambda f: f.refocus_written,
    replace(RACE, refocus_written=True),
    RACE,
)
weaker_target_was_publicised = RaceGuard(
    "race_weaker_target_was_publicised",
    Text(
        "新目标低于原冲线标准，须公示期满后议定。",
        "The new target is weaker than the finish line: it is decided after its public notice.",
    ),
    CLOCK,
    lambda f: (
        not f.refocus_weakens
        or f.calendar.count_working_days(local_date(f.entered_at), local_date(f.now))
        > f.parameters["race_notice_working_days"]
    ),
    RACE,
    replace(RACE, refocus_weakens=True, entered_at=RACE.now),
)
node_has_results = RaceGuard(
    "race_node_has_results",
    Text("尚无节点结果可依据。", "There is no result of a stage to go by."),
    CLOCK,
    lambda f: f.has_results,
    replace(RACE, has_results=True),
    RACE,
)
halts_are_left = RaceGuard(
    "race_halts_are_left",
    Text("暂停次数已用完。", "No halt is left."),
    DECIDES,
    lambda f: f.halts < f.parameters["race_halts_most"],
    RACE,
    replace(RACE, halts=2),
)


def returns_to(*states: str) -> RaceGuard:
    """A race that stood aside goes on where it was and nowhere else."""
    return RaceGuard(
        f"race_returns_to_{states[0]}",
        Text("只能回到原来的环节。", "A race goes on where it was."),
        DECIDES,
        lambda f: f.back_to in states,
        replace(RACE, back_to=states[0]),
        RACE,
        marks_path=True,
    )

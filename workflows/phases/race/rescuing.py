"""When the floor or the last feasible team is lost: R17-R18."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import rescue as rule
from workflows.guards.race.race import everybody_is_below, returns_to
from workflows.hands import CLOCK, DECIDES, OFFICER
from workflows.parts.asks import MINUTES, PUBLIC_REASON, REASON
from workflows.parts.race.asks import FINDING, REPORT
from workflows.phases.race.common import EVERYTHING_ENDS, RUNNING

RESCUING: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="enter_rescue",
        label=Text("进入保底救援", "Enter rescue"),
        source=(*RUNNING, "refocusing"),
        target="rescue",
        roles=CLOCK,
        guards=(rule.something_is_broken,),
        effects=(Apply("remember_place"), Notify("rescue_begun", OFFICER | DECIDES)),
        clause=Text(
            "R15 R17 · 与起因同时生效；10 个工作日内选择",
            "R15 R17 · takes effect together with its cause; ten working days to choose",
        ),
    ),
    Transition(
        name="enter_rescue",
        label=Text("暂停中进入保底救援", "Enter rescue from a halt"),
        source=("halted",),
        target="rescue",
        roles=CLOCK,
        guards=(rule.something_is_broken,),
        effects=(Apply("count_halt"), Notify("rescue_begun", OFFICER | DECIDES)),
        clause=Text(
            "R15 R17 · 与起因同时生效；暂停即止，经费到救援完成后恢复",
            "R15 R17 · takes effect together with its cause; the halt ends, and money resumes "
            "once the rescue is complete",
        ),
    ),
    Transition(
        name="open_supplementary_entry",
        label=Text("补充征集团队", "Open a supplementary entry round"),
        source=("rescue",),
        target="rescue",
        roles=DECIDES,
        guards=(rule.rescues_are_left, rule.entry_is_left),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(Apply("open_supplementary_entry"),),
        clause=Text(
            "R17 · 补充征集 30 天，一次", "R17 · a 30-day supplementary entry round, once only"
        ),
    ),
    Transition(
        name="waive_floor",
        label=Text("降低下限为一个团队", "Lower the floor to one"),
        source=("rescue",),
        target="rescue",
        roles=DECIDES,
        guards=(rule.supplementary_entry_was_tried,),
        asks=(*MINUTES, REASON),
        effects=(Apply("waive_floor"),),
        clause=Text(
            "R18 · 补充征集之后方可，须有记录",
            "R18 · only after a supplementary entry round, and on record",
        ),
    ),
    Transition(
        name="choose_rescue",
        label=Text("全部低于保持线：保底救援", "All below the line: enter rescue"),
        source=("checkpoint",),
        target="rescue",
        roles=OFFICER,
        guards=(everybody_is_below,),
        asks=(REASON,),
        effects=(Apply("remember_place"), Notify("rescue_begun", OFFICER | DECIDES)),
        clause=Text(
            "R16 · 不执行淘汰，进入保底救援",
            "R16 · no elimination takes place; the race enters rescue",
        ),
    ),
    *(
        Transition(
            name="end_rescue",
            label=Text("救援完成，继续比赛", "Rescue complete, race continues"),
            source=("rescue",),
            target=target,
            roles=OFFICER,
            guards=(
                rule.rescue_succeeded,
                rule.somebody_new_has_joined,
                rule.rescues_are_left,
                returns_to(*places),
            ),
            effects=(Apply("count_rescue"), Cascade("fund", "resume_after_progress"), *effects),
            clause=Text("R18 · 至少一个可行团队", "R18 · at least one feasible team"),
        )
        for target, places, effects in (
            (
                "running",
                ("running", "checkpoint", "result_notice", "refocusing"),
                (Cascade("stage", "reopen"), Cascade("team", "race_on")),
            ),
            ("realloc", ("realloc",), ()),
            ("final", ("final",), ()),
        )
    ),
    Transition(
        name="fail_rescue",
        label=Text("救援失败，终止赛事", "Rescue failed, end the race"),
        source=("rescue",),
        target="no_finish",
        roles=DECIDES,
        guards=(rule.nobody_can_finish, rule.every_way_was_tried),
        asks=(*MINUTES, FINDING, REPORT),
        effects=(
            Apply("file_race_report"),
            *EVERYTHING_ENDS,
            Apply("return_pool"),
            SendLetter("no_finish_report"),
        ),
        signature=True,
        moves_money=True,
        clause=Text(
            "R18 · 专家组报告与会议纪要；余款退回财政",
            "R18 · panel report and minutes; the balance goes back to the treasury",
        ),
    ),
)

"""The race (赛题): from its call to the finish; R1-R22. RUNNING(k) is the state with `race.stage`.

No move of the office ends a running race: only a finish, a rescue or final that failed, or the
panel's finding that others solved it. That is the rule (R3).
"""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import race as rule
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER
from workflows.parts.asks import MINUTES, PUBLIC_REASON, REASON
from workflows.parts.race.asks import DAYS, FINDING, REPORT
from workflows.roles import Role

_FOLLOWS_CALL = Text("随指南进行", "follows its call")
_RUNNING = ("running", "checkpoint", "result_notice", "realloc", "final")
_EVERYTHING_ENDS = (
    Cascade("team", "fall_short"),
    Cascade("team", "close_out"),
    Cascade("stage", "end"),
    Cascade("route", "end"),
    Cascade("proposal", "release_reserve"),
)


def _with_call(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.OPEN, CLOCK, undated=_FOLLOWS_CALL)


def _final(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.FINAL)


STATES = (
    State("draft", Text("草拟", "Draft"), Kind.START, CLOCK, undated=_FOLLOWS_CALL),
    _with_call("posted", "已发布赛题", "Posted"),
    _with_call("entry_closed", "报名截止", "Entries closed"),
    _with_call("entry_review", "入围评审", "Entry review"),
    State(
        "notice", Text("入围公示与签约", "Selected"), waits_on=OFFICER, due=After("race_start_days")
    ),
    State("running", Text("攻关中", "Running"), waits_on=CLOCK, due=At("call_at")),
    State(
        "checkpoint",
        Text("节点考核", "At a checkpoint"),
        waits_on=CLOCK,
        undated=Text("随节点进行", "follows its stage"),
    ),
    State(
        "result_notice",
        Text("结果公示", "Results on notice"),
        waits_on=CLOCK,
        undated=Text("随节点进行", "follows its stage"),
    ),
    State(
        "realloc",
        Text("再分配", "Re-allocation"),
        waits_on=OFFICER | FINANCE,
        due=After("race_decide_working_days", Unit.WORKING_DAYS),
    ),
    State(
        "refocusing",
        Text("调整聚焦目标", "Refocusing"),
        waits_on=DECIDES,
        due=After("race_refocus_days"),
    ),
    State(
        "rescue",
        Text("保底救援", "Rescue"),
        waits_on=OFFICER | DECIDES,
        due=After("race_rescue_working_days", Unit.WORKING_DAYS),
    ),
    State("halted", Text("暂停", "Halted"), waits_on=DECIDES, due=After("race_halt_days")),
    State(
        "final", Text("冲线评审", "Final review"), waits_on=DECIDES, due=After("race_final_days")
    ),
    _final("finished", "已冲线", "Finished"),
    _final("no_finish", "未冲线终止", "Ended without a finish"),
    _final("solved_elsewhere", "目标已被他方实现", "Solved elsewhere"),
    _final("cancelled", "撤销", "Cancelled"),
)


def _following(
    name: str, zh: str, en: str, source: str, target: str, clause: Text
) -> Transition[RaceFacts]:
    """A step that the call makes."""
    return Transition(
        name=name,
        label=Text(zh, en),
        source=(source,),
        target=target,
        roles=CLOCK,
        clause=clause,
    )


ENTERING: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="post",
        label=Text("发布赛题", "Post the race"),
        source=("draft",),
        target="posted",
        roles=CLOCK,
        guards=(rule.plan_is_published,),
        effects=(SendLetter("race_notice"),),
        clause=Text(
            "R1 · 目标、冲线标准、节点、名额、经费、分配规则事先公布",
            "R1 · target, line, stages, quotas, pools and formula are published first",
        ),
    ),
    _following(
        "close_entries",
        "报名截止",
        "Close the entries",
        "posted",
        "entry_closed",
        Text("C6 · 随指南截止", "C6 · with the call"),
    ),
    _following(
        "review_entries",
        "开始入围评审",
        "Review the entries",
        "entry_closed",
        "entry_review",
        Text("C8 · 随形式审查结束", "C8 · after the formal check"),
    ),
    Transition(
        name="select_teams",
        label=Text("确定入围团队", "Select the teams"),
        source=("entry_review",),
        target="notice",
        roles=CLOCK,
        guards=(rule.teams_may_enter,),
        effects=(Apply("enter_teams"), Cascade("team", "hold_in_reserve")),
        clause=Text(
            "R2 · 2-5 个团队、不少于 2 条路线，候补不少于 1 个",
            "R2 · 2-5 teams, two routes or more, at least one reserve",
        ),
    ),
    Transition(
        name="start",
        label=Text("起跑", "Start the race"),
        source=("notice",),
        target="running",
        roles=OFFICER,
        guards=(rule.everybody_is_at_the_start,),
        effects=(
            Apply("begin_first_stage"),
            Cascade("team", "start"),
            Apply("share_equally"),
            Cascade("stage", "open"),
        ),
        moves_money=True,
        clause=Text(
            "R3 · 各团队任务书、军令状指标一致；首节点经费均分",
            "R3 · identical indicators signed by all; equal parts in stage 1",
        ),
    ),
    Transition(
        name="cancel",
        label=Text("撤销赛题", "Cancel the race"),
        source=("draft", "posted", "entry_closed", "entry_review", "notice"),
        target="cancelled",
        roles=DECIDES | CLOCK,
        asks=(PUBLIC_REASON,),
        effects=(Cascade("team", "leave"), Cascade("stage", "end"), Cascade("route", "end")),
        clause=Text("R3 · 起跑之后不得撤销", "R3 · never after the start"),
    ),
)

STAGES: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="call_checkpoint",
        label=Text("发出节点考核通知", "Call the checkpoint"),
        source=("running",),
        target="checkpoint",
        roles=CLOCK,
        guards=(rule.is_before_last_stage, rule.checkpoint_is_near, rule.no_appeal_is_open),
        effects=(Cascade("stage", "call_checkpoint"), Notify("checkpoint_called", OFFICER)),
        due=At("call_at"),
        clause=Text("R4 · 提前 30 天通知", "R4 · thirty days ahead"),
    ),
    Transition(
        name="publish_result",
        label=Text("公示节点结果", "Publish the results"),
        source=("checkpoint",),
        target="result_notice",
        roles=CLOCK,
        clause=Text("R9 · 随节点", "R9 · with the stage"),
    ),
    Transition(
        name="confirm",
        label=Text("节点结论生效", "Outcomes take effect"),
        source=("result_notice",),
        target="realloc",
        roles=CLOCK,
        clause=Text("R10 · 随节点", "R10 · with the stage"),
    ),
    Transition(
        name="reallocate",
        label=Text("再分配并进入下一节点", "Re-allocate and go on"),
        source=("realloc",),
        target="running",
        roles=OFFICER,
        approvals=(Role.FINANCE,),
        guards=(rule.money_can_be_shared,),
        effects=(
            Cascade("stage", "close"),
            Apply("share_stage_pool"),
            Cascade("stage", "open"),
            Notify("stage_money_ordered", FINANCE),
        ),
        moves_money=True,
        clause=Text(
            "R14 · 按公布的公式，一批拨付；I3、I4 成立",
            "R14 · by the published formula, in one batch; I3 and I4 hold",
        ),
    ),
    Transition(
        name="extend_jointly",
        label=Text("批准联合延期", "Grant the joint extension"),
        source=("running",),
        target="running",
        roles=OFFICER,
        guards=(rule.everybody_asks, rule.extension_is_left),
        asks=(DAYS, REASON),
        effects=(Apply("extend_stage"), Notify("stage_extended", OFFICER)),
        clause=Text("R4 · 全体或全不延期，≤ 30 天", "R4 · all or none, at most 30 days"),
    ),
    Transition(
        name="extend_all",
        label=Text("全部低于保持线：整体延期", "All below the line: extend all"),
        source=("checkpoint",),
        target="running",
        roles=OFFICER,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.everybody_is_below, rule.long_extension_is_left),
        asks=(DAYS, REASON),
        effects=(
            Apply("extend_all"),
            Cascade("stage", "reopen"),
            Cascade("team", "race_on"),
            Notify("stage_extended", OFFICER),
        ),
        clause=Text(
            "R16 · 全部低于保持线不执行淘汰，整体延期一次 ≤ 90 天",
            "R16 · nobody is eliminated; all are extended once, at most 90 days",
        ),
    ),
)

REFOCUSING: tuple[Transition[RaceFacts], ...] = (
    *(
        Transition(
            name="propose_refocus",
            label=Text("提请调整目标", "Propose a refocus"),
            source=(state,),
            target="refocusing",
            roles=OFFICER,
            guards=(rule.refocuses_are_left, rule.new_target_is_written),
            asks=(FINDING,),
            effects=(Apply("remember_place"),),
            clause=Text(
                "R13 · 依据节点结果，考核期间不得提出",
                "R13 · on node results, never inside a checkpoint",
            ),
        )
        for state in ("running", "realloc")
    ),
    *(
        Transition(
            name="adopt_refocus",
            label=Text("批准新目标", "Adopt the new target"),
            source=("refocusing",),
            target=state,
            roles=DECIDES,
            guards=(rule.returns_to(state), rule.weaker_target_was_publicised),
            asks=MINUTES,
            effects=(
                Apply("adopt_target"),
                Cascade("stage", "refocus"),
                Notify("target_adjusted", OFFICER),
            ),
            separation=("propose_refocus",),
            signature=True,
            clause=Text(
                "R13 · 同日同版告知全部在赛团队",
                "R13 · one version for all survivors, the same day",
            ),
        )
        for state in ("running", "realloc")
    ),
    *(
        Transition(
            name="drop_refocus",
            label=Text("不予调整", "Drop the refocus"),
            source=("refocusing",),
            target=state,
            roles=DECIDES,
            guards=(rule.returns_to(state),),
            asks=(REASON,),
            effects=(Apply("drop_target"),),
            clause=Text("R13 · 维持原目标", "R13 · the target stays"),
        )
        for state in ("running", "realloc")
    ),
)

RESCUING: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="enter_rescue",
        label=Text("进入保底救援", "Enter the rescue"),
        source=(*_RUNNING, "refocusing"),
        target="rescue",
        roles=CLOCK,
        guards=(rule.something_is_broken,),
        effects=(Apply("remember_place"), Notify("rescue_begun", OFFICER | DECIDES)),
        clause=Text(
            "R15 R17 · 与原因同一提交；10 个工作日内选择",
            "R15 R17 · in the commit of its cause; ten working days to choose",
        ),
    ),
    Transition(
        name="open_supplementary_entry",
        label=Text("补充征集团队", "Open a supplementary entry"),
        source=("rescue",),
        target="rescue",
        roles=DECIDES,
        guards=(rule.rescues_are_left,),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(Apply("record_supplementary_entry"),),
        clause=Text("R17 · 补充征集 30 天", "R17 · a supplementary entry of 30 days"),
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
            "R18 · on record, and only after a supplementary entry",
        ),
    ),
    Transition(
        name="choose_rescue",
        label=Text("全部低于保持线：保底救援", "All below the line: rescue"),
        source=("checkpoint",),
        target="rescue",
        roles=OFFICER,
        guards=(rule.everybody_is_below,),
        asks=(REASON,),
        effects=(Apply("remember_place"), Notify("rescue_begun", OFFICER | DECIDES)),
        clause=Text("R16 · 不执行淘汰，进入保底救援", "R16 · nobody is eliminated: a rescue"),
    ),
    *(
        Transition(
            name="end_rescue",
            label=Text("救援完成，继续比赛", "Rescue done, race on"),
            source=("rescue",),
            target=target,
            roles=OFFICER,
            guards=(rule.rescue_succeeded, rule.rescues_are_left, rule.returns_to(*places)),
            effects=(Apply("count_rescue"), *effects),
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
        guards=(rule.nobody_can_finish,),
        asks=(*MINUTES, FINDING, REPORT),
        effects=(
            Apply("file_race_report"),
            *_EVERYTHING_ENDS,
            Apply("return_pool"),
            SendLetter("no_finish_report"),
        ),
        signature=True,
        moves_money=True,
        clause=Text(
            "R18 · 专家组报告与会议纪要；余款退回财政",
            "R18 · panel report and minutes; the pool returns to the treasury",
        ),
    ),
)

HALTING: tuple[Transition[RaceFacts], ...] = (
    *(
        Transition(
            name="halt",
            label=Text("暂停赛事", "Halt the race"),
            source=(state,),
            target="halted",
            roles=DECIDES,
            guards=(rule.halts_are_left,),
            asks=(*MINUTES, PUBLIC_REASON),
            effects=(Apply("remember_place"), Notify("race_halted", OFFICER)),
            clause=Text("J10 · 对全部团队一并暂停", "J10 · for all teams at once"),
        )
        for state in ("running", "realloc")
    ),
    *(
        Transition(
            name="resume",
            label=Text("恢复赛事", "Resume the race"),
            source=("halted",),
            target=state,
            roles=DECIDES,
            guards=(rule.returns_to(state),),
            asks=(PUBLIC_REASON,),
            effects=(Apply("count_halt"), Notify("race_halted", OFFICER)),
            clause=Text("J10 · 恢复", "J10 · resumed"),
        )
        for state in ("running", "realloc")
    ),
    Transition(
        name="find_solved",
        label=Text("认定目标已被他方实现", "Find it solved elsewhere"),
        source=("running", "realloc", "halted", "rescue"),
        target="solved_elsewhere",
        roles=DECIDES,
        guards=(rule.no_appeal_is_open,),
        asks=(*MINUTES, FINDING),
        effects=(*_EVERYTHING_ENDS, Apply("return_pool")),
        signature=True,
        moves_money=True,
        clause=Text("§2.3 · 须专家组认定", "§2.3 · on the panel's finding"),
    ),
)

FINISHING: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="open_final",
        label=Text("进入冲线评审", "Open the final review"),
        source=("running",),
        target="final",
        roles=CLOCK,
        guards=(rule.is_last_stage, rule.final_is_reached, rule.no_appeal_is_open),
        effects=(Cascade("stage", "begin_final"), Cascade("team", "enter_final")),
        due=At("final_at"),
        clause=Text("R19 · 同一测试台、第三方", "R19 · one test bench, third party"),
    ),
    Transition(
        name="finish_early",
        label=Text("提前进入冲线评审", "Final review ahead of time"),
        source=("running",),
        target="final",
        roles=CLOCK,
        guards=(rule.claim_has_waited, rule.no_appeal_is_open),
        effects=(
            Apply("count_claim"),
            Cascade("stage", "begin_final"),
            Cascade("team", "enter_final"),
        ),
        due=At("claim_until"),
        clause=Text("R22 · 其他团队 30 天内可跟进", "R22 · the others had 30 days to follow"),
    ),
    Transition(
        name="cross_line",
        label=Text("议定冲线", "Decide the finish"),
        source=("final",),
        target="finished",
        roles=DECIDES,
        guards=(rule.everybody_is_tested, rule.somebody_has_crossed),
        asks=MINUTES,
        effects=(
            Apply("place_teams"),
            Cascade("team", "finish"),
            Cascade("team", "come_second"),
            Apply("share_prize"),
            *_EVERYTHING_ENDS,
            Apply("return_pool"),
        ),
        signature=True,
        moves_money=True,
        clause=Text(
            "R20 · 全部核心指标达到；先有效通过者胜",
            "R20 · every core indicator met; the first valid pass wins",
        ),
    ),
    Transition(
        name="extend_final",
        label=Text("冲线延期", "Extend the final"),
        source=("final",),
        target="running",
        roles=DECIDES,
        guards=(
            rule.everybody_is_tested,
            rule.nobody_has_crossed,
            rule.is_close_to_the_line,
            rule.final_extension_is_left,
        ),
        asks=(*MINUTES, DAYS),
        effects=(Apply("extend_final"), Cascade("stage", "reopen"), Cascade("team", "race_on")),
        clause=Text("R21 · 一次，≤ 6 个月", "R21 · once, at most six months"),
    ),
    Transition(
        name="end_without_finish",
        label=Text("议定未冲线", "End without a finish"),
        source=("final",),
        target="no_finish",
        roles=DECIDES,
        guards=(
            rule.everybody_is_tested,
            rule.nobody_has_crossed,
            rule.no_extension_is_owed,
        ),
        asks=(*MINUTES, FINDING, REPORT),
        effects=(
            Apply("file_race_report"),
            *_EVERYTHING_ENDS,
            Apply("return_pool"),
            SendLetter("no_finish_report"),
        ),
        signature=True,
        moves_money=True,
        clause=Text("R21 · 随后逐队作责任认定", "R21 · then the fault of each team is found"),
    ),
)

RACE = Workflow(
    key="race",
    version=1,
    label=Text("赛题", "Race"),
    facts=RaceFacts,
    clause=Text("domain §2.3", "domain §2.3"),
    states=STATES,
    transitions=(*ENTERING, *STAGES, *REFOCUSING, *RESCUING, *HALTING, *FINISHING),
)

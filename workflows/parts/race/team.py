"""A team of a race (参赛团队), from entry to the finish or out of it; R2-R12, R15, R20-R22."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import team as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, PI, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, MINUTES, REASON
from workflows.parts.race.asks import AGREEMENT, PARTNER
from workflows.roles import Role

_RUNNING = ("racing", "held")
_IN_RACE = (*_RUNNING, "at_checkpoint", "elim_pending", "suspended")
_BREAKS = Cascade("race", "enter_rescue")
_PROJECT_ENDS = Cascade("project", "end_with_team")
_RULING = After("race_ruling_working_days", Unit.WORKING_DAYS)


def _final(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.FINAL)


STATES = (
    State("entered", Text("已入围", "Entered"), Kind.START, PI, After("race_start_days")),
    State(
        "reserve",
        Text("候补", "Reserve"),
        waits_on=CLOCK,
        undated=Text("赛事结束前有效", "as long as the race runs"),
    ),
    State("racing", Text("在赛", "Racing"), waits_on=PI, due=At("evidence_due_at")),
    State("at_checkpoint", Text("考核中", "At the checkpoint"), waits_on=OFFICER, due=_RULING),
    State("held", Text("保持观察（黄牌）", "Held (yellow card)"), waits_on=PI, due=_RULING),
    State("elim_pending", Text("拟淘汰", "Elimination proposed"), waits_on=DECIDES, due=_RULING),
    State("suspended", Text("暂停", "Suspended"), waits_on=SUPERVISOR, due=After("race_halt_days")),
    State(
        "eliminated",
        Text("淘汰", "Eliminated"),
        waits_on=CLOCK,
        undated=Text("下一节点结束前可复活", "may be revived until the next stage closes"),
    ),
    _final("closed_out", "淘汰（终结）", "Eliminated, closed"),
    _final("merged", "并入", "Merged"),
    _final("withdrawn", "退赛", "Withdrawn"),
    _final("disqualified", "取消资格", "Disqualified"),
    _final("finished", "冲线（胜出）", "Finished first"),
    _final("runner_up", "完成未胜出", "Runner-up"),
    _final("not_finished", "未冲线", "Not finished"),
)

ENTERING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="hold_in_reserve",
        label=Text("列为候补", "Hold in reserve"),
        source=("entered",),
        target="reserve",
        roles=CLOCK,
        guards=(rule.is_reserve,),
        clause=Text("R2 · 候补不少于 1 个", "R2 · at least one reserve"),
    ),
    Transition(
        name="start",
        label=Text("起跑", "Start"),
        source=("entered",),
        target="racing",
        roles=CLOCK,
        guards=(rule.has_signed,),
        effects=(Notify("race_started", TEAM),),
        clause=Text("R3 · 同一起跑线", "R3 · all start level"),
    ),
    Transition(
        name="join",
        label=Text("补入参赛", "Join the race"),
        source=("entered", "reserve"),
        target="racing",
        roles=OFFICER,
        guards=(rule.race_needs_rescue, rule.has_signed),
        effects=(Apply("share_with_newcomer"), Notify("race_started", TEAM)),
        moves_money=True,
        clause=Text("R17 · 启用候补或补充征集", "R17 · a reserve or a supplementary entry"),
    ),
    Transition(
        name="revive",
        label=Text("复活", "Revive"),
        source=("eliminated",),
        target="racing",
        roles=PI,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.race_needs_rescue,),
        asks=(REASON,),
        effects=(
            Cascade("project", "race_again"),
            Apply("share_with_newcomer"),
            Notify("race_started", TEAM),
        ),
        moves_money=True,
        clause=Text(
            "R17 · 最近一节点淘汰的团队，本人同意",
            "R17 · the team eliminated last, with its consent",
        ),
    ),
    Transition(
        name="leave",
        label=Text("放弃入围", "Leave before the start"),
        source=("entered", "reserve"),
        target="withdrawn",
        roles=CLOCK,
        clause=Text("J2 · 逾期未签或放弃", "J2 · not signed in time, or given up"),
    ),
)

STAGES: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="submit_evidence",
        label=Text("提交节点佐证", "Hand in the evidence"),
        source=_RUNNING,
        target="at_checkpoint",
        roles=PI,
        guards=(rule.checkpoint_is_open, rule.evidence_is_complete),
        effects=(Apply("receive_evidence"),),
        clause=Text("R5 · 截止前提交", "R5 · before the deadline"),
    ),
    Transition(
        name="miss_evidence",
        label=Text("逾期未提交佐证", "Miss the evidence"),
        source=_RUNNING,
        target="at_checkpoint",
        roles=CLOCK,
        effects=(Apply("score_zero"), Notify("evidence_missed", TEAM)),
        clause=Text("R5 · 宽限期满记零分", "R5 · score 0 after the grace"),
    ),
    Transition(
        name="enter_final",
        label=Text("进入冲线评审", "Enter the final review"),
        source=_RUNNING,
        target="at_checkpoint",
        roles=CLOCK,
        clause=Text("R19 · 冲线评审", "R19 · the final review"),
    ),
    Transition(
        name="propose_elimination",
        label=Text("拟淘汰", "Propose elimination"),
        source=("at_checkpoint",),
        target="elim_pending",
        roles=CLOCK,
        guards=(rule.elimination_is_proposed,),
        effects=(Notify("elimination_proposed", TEAM),),
        clause=Text("R9 · 公示后可申诉", "R9 · an appeal may follow the notice"),
    ),
    Transition(
        name="advance",
        label=Text("晋级", "Advance"),
        source=("at_checkpoint", "elim_pending"),
        target="racing",
        roles=CLOCK,
        guards=(rule.has_become("advance"),),
        effects=(Apply("clear_holds"), Notify("stage_decided", TEAM)),
        clause=Text("R7 · 晋级", "R7 · advanced"),
    ),
    Transition(
        name="hold",
        label=Text("保持观察（黄牌）", "Hold (yellow card)"),
        source=("at_checkpoint", "elim_pending"),
        target="held",
        roles=CLOCK,
        guards=(rule.has_become("hold"),),
        effects=(Apply("count_hold"), Notify("stage_decided", TEAM)),
        clause=Text("R8 · 黄牌，只拨基础部分", "R8 · yellow card, base money only"),
    ),
    Transition(
        name="eliminate",
        label=Text("淘汰", "Eliminate"),
        source=("elim_pending",),
        target="eliminated",
        roles=CLOCK,
        guards=(rule.has_become("eliminate"), rule.appeal_is_not_open),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            _PROJECT_ENDS,
            SendLetter("elimination_letter"),
            Notify("stage_decided", TEAM),
        ),
        clause=Text(
            "R10 · 终止支持，结算归档，不记诚信", "R10 · settled and archived, no integrity mark"
        ),
    ),
    Transition(
        name="close_out",
        label=Text("淘汰终结", "Close the elimination"),
        source=("eliminated",),
        target="closed_out",
        roles=CLOCK,
        guards=(rule.revival_is_over,),
        clause=Text("R17 · 只可复活一节点之内的团队", "R17 · revived within one stage only"),
    ),
)

APPEALING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="file_appeal",
        label=Text("申诉", "Appeal"),
        source=("elim_pending",),
        target="elim_pending",
        roles=PI,
        guards=(rule.appeal_is_in_time, rule.has_not_appealed),
        asks=(EVIDENCE,),
        effects=(Apply("open_appeal"), Notify("appeal_filed", SUPERVISOR | DECIDES)),
        clause=Text("R9 · 申诉一次", "R9 · one appeal"),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("elim_pending",),
            target="at_checkpoint",
            roles=DECIDES,
            guards=(rule.appeal_is_open, rule.stage_is_not_decided),
            asks=(*MINUTES, REASON),
            effects=(Apply(f"revise_to_{outcome}"), Notify("appeal_ruled", TEAM)),
            separation=("file_appeal",),
            clause=Text("R11 · 申诉成立，结论随节点议定", "R11 · upheld before the decision"),
        )
        for name, outcome, label in (
            ("uphold_as_held", "hold", Text("申诉成立：保持", "Uphold: held")),
            ("uphold_as_advanced", "advance", Text("申诉成立：晋级", "Uphold: advanced")),
        )
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("elim_pending",),
            target=target,
            roles=DECIDES,
            guards=(rule.appeal_is_open, rule.stage_is_decided),
            asks=(*MINUTES, REASON),
            effects=(
                Apply(f"revise_to_{outcome}"),
                Apply("order_ring_fenced"),
                Notify("appeal_ruled", TEAM),
            ),
            separation=("file_appeal",),
            moves_money=True,
            clause=Text(
                "R11 · 动用保留经费，他队不减",
                "R11 · the ring-fenced share is ordered, nobody else is cut",
            ),
        )
        for name, outcome, target, label in (
            ("uphold_as_held", "hold", "held", Text("申诉成立：保持", "Uphold: held")),
            ("uphold_as_advanced", "advance", "racing", Text("申诉成立：晋级", "Uphold: advanced")),
        )
    ),
    Transition(
        name="dismiss_appeal",
        label=Text("申诉不成立", "Dismiss the appeal"),
        source=("elim_pending",),
        target="elim_pending",
        roles=DECIDES,
        guards=(rule.appeal_is_open, rule.stage_is_not_decided),
        asks=(*MINUTES, REASON),
        effects=(Apply("dismiss_appeal"), Notify("appeal_ruled", TEAM)),
        separation=("file_appeal",),
        clause=Text("R10 · 申诉不成立，随节点议定", "R10 · dismissed before the decision"),
    ),
    Transition(
        name="dismiss_appeal",
        label=Text("申诉不成立", "Dismiss the appeal"),
        source=("elim_pending",),
        target="eliminated",
        roles=DECIDES,
        guards=(rule.appeal_is_open, rule.stage_is_decided),
        asks=(*MINUTES, REASON),
        effects=(
            Apply("dismiss_appeal"),
            Cascade("payment", "void"),
            Apply("settle_team"),
            _PROJECT_ENDS,
            SendLetter("elimination_letter"),
            Notify("appeal_ruled", TEAM),
        ),
        separation=("file_appeal",),
        clause=Text("R10 · 保留经费释放", "R10 · the ring-fenced share is free again"),
    ),
)

LEAVING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="withdraw",
        label=Text("退赛", "Withdraw"),
        source=(*_RUNNING, "at_checkpoint", "elim_pending"),
        target="withdrawn",
        roles=PI,
        approvals=(Role.UNIT_ADMIN,),
        guards=(rule.elimination_is_not_proposed,),
        asks=(REASON,),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            _PROJECT_ENDS,
            _BREAKS,
            Notify("team_left", OFFICER),
        ),
        clause=Text(
            "R15 · 余款退回；下限或可行性破坏则同时进入保底救援",
            "R15 · money left returns; a broken floor means a rescue in the same commit",
        ),
    ),
    Transition(
        name="suspend",
        label=Text("暂停团队", "Suspend"),
        source=_RUNNING,
        target="suspended",
        roles=SUPERVISOR,
        asks=(EVIDENCE,),
        effects=(
            Cascade("project", "suspend"),
            _BREAKS,
            Notify("team_left", TEAM | OFFICER),
        ),
        clause=Text("R15 · J10 暂停", "R15 · J10, suspended"),
    ),
    Transition(
        name="resume",
        label=Text("恢复团队", "Resume"),
        source=("suspended",),
        target="racing",
        roles=SUPERVISOR,
        guards=(rule.no_checkpoint_is_open,),
        asks=(REASON,),
        effects=(Cascade("project", "resume"),),
        clause=Text("J10 · 恢复", "J10 · resumed"),
    ),
    Transition(
        name="disqualify",
        label=Text("取消资格", "Disqualify"),
        source=("entered", "reserve", *_IN_RACE),
        target="disqualified",
        roles=SUPERVISOR,
        asks=(EVIDENCE,),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            _PROJECT_ENDS,
            Cascade("project", "leave_with_team"),
            _BREAKS,
            Notify("team_left", TEAM | OFFICER),
        ),
        clause=Text("R15 · P20 取消资格", "R15 · P20, disqualified"),
    ),
)

TOGETHER: tuple[Transition[TeamFacts], ...] = (
    *(
        Transition(
            name="agree_to_merge",
            label=Text("同意合并", "Agree to merge"),
            source=(state,),
            target=state,
            roles=PI,
            approvals=(Role.UNIT_ADMIN,),
            guards=(rule.no_checkpoint_is_open,),
            asks=(PARTNER, AGREEMENT),
            effects=(Apply("agree_to_merge"), Notify("merge_agreed", OFFICER | DECIDES)),
            clause=Text(
                "R12 · 牵头、知识产权、经费、人员书面约定",
                "R12 · written on lead, IP, money and people",
            ),
        )
        for state in _RUNNING
    ),
    Transition(
        name="merge",
        label=Text("批准并入对方", "Approve merging into the partner"),
        source=_RUNNING,
        target="merged",
        roles=DECIDES,
        guards=(rule.no_checkpoint_is_open, rule.merge_is_agreed),
        asks=MINUTES,
        effects=(
            Apply("merge_into_partner"),
            _PROJECT_ENDS,
            Notify("merge_approved", TEAM | OFFICER),
        ),
        moves_money=True,
        signature=True,
        clause=Text(
            "R12 · 合并后 I1、I5 成立，承诺总额不变",
            "R12 · I1 and I5 hold after it, the commitment is conserved",
        ),
    ),
    *(
        Transition(
            name="ask_extension",
            label=Text("申请联合延期", "Ask for a joint extension"),
            source=(state,),
            target=state,
            roles=PI,
            guards=(rule.no_checkpoint_is_open, rule.has_not_asked),
            asks=(REASON,),
            effects=(Apply("ask_extension"), Notify("extension_asked", OFFICER)),
            clause=Text("R4 · 全体或全不延期", "R4 · all teams or none"),
        )
        for state in _RUNNING
    ),
    *(
        Transition(
            name="claim_finish",
            label=Text("申请提前冲线", "Claim the target"),
            source=(state,),
            target=state,
            roles=PI,
            guards=(rule.no_checkpoint_is_open, rule.has_not_claimed),
            asks=(EVIDENCE,),
            effects=(Apply("claim_finish"), Notify("finish_claimed", OFFICER)),
            clause=Text("R22 · 通知其他团队，30 天跟进", "R22 · the others have 30 days to follow"),
        )
        for state in _RUNNING
    ),
)

FINISHING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="finish",
        label=Text("冲线（胜出）", "Finish first"),
        source=("at_checkpoint",),
        target="finished",
        roles=CLOCK,
        guards=(rule.crossed_first,),
        effects=(
            Cascade("project", "pass_with_team"),
            SendLetter("crossing_certificate"),
            Notify("race_ended", TEAM),
        ),
        clause=Text("R20 · 首个有效通过", "R20 · the first valid pass"),
    ),
    Transition(
        name="come_second",
        label=Text("完成未胜出", "Come in later"),
        source=("at_checkpoint",),
        target="runner_up",
        roles=CLOCK,
        guards=(rule.crossed_later,),
        effects=(
            Cascade("project", "pass_with_team"),
            SendLetter("crossing_certificate"),
            Notify("race_ended", TEAM),
        ),
        clause=Text("R20 · 随后通过", "R20 · passed later"),
    ),
    Transition(
        name="fall_short",
        label=Text("未冲线", "Fall short"),
        source=("entered", "reserve", *_IN_RACE),
        target="not_finished",
        roles=CLOCK,
        guards=(rule.has_not_crossed,),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            Cascade("project", "fall_short_with_team"),
            Cascade("project", "leave_with_team"),
            Notify("race_ended", TEAM),
        ),
        clause=Text("R21 · 未冲线", "R21 · did not cross the line"),
    ),
    Transition(
        name="race_on",
        label=Text("继续比赛", "Race on"),
        source=("at_checkpoint", "elim_pending"),
        target="racing",
        roles=CLOCK,
        guards=(rule.has_not_crossed,),
        clause=Text("R16 R18 R21 · 延期或救援之后", "R16 R18 R21 · extended, or after a rescue"),
    ),
)

TEAM_OF_RACE = Workflow(
    key="team",
    version=1,
    label=Text("参赛团队", "Team"),
    facts=TeamFacts,
    clause=Text("domain §2.3", "domain §2.3"),
    states=STATES,
    transitions=(*ENTERING, *STAGES, *APPEALING, *LEAVING, *TOGETHER, *FINISHING),
)

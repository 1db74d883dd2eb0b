"""A checkpoint and its three outcomes: R5-R10."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import elimination
from workflows.guards.race import team as rule
from workflows.hands import CLOCK, PI, TEAM
from workflows.phases.team.common import BREAKS, PROJECT_ENDS, RUNNING

STAGES: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="submit_evidence",
        label=Text("提交节点佐证", "Submit stage evidence"),
        source=RUNNING,
        target="at_checkpoint",
        roles=PI,
        guards=(
            rule.stage_leads_to_checkpoint,
            rule.checkpoint_is_open,
            rule.evidence_is_complete,
        ),
        effects=(Apply("receive_evidence"), BREAKS),
        clause=Text(
            "R5、R17 · 截止前提交；如实申报后没有团队还能冲线的，同时进入保底救援",
            "R5, R17 · submitted before the deadline; if what it reports leaves no team able to "
            "finish, the race enters rescue with it",
        ),
    ),
    *(
        Transition(
            name="take_back_evidence",
            label=Text("撤回佐证修改", "Withdraw the evidence to change it"),
            source=("at_checkpoint",),
            target=target,
            roles=PI,
            guards=(rule.deadline_is_ahead, card),
            effects=(Apply("take_back_evidence"),),
            until=At("evidence_due_at"),
            clause=Text(
                "R5 · 截止之前可以修改后重新提交",
                "R5 · can be changed and resubmitted before the deadline",
            ),
        )
        for target, card in rule.BACK_IN_THE_RACE
    ),
    Transition(
        name="miss_evidence",
        label=Text("逾期未提交佐证", "Evidence not submitted in time"),
        source=RUNNING,
        target="at_checkpoint",
        roles=CLOCK,
        effects=(Apply("score_zero"), Notify("evidence_missed", TEAM)),
        clause=Text("R5 · 宽限期满记零分", "R5 · scores zero after the grace period"),
    ),
    Transition(
        name="enter_final",
        label=Text("进入冲线评审", "Go to the final review"),
        source=RUNNING,
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
        guards=(elimination.elimination_is_proposed,),
        effects=(Notify("elimination_proposed", TEAM),),
        clause=Text("R9 · 公示后可申诉", "R9 · can be appealed after the public notice"),
    ),
    Transition(
        name="assess_again",
        label=Text("拟淘汰撤回，重新考核", "Withdraw the proposed elimination, reassess"),
        source=("elim_pending",),
        target="at_checkpoint",
        roles=CLOCK,
        effects=(Apply("forget_appeal"),),
        clause=Text(
            "P12、P17 · 公示的结果已撤回，新的结论可另行申诉",
            "P12, P17 · the published results are withdrawn; the new outcome can be appealed "
            "separately",
        ),
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
        effects=(Apply("count_hold"), Notify("stage_decided", TEAM), Notify("card_shown", TEAM)),
        clause=Text(
            "R8 · 黄牌，限期整改并复测，只拨基础部分",
            "R8 · yellow card: rectify in time and re-test; only the base share is paid",
        ),
    ),
    Transition(
        name="eliminate",
        label=Text("淘汰", "Eliminate"),
        source=("elim_pending",),
        target="eliminated",
        roles=CLOCK,
        guards=(rule.has_become("eliminate"), elimination.appeal_is_not_open),
        effects=(
            Cascade("payment", "void"),
            Apply("settle_team"),
            PROJECT_ENDS,
            SendLetter("elimination_letter"),
            Notify("stage_decided", TEAM),
        ),
        clause=Text(
            "R10 · 终止支持，结算归档，不记诚信",
            "R10 · support ends; settled and archived, no integrity mark",
        ),
    ),
    Transition(
        name="close_out",
        label=Text("淘汰终结", "Make the elimination final"),
        source=("eliminated",),
        target="closed_out",
        roles=CLOCK,
        guards=(rule.revival_is_over,),
        clause=Text(
            "R17 · 只可复活一节点之内的团队",
            "R17 · only a team eliminated within one stage can be revived",
        ),
    ),
)

"""Running, checkpoint, result, re-allocation, and the one joint extension: R4-R6, R10, R14, R16."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import extending
from workflows.guards.race import race as rule
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import MINUTES, REASON
from workflows.parts.race.asks import DAYS
from workflows.roles import Role

_ASKED_IN = ("running", "checkpoint")
"""Teams know their deadline for certain from the notice of the checkpoint on, and ask until it."""

STAGES: tuple[Transition[RaceFacts], ...] = (
    Transition(
        name="call_checkpoint",
        label=Text("发出节点考核通知", "Give notice of the checkpoint"),
        source=("running",),
        target="checkpoint",
        roles=CLOCK,
        guards=(rule.is_before_last_stage, rule.checkpoint_is_near, rule.no_appeal_is_open),
        effects=(
            Cascade("stage", "call_checkpoint"),
            Notify("checkpoint_called", TEAM | OFFICER),
        ),
        due=At("call_at"),
        clause=Text("R4 · 提前 30 天通知", "R4 · 30 days' notice"),
    ),
    Transition(
        name="publish_result",
        label=Text("公示节点结果", "Publish the stage results"),
        source=("checkpoint",),
        target="result_notice",
        roles=CLOCK,
        effects=(Notify("stage_results_published", TEAM | DECIDES),),
        clause=Text("R9 · 随节点", "R9 · with the stage"),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=(state,),
            target=state,
            roles=CLOCK,
            effects=(Notify(message, TEAM | OFFICER | others),),
            clause=Text("§3.4 · 随节点", "§3.4 · with the stage"),
        )
        for name, label, message, others in (
            (
                "hear_objection",
                Text("告知各队已受理异议", "Tell all teams an objection was admitted"),
                "stage_objection_admitted",
                DECIDES,
            ),
            (
                "hear_rejection",
                Text("告知各队异议不成立", "Tell all teams the objection was rejected"),
                "stage_objection_rejected",
                SUPERVISOR,
            ),
        )
        for state in ("result_notice", "rescue", "halted")
    ),
    Transition(
        name="assess_again",
        label=Text("撤回公示，重新考核", "Withdraw the notice, reassess"),
        source=("result_notice",),
        target="checkpoint",
        roles=CLOCK,
        effects=(Notify("stage_objection_upheld", TEAM | OFFICER | SUPERVISOR),),
        clause=Text("P17 · 异议成立", "P17 · objection upheld"),
    ),
    Transition(
        name="withdraw_results",
        label=Text("评分作废，撤回公示", "Scores void, withdraw the notice"),
        source=("result_notice",),
        target="checkpoint",
        roles=CLOCK,
        effects=(Notify("stage_results_withdrawn", TEAM | OFFICER | SUPERVISOR),),
        clause=Text("§3.2、P12 · 随节点", "§3.2, P12 · with the stage"),
    ),
    Transition(
        name="redraft_results",
        label=Text("结论不能生效，撤回公示", "Outcomes cannot take effect, withdraw the notice"),
        source=("result_notice",),
        target="checkpoint",
        roles=CLOCK,
        effects=(Notify("stage_results_overtaken", TEAM | OFFICER | SUPERVISOR),),
        clause=Text("R9、R15 · 随节点", "R9, R15 · with the stage"),
    ),
    Transition(
        name="confirm",
        label=Text("节点结论生效", "Stage outcomes take effect"),
        source=("result_notice",),
        target="realloc",
        roles=CLOCK,
        clause=Text("R10 · 随节点", "R10 · with the stage"),
    ),
    Transition(
        name="reallocate",
        label=Text("再分配并进入下一节点", "Reallocate and go to the next stage"),
        source=("realloc",),
        target="running",
        roles=OFFICER,
        approvals=(Role.FINANCE,),
        guards=(rule.money_can_be_shared,),
        effects=(
            Cascade("stage", "close"),
            Apply("share_stage_pool"),
            Apply("give_notice_again"),
            Cascade("stage", "open"),
            Notify("stage_money_ordered", FINANCE),
        ),
        moves_money=True,
        clause=Text(
            "R14 · 按公布的公式，一批拨付，不超前使用经费",
            "R14 · by the published formula, paid in one batch, without spending ahead",
        ),
    ),
    *(
        Transition(
            name="hear_extension",
            label=Text("告知各队联合延期申请", "Tell all teams of a joint extension request"),
            source=(state,),
            target=state,
            roles=CLOCK,
            effects=(Notify("extension_may_be_joined", TEAM),),
            clause=Text("R4 · 随团队申请", "R4 · with the team's request"),
        )
        for state in _ASKED_IN
    ),
    *(
        Transition(
            name="extend_jointly",
            label=Text("批准联合延期", "Approve the joint extension"),
            source=(state,),
            target=state,
            roles=OFFICER,
            guards=(
                extending.everybody_asks,
                extending.everybody_asked_in_time,
                extending.evidence_is_due,
                extending.extension_is_left,
                extending.joint_days_are_allowed,
            ),
            asks=(DAYS, REASON),
            effects=(
                Apply("extend_stage"),
                Cascade("stage", "extend"),
                Notify("stage_extended", TEAM | OFFICER),
            ),
            clause=Text("R4 · 全体或全不延期，≤ 30 天", "R4 · all teams or none, at most 30 days"),
        )
        for state in _ASKED_IN
    ),
    *(
        Transition(
            name="decline_extension",
            label=Text("不予联合延期", "Refuse the joint extension"),
            source=(state,),
            target=state,
            roles=OFFICER,
            guards=(extending.somebody_asks,),
            asks=(REASON,),
            effects=(Apply("drop_asks"), Notify("extension_declined", TEAM)),
            clause=Text(
                "R4 · 说明理由，原截止不变", "R4 · with a reason; the original deadline stands"
            ),
        )
        for state in _ASKED_IN
    ),
    Transition(
        name="lapse_extension",
        label=Text("联合延期申请失效", "Joint extension request lapses"),
        source=("checkpoint",),
        target="checkpoint",
        roles=CLOCK,
        guards=(extending.somebody_asks,),
        effects=(Notify("extension_lapsed", TEAM | OFFICER), Apply("drop_asks")),
        clause=Text(
            "R4 · 佐证截止时未获批准的申请失效，原截止不变",
            "R4 · a request not approved by the evidence deadline lapses; the original deadline "
            "stands",
        ),
    ),
    Transition(
        name="extend_all",
        label=Text("全部低于保持线：整体延期", "All below the line: extend for all"),
        source=("checkpoint",),
        target="running",
        roles=OFFICER,
        approvals=(Role.DECISION_MAKER,),
        guards=(
            rule.everybody_is_below,
            rule.long_extension_is_left,
            extending.long_days_are_allowed,
        ),
        asks=(*MINUTES, DAYS, REASON),
        effects=(
            Apply("extend_all"),
            Cascade("stage", "reopen"),
            Cascade("team", "race_on"),
            Notify("stage_extended", TEAM | OFFICER),
        ),
        clause=Text(
            "R16 · 全部低于保持线不执行淘汰，整体延期一次 ≤ 90 天",
            "R16 · if all are below the hold line, none is eliminated; one extension for all, at "
            "most 90 days",
        ),
    ),
)

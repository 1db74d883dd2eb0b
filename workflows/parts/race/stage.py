"""A stage of a race (节点): one protocol, deadline, panel and decision for all teams; R4-R11."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import StageFacts
from workflows.guards.race import stage as rule
from workflows.hands import CLOCK, DECIDES, OFFICER
from workflows.parts.asks import MINUTES
from workflows.phases.race.objecting import OBJECTING

_SCORED = (rule.panel_has_scored, rule.tests_are_recorded)
_OUTCOMES = (
    Cascade("team", "advance"),
    Cascade("team", "hold"),
    Cascade("team", "eliminate"),
)

STAGE = Workflow(
    key="stage",
    version=11,
    label=Text("赛马节点", "Stage of a race"),
    facts=StageFacts,
    clause=Text("domain §2.3 R4-R11", "domain §2.3 R4-R11"),
    states=(
        State(
            "planned",
            Text("未开始", "Not started"),
            Kind.START,
            CLOCK,
            undated=Text("前一节点结束后开始", "starts when the previous stage ends"),
        ),
        State("open", Text("攻关中", "In progress"), waits_on=CLOCK, due=At("evidence_due_at")),
        State(
            "evidence_due",
            Text("提交佐证", "Submitting evidence"),
            waits_on=CLOCK,
            due=At("evidence_closes_at"),
        ),
        State(
            "assessing",
            Text("考核中", "Being assessed"),
            waits_on=OFFICER,
            due=After("race_assess_days"),
            first=(rule.is_no_final,),
        ),
        State(
            "result_draft",
            Text("拟定结论", "Outcomes drafted"),
            waits_on=OFFICER,
            due=After("race_decide_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "notice",
            Text("结果公示", "On notice"),
            waits_on=DECIDES,
            due=At("decide_until"),
            first=(rule.no_results_to_redraft,),
        ),
        State(
            "objection",
            Text("异议核查", "Under objection"),
            waits_on=DECIDES,
            due=After("objection_investigate_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "effective",
            Text("结论生效", "Effective"),
            waits_on=CLOCK,
            undated=Text("再分配之后结束", "closes after reallocation"),
        ),
        State("closed", Text("已结束", "Closed"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="open",
            label=Text("开始节点", "Start the stage"),
            source=("planned",),
            target="open",
            roles=CLOCK,
            guards=(rule.is_current,),
            clause=Text("R4 · 各团队同日开始", "R4 · all teams start on the same day"),
        ),
        Transition(
            name="call_checkpoint",
            label=Text("发出节点考核通知", "Give notice of the checkpoint"),
            source=("open",),
            target="evidence_due",
            roles=CLOCK,
            guards=(rule.is_current,),
            effects=(Apply("fix_terms"), SendLetter("checkpoint_notice")),
            clause=Text(
                "R4 · 同一截止、同一测试规程",
                "R4 · the same deadline and test protocol for all",
            ),
        ),
        Transition(
            name="extend",
            label=Text("延长佐证截止", "Extend the evidence deadline"),
            source=("evidence_due",),
            target="evidence_due",
            roles=CLOCK,
            guards=(rule.is_current,),
            effects=(Apply("fix_terms"), SendLetter("checkpoint_notice")),
            clause=Text(
                "R4 · 联合延期对全部团队重新通知",
                "R4 · all teams are notified again of the joint extension",
            ),
        ),
        Transition(
            name="close_evidence",
            label=Text("佐证提交截止", "Close the evidence"),
            source=("evidence_due",),
            target="assessing",
            roles=CLOCK,
            guards=(rule.evidence_is_closed,),
            effects=(
                Cascade("race", "lapse_extension"),
                Cascade("team", "miss_evidence"),
                Notify("checkpoint_assessed", OFFICER),
            ),
            due=At("evidence_closes_at"),
            clause=Text(
                "R5 · 宽限期满未交记零分",
                "R5 · nothing submitted by the end of the grace period scores zero",
            ),
        ),
        Transition(
            name="draft_result",
            label=Text("按规则拟定结论", "Draft the outcomes by the rules"),
            source=("assessing",),
            target="result_draft",
            roles=OFFICER,
            guards=(rule.is_no_final, *_SCORED),
            effects=(Apply("draft_outcomes"),),
            clause=Text(
                "R6-R9、I1-I5 · 规则先行，先核对整组结论",
                "R6-R9, I1-I5 · rules first; the whole set of outcomes is checked together",
            ),
        ),
        Transition(
            name="draft_result",
            label=Text("按现有评分重新拟定", "Draft again from the current scores"),
            source=("result_draft",),
            target="result_draft",
            roles=OFFICER,
            guards=(rule.scores_were_struck, *_SCORED),
            effects=(Apply("draft_outcomes"),),
            clause=Text(
                "§3.2 · 拟定后评分因回避作废的，按其余有效评分重新拟定",
                "§3.2 · if a score is voided for a conflict of interest after drafting, the "
                "outcomes are drafted again from the remaining valid scores",
            ),
        ),
        Transition(
            name="publish_result",
            label=Text("公示节点结果", "Publish the stage results"),
            source=("result_draft",),
            target="notice",
            roles=OFFICER,
            guards=(
                rule.panel_has_scored,
                rule.outcomes_follow_the_scores,
                rule.every_team_has_an_outcome,
                rule.departures_have_reasons,
                rule.outcomes_keep_a_runner,
            ),
            effects=(
                Apply("fix_stage_notice"),
                Cascade("race", "publish_result", strict=True),
                Cascade("team", "propose_elimination"),
            ),
            clause=Text("R9 · 公示 5 个工作日", "R9 · five working days' public notice"),
        ),
        *(
            Transition(
                name="keep_runner",
                label=Text(
                    "保底：保留排名最前的拟淘汰团队",
                    "Safeguard: keep the best-ranked team proposed for elimination",
                ),
                source=(state,),
                target=state,
                roles=OFFICER,
                guards=(rule.outcomes_would_break,),
                effects=(Apply("protect_outcomes"),),
                clause=Text(
                    "I2 · 拟淘汰中排名最前者改为保持",
                    "I2 · the best-ranked team proposed for elimination is held instead",
                ),
            )
            for state in ("result_draft", "notice")
        ),
        Transition(
            name="decide",
            label=Text("议定节点结论", "Decide the stage"),
            source=("notice",),
            target="effective",
            roles=DECIDES,
            guards=(
                rule.notice_is_over,
                rule.appeals_are_over,
                rule.panel_has_scored,
                rule.outcomes_follow_the_scores,
                rule.results_still_hold,
            ),
            asks=MINUTES,
            effects=(
                Apply("record_stage_decision"),
                Cascade("race", "confirm", strict=True),
                *_OUTCOMES,
                SendLetter("stage_decision"),
            ),
            separation=("draft_result", "publish_result"),
            signature=True,
            clause=Text(
                "R10 · 全部团队一次议定、一份文件",
                "R10 · one decision and one document for all teams",
            ),
        ),
        *OBJECTING,
        Transition(
            name="close",
            label=Text("结束节点", "Close the stage"),
            source=("effective",),
            target="closed",
            roles=CLOCK,
            effects=(Cascade("team", "close_out"),),
            clause=Text("R14 · 再分配完成", "R14 · reallocation is complete"),
        ),
        *(
            Transition(
                name="refocus",
                label=Text("调整目标", "Adjust the target"),
                source=(state,),
                target=state,
                roles=CLOCK,
                guards=(rule.is_current,),
                effects=(SendLetter("target_adjustment"),),
                clause=Text(
                    "R13 · 同日同版，不溯及既往",
                    "R13 · same day, same version, not retroactive",
                ),
            )
            for state in ("open", "effective")
        ),
        Transition(
            name="begin_final",
            label=Text("进入冲线评审", "Begin the final review"),
            source=("open",),
            target="assessing",
            roles=CLOCK,
            guards=(rule.is_current,),
            effects=(Apply("fix_terms"),),
            clause=Text("R19 · 同一测试台", "R19 · the same test bench"),
        ),
        Transition(
            name="reopen",
            label=Text("重新开放节点", "Reopen the stage"),
            source=("evidence_due", "assessing", "result_draft", "notice", "objection"),
            target="open",
            roles=CLOCK,
            guards=(rule.is_current,),
            effects=(Apply("clear_results"),),
            clause=Text(
                "R16 R18 R21 · 延期或救援之后", "R16 R18 R21 · after an extension or a rescue"
            ),
        ),
        Transition(
            name="end",
            label=Text("随赛事结束", "End with the race"),
            source=(
                *("planned", "open", "evidence_due", "assessing", "result_draft"),
                *("notice", "objection", "effective"),
            ),
            target="closed",
            roles=CLOCK,
            clause=Text("§2.3 · 赛事结束", "§2.3 · the race has ended"),
        ),
    ),
)

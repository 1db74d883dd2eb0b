"""Acceptance (验收) of a project: applied for, checked, judged metric by metric; J15-J18, §3.8."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import (
    After,
    Ask,
    AskKind,
    At,
    Guard,
    Kind,
    State,
    Transition,
    Unit,
    Workflow,
)
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards import acceptance as rule
from workflows.hands import CHAIR, CLOCK, NODE_EXPERT, OFFICER, PI, TEAM, UNIT
from workflows.parts.asks import REASON

PASS = Text("通过", "pass")
RECTIFY = Text("整改", "rectify")
FAIL = Text("不通过", "fail")
CONCLUDE = Text("结题", "conclude")

SCORE = Ask(
    "score",
    Text("综合得分（0-100）", "Score (0-100)"),
    hint=Text("专家组议定的整数分", "the whole number the panel agreed on"),
)
CONCLUSION = Ask("opinion", Text("专家组验收意见", "Opinion of the panel"), AskKind.PARAGRAPH)
GROUNDS = Ask(
    "grounds",
    Text("非主观原因与勤勉尽责情况", "Causes beyond control, and diligence"),
    AskKind.PARAGRAPH,
)
MEETING = Ask("meeting", Text("验收会时间和地点", "Time and place of the meeting"))

_STANDING = (
    rule.acceptance_opinions_signed,
    rule.enough_acceptance_opinions,
    rule.score_in_scale,
    rule.parts_of_partners_found,
)
_ALL_OPEN = (
    *("preparing", "unit_review", "material_check", "correcting"),
    *("reviewing", "concluded", "noticing"),
)


def _conclusion(
    name: str,
    label: Text,
    guards: tuple[Guard[AcceptanceFacts], ...],
    clause: Text,
    *,
    asks: tuple[Ask, ...] = (SCORE, CONCLUSION),
) -> Transition[AcceptanceFacts]:
    return Transition(
        name=name,
        label=label,
        source=("reviewing",),
        target="concluded",
        roles=CHAIR,
        guards=(*_STANDING, *guards),
        asks=asks,
        effects=(
            Apply("record_acceptance_conclusion"),
            Cascade("opinion", "close"),
            SendLetter("acceptance_opinion"),
            Notify("acceptance_judged", TEAM | OFFICER),
        ),
        signature=True,
        clause=clause,
    )


def _end(
    name: str, conclusion: str, label: Text, target: str, project_move: str, *letters: str
) -> Transition[AcceptanceFacts]:
    return Transition(
        name="end_notice",
        label=Text(f"公示期满：{label.zh}", f"Notice over: {label.en}"),
        source=("noticing",),
        target=target,
        roles=CLOCK,
        guards=(rule.acceptance_notice_over, rule.concluded_as(conclusion, label)),
        effects=(
            Cascade("project", project_move, strict=True),
            *(SendLetter(kind) for kind in letters),
            Notify(name, TEAM | OFFICER),
        ),
        due=At("notice_ends_at"),
        clause=Text("J17 · 公示期满生效", "J17 · takes effect after the notice"),
    )


ACCEPTANCE = Workflow(
    key="acceptance",
    version=1,
    label=Text("验收", "Acceptance"),
    facts=AcceptanceFacts,
    clause=Text("domain §3.8, J15-J18", "domain §3.8, J15-J18"),
    states=(
        State("preparing", Text("准备材料", "Being prepared"), Kind.START, PI, At("apply_until")),
        State(
            "unit_review",
            Text("单位审核", "At the unit"),
            waits_on=UNIT,
            due=After("accept_unit_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "material_check",
            Text("材料审查", "Documents being checked"),
            waits_on=OFFICER,
            due=After("accept_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "correcting",
            Text("补正", "Being corrected"),
            waits_on=PI,
            due=After("accept_correction_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "reviewing",
            Text("验收评审", "Under review"),
            waits_on=CHAIR,
            due=After("accept_review_days"),
        ),
        State(
            "concluded",
            Text("待公示", "Notice to be given"),
            waits_on=OFFICER,
            due=After("accept_check_working_days", Unit.WORKING_DAYS),
        ),
        State("noticing", Text("公示中", "On notice"), waits_on=CLOCK, due=At("notice_ends_at")),
        State("passed", Text("通过", "Passed"), Kind.FINAL),
        State("completed", Text("结题", "Concluded"), Kind.FINAL),
        State("failed", Text("不通过", "Failed"), Kind.FINAL),
        State("to_repeat", Text("整改后复验", "To be repeated"), Kind.FINAL),
        State("lapsed", Text("未完成", "Lapsed"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="apply",
            label=Text("提交验收申请", "Apply"),
            source=("preparing",),
            target="unit_review",
            roles=PI,
            guards=(rule.project_awaits_acceptance, rule.application_complete),
            effects=(Apply("register_pledge"), Notify("acceptance_to_seal", UNIT)),
            clause=Text(
                "J15 · 总结、指标与佐证、决算、成果登记、数据汇交齐全",
                "J15 · report, evidence, accounts, results and data are complete",
            ),
        ),
        Transition(
            name="return",
            label=Text("单位退回", "Return to the leader"),
            source=("unit_review",),
            target="preparing",
            roles=UNIT,
            asks=(REASON,),
            effects=(Notify("acceptance_returned", PI),),
            clause=Text("J15 · 单位审核", "J15 · checked by the unit"),
        ),
        Transition(
            name="seal",
            label=Text("单位盖章上报", "Seal and send"),
            source=("unit_review",),
            target="material_check",
            roles=UNIT,
            guards=(rule.project_awaits_acceptance,),
            effects=(
                Cascade("project", "apply_acceptance"),
                Notify("acceptance_applied", OFFICER),
            ),
            clause=Text("J15 · 单位盖章", "J15 · sealed by the unit"),
        ),
        Transition(
            name="request_correction",
            label=Text("要求补正", "Ask for a correction"),
            source=("material_check",),
            target="correcting",
            roles=OFFICER,
            guards=(rule.corrected_at_most_once,),
            asks=(REASON,),
            effects=(Apply("count_acceptance_correction"), Notify("acceptance_returned", PI)),
            clause=Text("J15 · 补正一次", "J15 · one correction"),
        ),
        Transition(
            name="resubmit",
            label=Text("提交补正", "Send the correction"),
            source=("correcting",),
            target="material_check",
            roles=PI,
            guards=(rule.application_complete,),
            effects=(Notify("acceptance_applied", OFFICER),),
            clause=Text("J15 · 补正后再审", "J15 · checked again"),
        ),
        Transition(
            name="correction_over",
            label=Text("补正期满", "Correction over"),
            source=("correcting",),
            target="lapsed",
            roles=CLOCK,
            effects=(
                Cascade("project", "return_acceptance"),
                Notify("acceptance_lapsed", TEAM | OFFICER),
            ),
            due=After("accept_correction_working_days", Unit.WORKING_DAYS),
            clause=Text("J15 · 逾期未补正即退回", "J15 · returned when not corrected in time"),
        ),
        Transition(
            name="reject_documents",
            label=Text("材料不合格退回", "Reject the documents"),
            source=("material_check",),
            target="lapsed",
            roles=OFFICER,
            asks=(REASON,),
            effects=(
                Cascade("project", "return_acceptance"),
                Notify("acceptance_lapsed", TEAM | OFFICER),
            ),
            clause=Text("J15 · 退回，可在期限内重新申请", "J15 · may be applied for again in time"),
        ),
        Transition(
            name="convene",
            label=Text("组织验收评审", "Convene the panel"),
            source=("material_check",),
            target="reviewing",
            roles=OFFICER,
            guards=(rule.acceptance_panel_valid,),
            asks=(MEETING,),
            effects=(
                Cascade("project", "start_acceptance_review"),
                Apply("ask_acceptance_opinions"),
                SendLetter("acceptance_convened"),
                Notify("panel_convened", CHAIR | NODE_EXPERT),
                Notify("acceptance_convened", TEAM),
            ),
            clause=Text(
                "J17 · 5 人以上单数，大额 7 人以上，含财务专家",
                "J17 · five or more, seven for a large project, an odd number, one of finance",
            ),
        ),
        _conclusion(
            "conclude_pass",
            Text("结论：通过", "Conclude: pass"),
            (
                rule.panel_holds("pass", PASS),
                rule.tasks_done,
                rule.core_not_missing,
                rule.score_suffices,
            ),
            Text(
                "§3.8 · 任务达到比例、核心指标无缺、得分达标",
                "§3.8 · enough tasks done, no core metric missed, the score suffices",
            ),
        ),
        _conclusion(
            "conclude_rectify",
            Text("结论：整改后复验", "Conclude: accept again"),
            (rule.panel_holds("rectify", RECTIFY), rule.is_first_round),
            Text("J18 · 复验一次", "J18 · repeated once"),
        ),
        _conclusion(
            "conclude_complete",
            Text("结论：结题", "Conclude: concluded"),
            (rule.panel_does_not_pass,),
            Text("§3.8 · 非主观原因未完成且勤勉尽责", "§3.8 · not completed in spite of diligence"),
            asks=(SCORE, GROUNDS, CONCLUSION),
        ),
        _conclusion(
            "conclude_fail",
            Text("结论：不通过", "Conclude: fail"),
            (rule.panel_holds("fail", FAIL),),
            Text("§3.8 · 不通过", "§3.8 · failed"),
        ),
        Transition(
            name="publish",
            label=Text("发布验收公示", "Give public notice"),
            source=("concluded",),
            target="noticing",
            roles=OFFICER,
            effects=(
                Apply("fix_acceptance_notice"),
                SendLetter("acceptance_public_notice"),
                Notify("acceptance_on_notice", TEAM),
            ),
            clause=Text("J17 · 验收公示", "J17 · public notice"),
        ),
        _end(
            "acceptance_passed",
            "pass",
            PASS,
            "passed",
            "pass_acceptance",
            "acceptance_certificate",
        ),
        _end("acceptance_concluded", "complete", CONCLUDE, "completed", "conclude_acceptance"),
        _end("acceptance_failed", "fail", FAIL, "failed", "fail_acceptance"),
        _end("re_acceptance_wanted", "rectify", RECTIFY, "to_repeat", "ask_re_acceptance"),
        Transition(
            name="lapse",
            label=Text("随项目终结", "Lapse with the project"),
            source=_ALL_OPEN,
            target="lapsed",
            roles=CLOCK,
            effects=(Cascade("opinion", "close"),),
            clause=Text("J12, J13, J16 · 项目已终结", "J12, J13, J16 · the project has ended"),
        ),
    ),
)

"""An objection (异议): named, evidenced, and it freezes its proposal only; P15-P17, §3.4."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ObjectionFacts
from workflows.guards import notice as rule
from workflows.hands import DECIDES, OFFICER, PI, SUPERVISOR
from workflows.parts.asks import REASON
from workflows.phases.ruling import NOT_ADMITTED, filed, refusal, ruling

OUTCOMES: dict[str, Text] = {
    "disqualify": Text("取消资格", "Disqualify"),
    "not_select": Text("不予立项", "Reject the proposal"),
    "re_review": Text("重新评审", "Re-review"),
    "amend": Text("更正后重新公示", "Amend and give notice again"),
}
OUTCOME = Ask(
    "outcome",
    Text("处理结果", "Outcome"),
    AskKind.CHOICE,
    choices=tuple(OUTCOMES.items()),
)
AMOUNT = Ask(
    "amount",
    Text("更正后的资助金额", "Amount after the amendment"),
    AskKind.MONEY,
    required=False,
    hint=Text(
        "仅限公开竞争项目“更正后重新公示”时填写，不得高于原议定金额；金额不变的不填",
        "Only for an open competition proposal with the outcome “Amend and give notice again”; "
        "cannot exceed the amount decided. Leave empty if the amount does not change.",
    ),
)
REPORT = Ask("report", Text("调查报告", "Investigation report"), AskKind.PARAGRAPH)

_HEARS = PI | SUPERVISOR | OFFICER
"""The officer, who heard that the project was frozen, hears what became of it."""

OBJECTION = Workflow(
    key="objection",
    version=3,
    label=Text("异议", "Objection"),
    facts=ObjectionFacts,
    clause=Text("domain §3.4", "domain §3.4"),
    states=(
        filed("objection_admit_working_days"),
        State(
            "admitted",
            Text("调查中", "Under investigation"),
            waits_on=SUPERVISOR,
            due=After("objection_investigate_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "extended",
            Text("延长调查", "Investigation extended"),
            waits_on=SUPERVISOR,
            due=After("objection_extend_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "investigated",
            Text("待决定", "Waiting for decision"),
            waits_on=DECIDES,
            due=After("objection_decide_working_days", Unit.WORKING_DAYS),
        ),
        NOT_ADMITTED,
        State("rejected", Text("异议不成立", "Rejected"), Kind.FINAL),
        State("upheld", Text("异议成立", "Upheld"), Kind.FINAL),
        State(
            "closed",
            Text("项目已不在公示，办结", "Closed, proposal no longer on notice"),
            Kind.FINAL,
        ),
    ),
    transitions=(
        Transition(
            name="admit",
            label=Text("受理", "Admit"),
            source=("filed",),
            target="admitted",
            roles=SUPERVISOR,
            guards=(rule.filed_in_period, rule.real_name, rule.has_evidence),
            effects=(
                Cascade("proposal", "admit_objection", strict=True),
                SendLetter("objection_admitted"),
                Notify("objection_admitted", PI | OFFICER),
            ),
            clause=Text(
                "P15 · 受理后只冻结本项目", "P15 · once admitted, only this proposal is put on hold"
            ),
        ),
        refusal(
            Text(
                "§3.4 · 匿名、逾期或纯学术排序争议不予受理",
                "§3.4 · objections that are anonymous, out of time or only about academic ranking "
                "are not admitted",
            ),
            SendLetter("objection_refused"),
        ),
        Transition(
            name="report",
            label=Text("提交调查报告", "Submit the investigation report"),
            source=("admitted", "extended"),
            target="investigated",
            roles=SUPERVISOR,
            asks=(REPORT,),
            effects=(Apply("record_report"),),
            clause=Text("P16 · 调查报告", "P16 · investigation report"),
        ),
        Transition(
            name="extend",
            label=Text("延长调查期", "Extend the investigation"),
            source=("admitted",),
            target="extended",
            roles=SUPERVISOR,
            guards=(rule.extended_at_most_once,),
            asks=(REASON,),
            effects=(Apply("record_extension"),),
            clause=Text("§3.4 · 只可延长一次", "§3.4 · can be extended only once"),
        ),
        Transition(
            name="close",
            label=Text("项目已不在公示，办结", "Close: proposal no longer on notice"),
            source=("filed", "admitted", "extended", "investigated"),
            target="closed",
            roles=SUPERVISOR,
            guards=(rule.project_has_left,),
            asks=(REASON,),
            effects=(SendLetter("objection_closed"), Notify("objection_answered", SUPERVISOR)),
            clause=Text(
                "§3.4 · 项目已被取消资格、撤销或另行处理，异议答复后办结",
                "§3.4 · the proposal was disqualified, cancelled or dealt with otherwise; the "
                "objection is answered and closed",
            ),
        ),
        ruling(
            "reject",
            Text("异议不成立", "Reject"),
            "investigated",
            "rejected",
            (
                Cascade("proposal", "reject_objection", strict=True),
                SendLetter("objection_decision"),
                Notify("objection_rejected", _HEARS),
            ),
            Text("P16 · 异议不成立，恢复办理", "P16 · objection rejected; the proposal continues"),
            separation=("report",),
        ),
        ruling(
            "uphold",
            Text("异议成立", "Uphold"),
            "investigated",
            "upheld",
            (
                Apply("record_outcome"),
                Cascade("proposal", "uphold_objection", strict=True),
                SendLetter("objection_decision"),
                Notify("objection_upheld", _HEARS),
            ),
            Text("P17 · 集体决定", "P17 · a collective decision"),
            asks=(OUTCOME, AMOUNT),
            guards=(rule.amendment_within_award, rule.re_review_is_left),
            separation=("report",),
        ),
    ),
)

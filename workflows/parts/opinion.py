"""What one member of an assessing panel holds, metric by metric, signed in person: J4, §3.2."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import After, Ask, AskKind, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import OpinionFacts
from workflows.guards import milestone as rule
from workflows.hands import CLOCK, MANAGER, NODE_EXPERT, OFFICER, SUPERVISOR
from workflows.parts.asks import REASON
from workflows.roles import Role

_DUE = After("node_assess_days")
WHY = Ask(
    "why",
    Text("更换情形", "Reason for replacement"),
    AskKind.CHOICE,
    choices=(
        ("absent", Text("未到会", "Did not attend")),
        ("late", Text("逾期未签署意见", "Did not sign in time")),
        ("prevented", Text("因故不能履职", "Unable to serve")),
    ),
)

OPINION = Workflow(
    key="opinion",
    version=3,
    label=Text("考核意见", "Assessment opinion"),
    facts=OpinionFacts,
    clause=Text("domain §3.1-3.2", "domain §3.1-3.2"),
    states=(
        State("writing", Text("待填写", "Waiting for opinion"), Kind.START, NODE_EXPERT, _DUE),
        State(
            "signed",
            Text("已签名", "Signed"),
            waits_on=CLOCK,
            undated=Text("待组长作出结论", "until the chair concludes"),
        ),
        State("recused", Text("已回避", "Stood aside"), Kind.FINAL),
        State("declined", Text("已谢绝", "Declined"), Kind.FINAL),
        State("replaced", Text("已更换", "Replaced"), Kind.FINAL),
        State("closed", Text("已结束", "Closed"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="sign_opinion",
            label=Text("签署考核意见", "Sign the opinion"),
            source=("writing",),
            target="signed",
            roles=NODE_EXPERT,
            guards=(
                rule.opinion_is_running,
                rule.assessor_has_no_conflict,
                rule.every_metric_judged,
                rule.opinion_complete,
            ),
            effects=(Apply("sign_opinion"),),
            signature=True,
            clause=Text("J4 · 逐项指标评判，本人签名", "J4 · judge each metric and sign in person"),
        ),
        Transition(
            name="declare_assessor_conflict",
            label=Text("有回避情形", "Declare a conflict of interest"),
            source=("writing",),
            target="recused",
            roles=NODE_EXPERT,
            asks=(REASON,),
            effects=(Apply("leave_panel"), Notify("assessor_left", OFFICER | MANAGER)),
            clause=Text("§3.2 · 回避", "§3.2 · standing aside"),
        ),
        Transition(
            name="decline",
            label=Text("谢绝考核", "Decline to assess"),
            source=("writing",),
            target="declined",
            roles=NODE_EXPERT,
            asks=(REASON,),
            effects=(Apply("leave_panel"), Notify("assessor_left", OFFICER | MANAGER)),
            clause=Text(
                "§3.1 · 谢绝后按抽取顺序递补",
                "§3.1 · the next expert in the draw order takes the seat",
            ),
        ),
        Transition(
            name="replace",
            label=Text("缺席或逾期，予以更换", "Replace for absence or delay"),
            source=("writing",),
            target="replaced",
            roles=MANAGER,
            approvals=(Role.DISCIPLINE,),
            guards=(rule.opinion_is_running,),
            asks=(WHY, REASON),
            effects=(
                Apply("leave_panel"),
                Notify("assessor_replaced", NODE_EXPERT | OFFICER),
            ),
            clause=Text(
                "§3.1 · 缺席或逾期的，见证人会签后按抽取顺序递补",
                "§3.1 · an absent or late expert is replaced by the next in the draw order, once "
                "a witness has countersigned",
            ),
        ),
        Transition(
            name="bar",
            label=Text("查出回避情形，意见作废", "Conflict of interest found, void the opinion"),
            source=("writing", "signed"),
            target="recused",
            roles=CLOCK | SUPERVISOR,
            guards=(rule.assessor_conflict_has_come_up,),
            effects=(
                Apply("bar_assessor"),
                Notify("assessor_barred", NODE_EXPERT | OFFICER | MANAGER),
            ),
            clause=Text(
                "§3.2 · 专家任职、项目负责人或单位变动后查出的，退出专家组，已签意见作废",
                "§3.2 · found after a change of employer, project leader or unit: the expert "
                "leaves the panel and any signed opinion is void",
            ),
        ),
        Transition(
            name="close",
            label=Text("随结论结束", "Close with the conclusion"),
            source=("writing", "signed"),
            target="closed",
            roles=CLOCK,
            clause=Text("J4 · 结论作出后不得更改", "J4 · cannot be changed after the conclusion"),
        ),
    ),
)

"""A change to a running project (变更): as far up as the matrix says, never by silence; J8-J11."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import After, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ChangeFacts
from workflows.guards import change as rule
from workflows.hands import (
    CLOCK,
    DECIDES,
    OFFICER,
    PARTNER,
    PI,
    RECOMMENDER,
    SUPERVISOR,
    TEAM,
    UNIT,
)
from workflows.parts.asks import OPINION, REASON
from workflows.phases.answering import ANSWERING, IN_OFFICE, NO_MORE_OPINIONS
from workflows.phases.drawing import drawing
from workflows.phases.joining import ABOVE_THE_UNIT, JOINING, STANDING

_ANSWER = After("change_answer_working_days", Unit.WORKING_DAYS)
CHANGE = Workflow(
    key="change",
    version=6,
    label=Text("变更", "Change"),
    facts=ChangeFacts,
    clause=Text("domain §3.9 · 项目负责人技术负责制", "domain §3.9"),
    states=(
        State(
            "drafted",
            Text("起草", "Draft"),
            Kind.START,
            PI,
            undated=Text("提交前不计期限", "no deadline before submission"),
        ),
        State(
            "unit_review", Text("单位审核", "Under review by the unit"), waits_on=UNIT, due=_ANSWER
        ),
        State(
            "joining_review",
            Text("拟加入单位确认", "Waiting for the joining unit"),
            waits_on=PARTNER,
            due=_ANSWER,
        ),
        State(
            "recommender_review",
            Text("推荐单位审核", "Under review by the recommender"),
            waits_on=RECOMMENDER,
            due=_ANSWER,
        ),
        State(
            "office_review",
            Text("处室审核", "Under review by the programme office"),
            waits_on=OFFICER,
            due=_ANSWER,
            first=(rule.change_panel_signed,),
        ),
        State(
            "escalated",
            Text("逾期督办", "Overdue, escalated"),
            waits_on=OFFICER,
            undated=Text("已逾期", "already overdue"),
            first=(rule.change_panel_signed,),
        ),
        State("deciding", Text("待议定", "Waiting for decision"), waits_on=DECIDES, due=_ANSWER),
        State("filed", Text("已备案", "Recorded by the unit"), Kind.FINAL),
        State("granted", Text("同意", "Approved"), Kind.FINAL),
        State("refused", Text("不同意", "Refused"), Kind.FINAL),
        State("withdrawn", Text("撤回", "Withdrawn"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="submit",
            label=Text("提交变更申请", "Submit the change request"),
            source=("drafted",),
            target="unit_review",
            roles=PI,
            guards=(rule.change_complete, *STANDING),
            effects=(Notify("change_submitted", UNIT),),
            clause=Text(
                "J8 · 期满前规定月数内、节点考核期间不受理",
                "J8 · not accepted in the last months of the term or during a milestone assessment",
            ),
        ),
        Transition(
            name="file",
            label=Text("单位备案", "Record at the unit"),
            source=("unit_review",),
            target="filed",
            roles=UNIT,
            guards=(rule.is_filed, *STANDING),
            effects=(
                Apply("make_contract_version"),
                Notify("change_answered", TEAM | OFFICER),
            ),
            clause=Text(
                "§3.9 · 技术路线由负责人决定，单位备案",
                "§3.9 · the project leader decides the technical route and the unit records it",
            ),
        ),
        *(
            Transition(
                name="forward",
                label=Text("单位同意上报", "Agree and send on"),
                source=("unit_review",),
                target=target,
                roles=UNIT,
                guards=(guard, rule.no_unit_joins, *STANDING),
                effects=(Notify("change_submitted", told),),
                clause=Text("§3.9 · 单位审核后上报", "§3.9 · reviewed and sent on by the unit"),
            )
            for guard, target, told in ABOVE_THE_UNIT
        ),
        *JOINING,
        Transition(
            name="recommend",
            label=Text("推荐单位同意上报", "Recommender: agree and send on"),
            source=("recommender_review",),
            target="office_review",
            roles=RECOMMENDER,
            asks=(OPINION,),
            effects=(Notify("change_submitted", OFFICER),),
            clause=Text("§3.9 · 经推荐单位", "§3.9 · through the recommender"),
        ),
        Transition(
            name="escalate",
            label=Text("逾期督办", "Escalate"),
            source=("office_review",),
            target="escalated",
            roles=CLOCK,
            effects=(Notify("change_overdue", OFFICER | SUPERVISOR | DECIDES),),
            due=_ANSWER,
            clause=Text("§3.9 · 逾期不视为同意", "§3.9 · no answer does not count as consent"),
        ),
        *drawing(
            rule.change_panel,
            *IN_OFFICE,
            name="draw_change_panel",
            label=Text("抽取变更论证专家", "Draw the appraisal experts"),
            guards=(rule.metrics_would_sink,),
            clause=Text(
                "§3.9 · 降低指标须有新的专家意见，专家随机抽取",
                "§3.9 · lowering a metric needs a new opinion from experts drawn at random",
            ),
        ),
        *ANSWERING,
        *(
            Transition(
                name="return",
                label=Text("退回修改", "Return for changes"),
                source=source,
                target="drafted",
                roles=roles,
                asks=(REASON,),
                effects=(NO_MORE_OPINIONS, Notify("change_returned", PI)),
                clause=Text("§3.9 · 退回修改", "§3.9 · returned for changes"),
            )
            for source, roles in (
                (("unit_review",), UNIT),
                (("recommender_review",), RECOMMENDER),
                (IN_OFFICE, OFFICER),
            )
        ),
        Transition(
            name="withdraw",
            label=Text("撤回", "Withdraw"),
            source=(
                *("drafted", "unit_review", "joining_review"),
                *("recommender_review", *IN_OFFICE),
            ),
            target="withdrawn",
            roles=PI,
            effects=(NO_MORE_OPINIONS,),
            clause=Text("§3.9 · 议定前可撤回", "§3.9 · can be withdrawn before a decision"),
        ),
        Transition(
            name="lapse",
            label=Text("随项目终结", "Close with the project"),
            source=(
                *("drafted", "unit_review", "joining_review"),
                *("recommender_review", *IN_OFFICE, "deciding"),
            ),
            target="withdrawn",
            roles=CLOCK,
            effects=(NO_MORE_OPINIONS,),
            clause=Text("J12, J13 · 项目已终结", "J12, J13 · the project has ended"),
        ),
    ),
)

"""A milestone (节点) of a project and each panel member's opinion of it: J3-J7, §3.1."""

from __future__ import annotations

from workflows.engine.effects import Cascade
from workflows.engine.model import After, At, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts
from workflows.guards import milestone as rule
from workflows.hands import CHAIR, CLOCK, DECIDES, MANAGER, OFFICER, PI
from workflows.phases.milestone.concluding import CONCLUDING
from workflows.phases.milestone.reporting import REPORTING

MILESTONE = Workflow(
    key="milestone",
    version=8,
    label=Text("节点", "Milestone"),
    facts=MilestoneFacts,
    clause=Text("domain §2.1b J3-J7", "domain §2.1b J3-J7"),
    states=(
        State(
            "planned",
            Text("未到期", "Not due"),
            Kind.START,
            CLOCK,
            At("notice_at"),
        ),
        State(
            "announced",
            Text("待提交佐证", "Waiting for evidence"),
            waits_on=PI,
            due=At("evidence_until"),
        ),
        State("overdue", Text("佐证逾期", "Evidence overdue"), waits_on=PI, due=At("freeze_at")),
        State(
            "frozen",
            Text("逾期冻结", "Overdue, money frozen"),
            waits_on=PI | DECIDES,
            due=At("freeze_at"),
        ),
        State(
            "submitted",
            Text("待组建专家组", "Panel to be formed"),
            waits_on=OFFICER,
            due=After("node_panel_days"),
        ),
        State(
            "drawing",
            Text("待抽取专家", "Panel to be drawn"),
            waits_on=MANAGER,
            due=After("draw_days"),
        ),
        State(
            "drawn",
            Text("已抽取专家", "Panel drawn"),
            waits_on=OFFICER,
            due=After("node_panel_days"),
        ),
        State(
            "assessing",
            Text("考核中", "Being assessed"),
            waits_on=CHAIR,
            due=After("node_assess_days"),
            first=(rule.opinions_signed,),
        ),
        State(
            "rectifying", Text("整改中", "Being rectified"), waits_on=PI, due=At("rectify_until")
        ),
        State(
            "rechecking",
            Text("复核中", "Being re-checked"),
            waits_on=CHAIR,
            due=After("node_assess_days"),
            first=(rule.opinions_signed,),
        ),
        State("passed", Text("通过", "Passed"), Kind.FINAL),
        State("failed", Text("不通过", "Failed"), Kind.FINAL),
        State("cancelled", Text("不再考核", "No longer assessed"), Kind.FINAL),
    ),
    transitions=(
        *(*REPORTING, *CONCLUDING),
        Transition(
            name="cancel",
            label=Text("不再考核", "No longer assess"),
            source=(
                "planned",
                "announced",
                "overdue",
                "frozen",
                "submitted",
                "drawing",
                "drawn",
                "assessing",
                "rectifying",
                "rechecking",
            ),
            target="cancelled",
            roles=CLOCK,
            effects=(Cascade("opinion", "close"),),
            clause=Text(
                "J12 · 项目结束，节点随之",
                "J12 · the project has ended, and its milestones with it",
            ),
        ),
    ),
)

"""A project from award to signed contract (任务书): J1-J2; its later life is for version 2."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import At, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import money
from workflows.guards import notice as rule
from workflows.hands import OFFICER, PI, UNIT
from workflows.parts.asks import REASON
from workflows.roles import Role

PROJECT = Workflow(
    key="project",
    version=1,
    label=Text("项目", "Project"),
    facts=ProjectFacts,
    clause=Text(
        "domain §2.1b J1-J2；第 1 版止于任务书签订",
        "domain §2.1b J1-J2; version 1 ends with the signed contract",
    ),
    states=(
        State(
            "contracting",
            Text("任务书签订", "Signing the contract"),
            Kind.START,
            PI | UNIT,
            At("lapse_at"),
        ),
        State("active", Text("在研", "Active"), Kind.FINAL),
        State("lapsed", Text("放弃立项", "Lapsed"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="sign_contract",
            label=Text("签订任务书", "Sign the contract"),
            source=("contracting",),
            target="active",
            roles=PI,
            approvals=(Role.UNIT_ADMIN, Role.PLANNING_OFFICER),
            guards=(
                rule.milestones_measurable,
                rule.party_not_barred,
                money.indirect_within_cap,
            ),
            effects=(Apply("order_payment"),),
            moves_money=True,
            clause=Text("J1 · 负责人、单位、厅三方签订", "J1 · signed by leader, unit and office"),
        ),
        Transition(
            name="give_up",
            label=Text("放弃立项", "Give up"),
            source=("contracting",),
            target="lapsed",
            roles=UNIT,
            asks=(REASON,),
            effects=(Apply("release_commitment"), Notify("lapsed", PI | OFFICER)),
            clause=Text("J2 · 单位放弃", "J2 · given up by the unit"),
        ),
        Transition(
            name="lapse",
            label=Text("逾期失效", "Lapse"),
            source=("contracting",),
            target="lapsed",
            roles=frozenset({Role.SYSTEM_CLOCK}),
            effects=(Apply("release_commitment"), Notify("lapsed", PI | OFFICER)),
            due=At("lapse_at"),
            clause=Text("J2 · 逾期未签", "J2 · not signed in time"),
        ),
    ),
)

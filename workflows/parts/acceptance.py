"""Acceptance (验收) of a project: applied for, checked, judged metric by metric; J15-J18, §3.8."""

from __future__ import annotations

from workflows.engine.effects import Cascade
from workflows.engine.model import After, At, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards import acceptance as rule
from workflows.hands import CHAIR, CLOCK, DECIDES, MANAGER, OFFICER, PI, UNIT
from workflows.phases.acceptance.applying import APPLYING
from workflows.phases.acceptance.judging import JUDGING
from workflows.phases.acceptance.noticing import NOTICING
from workflows.phases.acceptance.objecting import OBJECTING

_ALL_OPEN = (
    *("preparing", "unit_review", "material_check", "correcting"),
    *("drawing", "drawn", "reviewing", "concluded", "noticing", "objection"),
)

ACCEPTANCE = Workflow(
    key="acceptance",
    version=7,
    label=Text("验收", "Acceptance"),
    facts=AcceptanceFacts,
    clause=Text("domain §3.8, J15-J18", "domain §3.8, J15-J18"),
    states=(
        State("preparing", Text("准备材料", "In preparation"), Kind.START, PI, At("apply_until")),
        State(
            "unit_review",
            Text("单位审核", "Under review by the unit"),
            waits_on=UNIT,
            due=After("accept_unit_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "material_check",
            Text("材料审查", "Document check"),
            waits_on=OFFICER,
            due=After("accept_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "correcting",
            Text("补正", "Correction needed"),
            waits_on=PI,
            due=After("accept_correction_working_days", Unit.WORKING_DAYS),
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
            due=After("accept_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "reviewing",
            Text("验收评审", "Under review"),
            waits_on=CHAIR,
            due=After("accept_review_days"),
            first=(rule.acceptance_opinions_signed,),
        ),
        State(
            "concluded",
            Text("待公示", "Public notice to be given"),
            waits_on=OFFICER,
            due=After("accept_check_working_days", Unit.WORKING_DAYS),
        ),
        State("noticing", Text("公示中", "On notice"), waits_on=CLOCK, due=At("notice_ends_at")),
        State(
            "objection",
            Text("异议核查", "Under objection"),
            waits_on=DECIDES,
            due=After("objection_investigate_working_days", Unit.WORKING_DAYS),
        ),
        State("passed", Text("通过", "Passed"), Kind.FINAL),
        State("completed", Text("结题", "Concluded"), Kind.FINAL),
        State("failed", Text("不通过", "Failed"), Kind.FINAL),
        State("to_repeat", Text("整改后复验", "Re-acceptance after rectification"), Kind.FINAL),
        State("lapsed", Text("未完成", "Not completed"), Kind.FINAL),
    ),
    transitions=(
        *(*APPLYING, *JUDGING, *NOTICING, *OBJECTING),
        Transition(
            name="lapse",
            label=Text("随项目终结", "Close with the project"),
            source=_ALL_OPEN,
            target="lapsed",
            roles=CLOCK,
            effects=(Cascade("opinion", "close"),),
            clause=Text("J12, J13, J16 · 项目已终结", "J12, J13, J16 · the project has ended"),
        ),
    ),
)

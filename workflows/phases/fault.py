"""Whose fault it was that a target was missed: diligence is exempt, its lack is not; B18, R21."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, State, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import fault as rule
from workflows.hands import DEMANDER, MANAGER, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE, MINUTES
from workflows.phases.drawing import drawing
from workflows.roles import Role

_CONCERNED = TEAM | DEMANDER | OFFICER

FAULT_REVIEW = State(
    "fault_review",
    Text("责任认定", "Finding the fault"),
    waits_on=MANAGER | SUPERVISOR,
    due=After("fault_days"),
    first=(rule.fault_panel_signed,),
)

FINDING_FAULT: tuple[Transition[ProjectFacts], ...] = (
    *drawing(
        rule.fault_panel,
        "fault_review",
        name="draw_fault_panel",
        label=Text("抽取责任认定专家", "Draw the experts who find the fault"),
        clause=Text(
            "B18、§3.1 · 责任认定专家随机抽取，回避各方；有人回避的，按抽取顺序递补",
            "B18, §3.1 · drawn at random without conflicts; who stands aside is replaced by the "
            "next of the draw",
        ),
    ),
    Transition(
        name="find_diligent",
        label=Text("认定勤勉尽责，予以免责", "Find diligence: exempt"),
        source=("fault_review",),
        target="concluded",
        roles=SUPERVISOR,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.fault_opinions_signed, rule.panel_finds_diligence),
        asks=(*MINUTES, EVIDENCE),
        effects=(
            SendLetter("fault_finding"),
            Cascade("opinion", "close"),
            Cascade("fund", "end_progress_hold"),
            Cascade("fund", "await_balance"),
            Notify("fault_found", _CONCERNED),
        ),
        signature=True,
        clause=Text(
            "B18 · 容错：勤勉尽责予以结题，已用经费不追回，结余退回",
            "B18 · diligent: concluded, what was spent stays, the balance comes back",
        ),
    ),
    Transition(
        name="find_at_fault",
        label=Text("认定主观不努力，追责", "Find fault"),
        source=("fault_review",),
        target="failed",
        roles=SUPERVISOR,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.fault_opinions_signed, rule.panel_finds_fault),
        asks=(*MINUTES, EVIDENCE),
        effects=(
            Apply("record_fault"),
            SendLetter("fault_finding"),
            Cascade("opinion", "close"),
            Cascade("fund", "end_progress_hold"),
            Cascade("fund", "await_balance"),
            Notify("fault_found", _CONCERNED),
        ),
        signature=True,
        clause=Text(
            "B18 · 主观不努力：问责、追回经费、记入诚信",
            "B18 · no effort: held to account, money recovered, integrity record",
        ),
    ),
)

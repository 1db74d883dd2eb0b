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

NO_MORE_FAULT_OPINIONS = Cascade("opinion", "close")
_CONCERNED = TEAM | DEMANDER | OFFICER

FAULT_REVIEW = State(
    "fault_review",
    Text("责任认定", "Finding of fault"),
    waits_on=MANAGER | SUPERVISOR,
    due=After("fault_days"),
    first=(rule.fault_panel_signed,),
)

FINDING_FAULT: tuple[Transition[ProjectFacts], ...] = (
    *drawing(
        rule.fault_panel,
        "fault_review",
        name="draw_fault_panel",
        label=Text("抽取责任认定专家", "Draw the experts for the finding of fault"),
        clause=Text(
            "B18、§3.1 · 责任认定专家随机抽取，回避各方；有人回避的，按抽取顺序递补",
            "B18, §3.1 · drawn at random, without conflicts with any party; if an expert stands "
            "aside, the next in the draw order takes the seat",
        ),
    ),
    Transition(
        name="find_diligent",
        label=Text("认定勤勉尽责，予以免责", "Find diligent: no blame"),
        source=("fault_review",),
        target="concluded",
        roles=SUPERVISOR,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.fault_opinions_signed, rule.panel_finds_diligence),
        asks=(*MINUTES, EVIDENCE),
        effects=(
            SendLetter("fault_finding"),
            NO_MORE_FAULT_OPINIONS,
            Cascade("fund", "end_progress_hold"),
            Cascade("fund", "await_balance"),
            Notify("fault_found", _CONCERNED),
        ),
        signature=True,
        clause=Text(
            "B18 · 容错：勤勉尽责予以结题，已用经费不追回，结余退回",
            "B18 · diligent: the project is concluded, money spent is not recovered and the "
            "balance is refunded",
        ),
    ),
    Transition(
        name="find_at_fault",
        label=Text("认定主观不努力，追责", "Find at fault: lack of effort"),
        source=("fault_review",),
        target="failed",
        roles=SUPERVISOR,
        approvals=(Role.DECISION_MAKER,),
        guards=(rule.fault_opinions_signed, rule.panel_finds_fault),
        asks=(*MINUTES, EVIDENCE),
        effects=(
            Apply("record_fault"),
            SendLetter("fault_finding"),
            NO_MORE_FAULT_OPINIONS,
            Cascade("fund", "end_progress_hold"),
            Cascade("fund", "await_balance"),
            Notify("fault_found", _CONCERNED),
        ),
        signature=True,
        clause=Text(
            "B18 · 主观不努力：问责、追回经费、记入诚信",
            "B18 · lack of effort: held to account, money recovered, entered in the integrity "
            "record",
        ),
    ),
)

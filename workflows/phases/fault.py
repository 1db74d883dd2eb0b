"""Whose fault it was that a target was missed: diligence is exempt, its lack is not; B18, R21."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, State, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.hands import DEMANDER, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import EVIDENCE
from workflows.roles import Role

_CONCERNED = TEAM | DEMANDER | OFFICER
PANEL_WORDS = Ask("panel_opinion", Text("专家意见", "Opinion of the experts"), AskKind.PARAGRAPH)

FAULT_REVIEW = State(
    "fault_review",
    Text("责任认定", "Finding the fault"),
    waits_on=SUPERVISOR,
    due=After("fault_days"),
)

FINDING_FAULT: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="find_diligent",
        label=Text("认定勤勉尽责，予以免责", "Find diligence: exempt"),
        source=("fault_review",),
        target="concluded",
        roles=SUPERVISOR,
        approvals=(Role.DECISION_MAKER,),
        asks=(EVIDENCE, PANEL_WORDS),
        effects=(SendLetter("fault_finding"), Notify("fault_found", _CONCERNED)),
        signature=True,
        clause=Text(
            "B18 · 容错：勤勉尽责予以结题，已用经费不追回",
            "B18 · diligent: concluded, what was spent stays",
        ),
    ),
    Transition(
        name="find_at_fault",
        label=Text("认定主观不努力，追责", "Find fault"),
        source=("fault_review",),
        target="failed",
        roles=SUPERVISOR,
        approvals=(Role.DECISION_MAKER,),
        asks=(EVIDENCE, PANEL_WORDS),
        effects=(
            Apply("record_fault"),
            SendLetter("fault_finding"),
            Notify("fault_found", _CONCERNED),
        ),
        signature=True,
        clause=Text(
            "B18 · 主观不努力：问责、追回经费、记入诚信",
            "B18 · no effort: held to account, money recovered, integrity record",
        ),
    ),
)

"""How a project ends before its acceptance: J12."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.hands import DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, REASON

ENDING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="terminate",
        label=Text("终止项目", "Terminate"),
        source=("active", "rectifying", "suspended"),
        target="terminated",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(
            Cascade("milestone", "cancel"),
            Cascade("payment", "void"),
            Apply("release_commitment"),
            Notify("project_terminated", TEAM | OFFICER),
        ),
        signature=True,
        clause=Text(
            "J12 · 客观原因不能或无须继续，不记失信",
            "J12 · for objective reasons, no mark of dishonesty",
        ),
    ),
)

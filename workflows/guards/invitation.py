"""Rules of invitations to a panel."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.facts import InvitationFacts
from workflows.guards.examples import NOON, THEN
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import MANAGER
from workflows.parameters import DEFAULTS

_INVITATION = InvitationFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)

panel_waits = requires(
    "panel_waits",
    of=_INVITATION,
    key="panel_waits",
    reason=Text(
        "评审已经开始或评审组已解散。", "The review has begun, or the panel has been dissolved."
    ),
    supplied_by=MANAGER,
)
no_known_conflict = nothing_in(
    "conflicts_detected",
    of=_INVITATION,
    key="no_known_conflict",
    reason=Text(
        "系统查出回避情形：{missing}。", "The system found a conflict of interest: {missing}."
    ),
    supplied_by=MANAGER,
)
conflict_has_come_up = requires(
    "conflicts_detected",
    of=_INVITATION,
    key="conflict_has_come_up",
    reason=Text("没有查出回避情形。", "No conflict of interest was found."),
    supplied_by=MANAGER,
)

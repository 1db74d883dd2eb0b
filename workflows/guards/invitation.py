"""Rules of invitations to a panel."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import InvitationFacts
from workflows.guards.examples import NOON, THEN
from workflows.parameters import DEFAULTS
from workflows.roles import Role

InvitationGuard = Guard[InvitationFacts]

_INVITATION = InvitationFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)

panel_waits = InvitationGuard(
    "panel_waits",
    Text("评审已经开始或评审组已解散。", "The review has begun, or the panel was dissolved."),
    frozenset({Role.EXPERT_MANAGER}),
    lambda f: f.panel_waits,
    _INVITATION,
    replace(_INVITATION, panel_waits=False),
)
no_known_conflict = InvitationGuard(
    "no_known_conflict",
    Text("系统查出回避情形：{missing}。", "A conflict was detected: {missing}."),
    frozenset({Role.EXPERT_MANAGER}),
    lambda f: not f.conflicts_detected,
    _INVITATION,
    replace(_INVITATION, conflicts_detected=("同单位",)),
    lambda f: f.conflicts_detected,
)
conflict_has_come_up = InvitationGuard(
    "conflict_has_come_up",
    Text("没有查出回避情形。", "No conflict was detected."),
    frozenset({Role.EXPERT_MANAGER}),
    lambda f: bool(f.conflicts_detected),
    replace(_INVITATION, conflicts_detected=("同单位",)),
    _INVITATION,
)

"""A project of 揭榜挂帅: the usual one, judged by success alone; domain §2.1b with B13-B18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import After, State, Workflow
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import claim
from workflows.hands import DECIDES, DEMANDER, OFFICER
from workflows.phases.claiming import RUNNING_CLAIM, failing, pledged
from workflows.phases.fault import FAULT_REVIEW, FINDING_FAULT
from workflows.phases.project.contracting import CONTRACTING
from workflows.phases.project.ending import ENDING
from workflows.phases.project.renewing import renewing
from workflows.phases.project.running import RUNNING
from workflows.phases.project.states import CONTRACTING_STATES, ENDED_STATES, RUNNING_STATES
from workflows.phases.project.suspending import SUSPENDING
from workflows.phases.refusing import USER_REFUSED
from workflows.phases.user_test import TESTING
from workflows.roles import Role

_LABELS = {
    "passed": Text("揭榜成功", "Succeeded"),
    "concluded": Text("结题（免责）", "Concluded, no blame"),
    "failed": Text("揭榜失败（追责）", "Failed, at fault"),
}

_CONTRACTING, *_LAPSED = CONTRACTING_STATES

STATES = (
    replace(_CONTRACTING, waits_on=_CONTRACTING.waits_on | DEMANDER),
    USER_REFUSED,
    *_LAPSED,
    *RUNNING_STATES,
    State("stopped", Text("叫停", "Ordered to stop"), waits_on=DECIDES, due=After("fault_days")),
    State(
        "seeking_user",
        Text("另寻用户", "Seeking a new end user"),
        waits_on=OFFICER,
        due=After("demander_default_days"),
    ),
    State(
        "user_test",
        Text("真实场景实测", "Test in real use"),
        waits_on=DECIDES,
        due=After("user_test_days"),
        first=(claim.third_party_reported, claim.user_test_signed),
    ),
    FAULT_REVIEW,
    *(replace(state, label=_LABELS.get(state.key, state.label)) for state in ENDED_STATES),
)

CLAIMED_PROJECT = Workflow(
    key="claimed_project",
    kind="project",
    version=14,
    label=Text("揭榜项目", "Claimed project"),
    facts=ProjectFacts,
    clause=Text("domain §2.1b、§2.2 B13-B18", "domain §2.1b, §2.2 B13-B18"),
    states=STATES,
    transitions=(
        *pledged(CONTRACTING),
        *renewing(Role.UNIT_ADMIN, Role.DEMANDER, Role.PLANNING_OFFICER),
        *RUNNING,
        *SUSPENDING,
        *failing(ENDING),
        *RUNNING_CLAIM,
        *TESTING,
        *FINDING_FAULT,
    ),
)

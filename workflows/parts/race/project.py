"""A project of a race: the contract of its team, and its end; domain §2.1b with R3, R10-R21."""

from __future__ import annotations

from workflows.engine.model import Workflow
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.phases.fault import FAULT_REVIEW, FINDING_FAULT
from workflows.phases.project.contracting import CONTRACTING
from workflows.phases.project.ending import ENDING
from workflows.phases.project.racing import RACING, after_the_race, in_a_race, with_its_team
from workflows.phases.project.renewing import renewing
from workflows.phases.project.states import CONTRACTING_STATES, ENDED_STATES, RUNNING_STATES
from workflows.phases.project.suspending import SUSPENDING
from workflows.roles import Role

_RACES = ("active", "suspended")

RACE_PROJECT = Workflow(
    key="race_project",
    kind="project",
    version=12,
    label=Text("赛马项目", "Race project"),
    facts=ProjectFacts,
    clause=Text("domain §2.1b、§2.3 R3 R10-R21", "domain §2.1b, §2.3 R3 R10-R21"),
    states=(
        *CONTRACTING_STATES,
        *(state for state in RUNNING_STATES if state.key in _RACES),
        FAULT_REVIEW,
        *ENDED_STATES,
    ),
    transitions=(
        *in_a_race(CONTRACTING),
        *renewing(Role.UNIT_ADMIN, Role.PLANNING_OFFICER, in_a_race=True),
        *RACING,
        *with_its_team(SUSPENDING),
        *FINDING_FAULT,
        *after_the_race(ENDING),
    ),
)

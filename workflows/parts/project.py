"""A project after the award, as every mechanism runs it (domain §2.1b).

Version 1 ended with the signed contract; its live cases stand in states of the same names here,
where an active project goes on.
"""

from __future__ import annotations

from workflows.engine.model import Workflow
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.phases.project.accepting import ACCEPTING
from workflows.phases.project.contracting import CONTRACTING
from workflows.phases.project.ending import ENDING
from workflows.phases.project.running import RUNNING
from workflows.phases.project.states import (
    ACCEPTING_STATES,
    CONTRACTING_STATES,
    ENDED_STATES,
    RUNNING_STATES,
)
from workflows.phases.project.suspending import SUSPENDING

PROJECT = Workflow(
    key="project",
    version=16,
    label=Text("项目", "Project"),
    facts=ProjectFacts,
    clause=Text("domain §2.1b", "domain §2.1b"),
    states=(*CONTRACTING_STATES, *RUNNING_STATES, *ACCEPTING_STATES, *ENDED_STATES),
    transitions=(*CONTRACTING, *RUNNING, *SUSPENDING, *ACCEPTING, *ENDING),
    former=(
        (1, "contracting", "contracting"),
        (1, "active", "active"),
        (1, "lapsed", "lapsed"),
    ),
)

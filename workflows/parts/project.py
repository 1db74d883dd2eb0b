"""A project after the award, as every mechanism runs it (domain §2.1b).

Version 1 ended with the signed contract; its live cases stand in states of the same names here,
where an active project goes on.
"""

from __future__ import annotations

from workflows.engine.model import Workflow
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.phases.project.contracting import CONTRACTING
from workflows.phases.project.ending import ENDING
from workflows.phases.project.running import RUNNING
from workflows.phases.project.states import CONTRACTING_STATES, RUNNING_STATES, TERMINATED

PROJECT = Workflow(
    key="project",
    version=2,
    label=Text("项目", "Project"),
    facts=ProjectFacts,
    clause=Text("domain §2.1b", "domain §2.1b"),
    states=(*CONTRACTING_STATES, *RUNNING_STATES, TERMINATED),
    transitions=(*CONTRACTING, *RUNNING, *ENDING),
    former=(
        (1, "contracting", "contracting"),
        (1, "active", "active"),
        (1, "lapsed", "lapsed"),
    ),
)

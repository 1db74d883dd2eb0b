"""Whether a call has been rehearsed as it stands, where its own rules ask for it."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards.examples import CALL
from workflows.hands import OFFICER

rehearsed_first = Guard[CallFacts](
    key="rehearsed_first",
    reason=Text(
        "按本指南的规则，发布前须经演练：{missing}，请先演练。",
        "This call's rules require a rehearsal before publication: {missing}. Rehearse it first.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["rehearsal_first"] == 0 or not f.unrehearsed,
    passing=CALL,
    failing=replace(
        CALL,
        unrehearsed=(Text("尚未演练", "it has not been rehearsed"),),
        parameters={**CALL.parameters, "rehearsal_first": 1},
    ),
    missing=lambda f: f.unrehearsed,
)

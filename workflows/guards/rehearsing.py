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
        "本指南规定发布前须经演练：{missing}，请先演练。",
        "By its own rules this call is rehearsed before it is published: {missing}.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.parameters["rehearsal_first"] == 0 or not f.unrehearsed,
    passing=CALL,
    failing=replace(
        CALL,
        unrehearsed=(Text("尚未演练", "it has never been rehearsed"),),
        parameters={**CALL.parameters, "rehearsal_first": 1},
    ),
    missing=lambda f: f.unrehearsed,
)

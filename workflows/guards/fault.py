"""Rules of finding the fault: a finding rests on the signed opinions of a drawn panel; B18."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.drawing import drawing_rules
from workflows.guards.examples import PROJECT
from workflows.guards.shapes import equals, nothing_in
from workflows.hands import MANAGER, NODE_EXPERT

fault_panel = drawing_rules(PROJECT, "fault_panel")
fault_panel_signed = nothing_in(
    "unsigned_opinions",
    of=PROJECT,
    key="fault_panel_signed",
    reason=Text("尚未签名的专家意见：{missing}。", "Expert opinions not yet signed: {missing}."),
    supplied_by=NODE_EXPERT,
)
fault_opinions_signed = nothing_in(
    "panel_opinions_missing",
    of=PROJECT,
    key="fault_opinions_signed",
    reason=Text(
        "责任认定专家意见不齐：{missing}。",
        "Expert opinions for the finding of fault are still missing: {missing}.",
    ),
    supplied_by=MANAGER | NODE_EXPERT,
)
panel_finds_diligence = equals(
    "panel_verdict",
    "diligent",
    of=PROJECT,
    key="panel_finds_diligence",
    reason=Text(
        "专家组多数未认定勤勉尽责，不得免责。",
        "The majority of the experts did not find the team diligent, so it cannot be exempted.",
    ),
    supplied_by=NODE_EXPERT,
)
panel_finds_fault = equals(
    "panel_verdict",
    "at_fault",
    of=PROJECT,
    key="panel_finds_fault",
    reason=Text(
        "专家组多数未认定主观不努力，不得追责。",
        "The majority of the experts did not find a lack of effort, so the team cannot be "
        "held at fault.",
    ),
    supplied_by=NODE_EXPERT,
)

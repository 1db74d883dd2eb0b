"""Rules of finding the fault: a finding rests on the signed opinions of a drawn panel; B18."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards.examples import PROJECT
from workflows.roles import Role

FaultGuard = Guard[ProjectFacts]

_MANAGER = frozenset({Role.EXPERT_MANAGER})
_PANEL = frozenset({Role.NODE_EXPERT})

fault_panel_can_be_drawn = FaultGuard(
    "fault_panel_can_be_drawn",
    Text("不能抽取责任认定专家：{missing}。", "The experts cannot be drawn: {missing}."),
    _MANAGER,
    lambda f: not f.panel_draw_problems,
    PROJECT,
    replace(PROJECT, panel_draw_problems=("专家已经抽取",)),
    lambda f: f.panel_draw_problems,
)
fault_opinions_signed = FaultGuard(
    "fault_opinions_signed",
    Text("责任认定专家意见不齐：{missing}。", "Opinions of the experts are missing: {missing}."),
    _MANAGER | _PANEL,
    lambda f: not f.panel_opinions_missing,
    PROJECT,
    replace(PROJECT, panel_opinions_missing=("尚未抽取专家",)),
    lambda f: f.panel_opinions_missing,
)
panel_finds_diligence = FaultGuard(
    "panel_finds_diligence",
    Text("专家组多数未认定勤勉尽责，不得免责。", "Most of the experts do not find diligence."),
    _PANEL,
    lambda f: f.panel_verdict == "diligent",
    replace(PROJECT, panel_verdict="diligent"),
    replace(PROJECT, panel_verdict="at_fault"),
)
panel_finds_fault = FaultGuard(
    "panel_finds_fault",
    Text("专家组多数未认定主观不努力，不得追责。", "Most of the experts do not find fault."),
    _PANEL,
    lambda f: f.panel_verdict == "at_fault",
    replace(PROJECT, panel_verdict="at_fault"),
    replace(PROJECT, panel_verdict="diligent"),
)

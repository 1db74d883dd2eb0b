"""Halted and resumed, or solved by others: no team loses a day or its place by a halt."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import race as rule
from workflows.hands import DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, PUBLIC_REASON
from workflows.parts.race.asks import FINDING
from workflows.phases.race.common import EVERYTHING_ENDS
from workflows.phases.urgent import at_once, lapsing, ratifying
from workflows.roles import Role

_HALT: Transition[RaceFacts] = Transition(
    name="halt",
    label=Text("暂停赛事", "Halt the race"),
    source=("running", "realloc"),
    target="halted",
    roles=DECIDES,
    guards=(rule.halts_are_left,),
    asks=(*MINUTES, PUBLIC_REASON),
    effects=(
        Apply("remember_place"),
        Cascade("fund", "hold_for_progress"),
        Notify("race_halted", TEAM | OFFICER),
    ),
    clause=Text(
        "J10 · 对全部团队一并暂停，经费冻结",
        "J10 · all teams are halted together and money is frozen",
    ),
)


def _resume(state: str) -> Transition[RaceFacts]:
    return Transition(
        name="resume",
        label=Text("恢复赛事", "Resume the race"),
        source=("halted",),
        target=state,
        roles=DECIDES,
        guards=(rule.returns_to(state),),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            Apply("count_halt"),
            Cascade("fund", "resume_after_progress"),
            Notify("race_resumed", TEAM | OFFICER),
        ),
        clause=Text("J10 · 恢复", "J10 · resumed"),
    )


_RESUME = tuple(_resume(state) for state in _HALT.source)

HALTING: tuple[Transition[RaceFacts], ...] = (
    _HALT,
    at_once(_HALT, Text("紧急暂停赛事", "Halt the race urgently"), rule.halting, PUBLIC_REASON),
    ratifying(_HALT, rule.halting),
    *_RESUME,
    *(lapsing(resume, _HALT.target, rule.halting) for resume in _RESUME),
    Transition(
        name="find_solved",
        label=Text("认定目标已被他方实现", "Find the target achieved by others"),
        source=("running", "realloc", "halted", "rescue"),
        target="solved_elsewhere",
        roles=DECIDES,
        approvals=(Role.PANEL_CHAIR,),
        guards=(rule.stage_has_results, rule.no_appeal_is_open),
        asks=(*MINUTES, FINDING),
        effects=(*EVERYTHING_ENDS, Apply("return_pool")),
        signature=True,
        moves_money=True,
        clause=Text(
            "§2.3 · 须专家组认定，由最近一次节点考核的专家组组长会签",
            "§2.3 · needs a finding of the panel: whoever chaired that of the last stage signs too",
        ),
    ),
)

"""A sanction in force expires by itself; half of it served, it may be repaired (§3.10)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.guards import integrity as rule
from workflows.hands import CLOCK, DECIDES, RESPONDENT, SUPERVISOR
from workflows.parts.asks import MINUTES, REASON

ENFORCING: tuple[Transition[IntegrityFacts], ...] = (
    Transition(
        name="expire",
        label=Text("期满解除", "Sanction ends"),
        source=("in_force", "repair_asked"),
        target="expired",
        roles=CLOCK,
        guards=(rule.sanction_has_ended,),
        effects=(Notify("sanction_over", RESPONDENT | SUPERVISOR),),
        due=At("sanction_ends_at"),
        clause=Text(
            "§3.10 · 期满自动解除，记录保留",
            "§3.10 · lifted automatically at the end; the record is kept",
        ),
    ),
    Transition(
        name="ask_repair",
        label=Text("申请信用修复", "Request credit repair"),
        source=("in_force",),
        target="repair_asked",
        roles=RESPONDENT,
        guards=(rule.decided_here, rule.enough_was_served),
        asks=(REASON,),
        effects=(Notify("integrity_referred", DECIDES | SUPERVISOR),),
        clause=Text("§3.10 · 过半后可申请修复", "§3.10 · can be requested after half the period"),
    ),
    Transition(
        name="repair",
        label=Text("同意信用修复", "Grant credit repair"),
        source=("repair_asked",),
        target="repaired",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(
            Apply("lift_sanction"),
            Notify("sanction_over", RESPONDENT | SUPERVISOR),
        ),
        clause=Text("§3.10 · 信用修复", "§3.10 · credit repair"),
    ),
    Transition(
        name="refuse_repair",
        label=Text("不同意信用修复", "Refuse credit repair"),
        source=("repair_asked",),
        target="in_force",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(Notify("repair_refused", RESPONDENT | SUPERVISOR),),
        clause=Text("§3.10 · 信用修复", "§3.10 · credit repair"),
    ),
)

"""What cannot wait for the executive meeting: one member of it pauses at once, the meeting ratifies
that in time, and what it does not ratify ends by itself. C13, J10."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from workflows.engine.effects import Effect, Notify
from workflows.engine.model import Ask, At, Transition
from workflows.engine.text import Text
from workflows.facts.urgent import UrgentFacts
from workflows.guards.urgent import UrgentRules
from workflows.hands import CLOCK, DECIDES, OFFICER, SUPERVISOR
from workflows.parts.asks import MINUTES

F = TypeVar("F", bound=UrgentFacts)


def at_once(
    decided: Transition[F], label: Text, rules: UrgentRules[F], grounds: Ask
) -> Transition[F]:
    """The move that the meeting would decide, before there are minutes of any."""
    return replace(
        decided,
        name=f"{decided.name}_at_once",
        label=label,
        guards=(*decided.guards, rules.has_not_lapsed),
        asks=(grounds,),
        effects=(*decided.effects, Notify("pause_to_ratify", DECIDES | OFFICER | SUPERVISOR)),
        signature=True,
        clause=Text(
            "C13、J10 · 情况紧急、来不及开会的，先行暂停，须由厅务会限期追认，逾期未追认的自行恢复",
            "C13, J10 · if there is no time for a meeting, the pause takes effect first and the "
            "executive meeting must ratify it by a deadline; otherwise it ends automatically",
        ),
    )


def ratifying(decided: Transition[F], rules: UrgentRules[F], *effects: Effect) -> Transition[F]:
    return Transition(
        name=f"ratify_{decided.name}",
        label=Text("追认暂停", "Ratify the pause"),
        source=(decided.target,),
        target=decided.target,
        roles=DECIDES,
        guards=(rules.lacks_minutes, rules.is_in_time),
        asks=MINUTES,
        effects=(*effects, Notify("pause_ratified", OFFICER | SUPERVISOR)),
        clause=Text(
            "C13、J10 · 紧急暂停由厅务会追认，补记会议纪要",
            "C13, J10 · the executive meeting ratifies the urgent pause and the minutes are "
            "recorded",
        ),
    )


def lapsing(resumed: Transition[F], source: str, rules: UrgentRules[F]) -> Transition[F]:
    """As it would go on by decision of the meeting; nobody has given a reason to tell."""
    told = (effect.roles for effect in resumed.effects if isinstance(effect, Notify))
    done = (effect for effect in resumed.effects if not isinstance(effect, Notify))
    return replace(
        resumed,
        name="lapse",
        label=Text("未获追认，自行恢复", "Not ratified: resume automatically"),
        source=(source,),
        roles=CLOCK,
        guards=(*resumed.guards, rules.was_not_ratified),
        asks=(),
        effects=(*done, Notify("pause_lapsed", (DECIDES | OFFICER | SUPERVISOR).union(*told))),
        due=At("ratify_until"),
        signature=False,
        clause=Text(
            "C13、J10 · 紧急暂停逾期未获追认的，自行恢复",
            "C13, J10 · an urgent pause not ratified in time ends automatically",
        ),
    )

"""The target is focused anew for all teams at once: R13."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import RaceFacts
from workflows.guards.race import race as rule
from workflows.hands import DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, REASON
from workflows.parts.race.asks import FINDING

_FULL_NOTICE = Apply("give_notice_again")
"""However long a decision takes, no team loses its notice of the checkpoint by it (R4)."""
_CALLED_AGAIN = (
    _FULL_NOTICE,
    Cascade("stage", "reopen"),
    Cascade("team", "race_on"),
)
"""After a checkpoint in which all were below the line nobody is eliminated (R16)."""

REFOCUSING: tuple[Transition[RaceFacts], ...] = (
    *(
        Transition(
            name="propose_refocus",
            label=Text("提请调整目标", "Propose a new target"),
            source=(state,),
            target="refocusing",
            roles=OFFICER,
            guards=(given, rule.refocuses_are_left, rule.new_target_is_written),
            asks=(FINDING,),
            effects=(Apply("remember_place"), Notify("refocus_proposed", DECIDES)),
            clause=Text(
                "R13 · 依据节点结果，考核期间不得提出",
                "R13 · based on stage results; not during a checkpoint",
            ),
        )
        for state, given in (
            ("running", rule.stage_has_results),
            ("realloc", rule.stage_has_results),
            ("checkpoint", rule.everybody_is_below),
        )
    ),
    *(
        Transition(
            name="adopt_refocus",
            label=Text("批准新目标", "Approve the new target"),
            source=("refocusing",),
            target=target,
            roles=DECIDES,
            guards=(rule.returns_to(place), rule.weaker_target_was_publicised),
            asks=MINUTES,
            effects=(
                *called_again,
                Apply("adopt_target"),
                Cascade("stage", "refocus"),
                Notify("target_adjusted", TEAM | OFFICER),
            ),
            separation=("propose_refocus",),
            signature=True,
            clause=Text(
                "R13 · 同日同版告知全部在赛团队",
                "R13 · every team still racing is told of the same version on the same day",
            ),
        )
        for place, target, called_again in (
            ("running", "running", (_FULL_NOTICE,)),
            ("realloc", "realloc", ()),
            ("checkpoint", "running", _CALLED_AGAIN),
        )
    ),
    *(
        Transition(
            name="drop_refocus",
            label=Text("不予调整", "Do not adjust the target"),
            source=("refocusing",),
            target=state,
            roles=DECIDES,
            guards=(rule.returns_to(state),),
            asks=(*MINUTES, REASON),
            effects=(Apply("drop_target"), _FULL_NOTICE, Notify("refocus_dropped", OFFICER)),
            clause=Text("R13 · 维持原目标", "R13 · the original target stands"),
        )
        for state in ("running", "realloc", "checkpoint")
    ),
)

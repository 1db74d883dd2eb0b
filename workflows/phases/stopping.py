"""A call that runs is paused, taken up again where it was, or cancelled: C13."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards import call as rule
from workflows.hands import DECIDES, OFFICER, PI
from workflows.parts.asks import MINUTES, PUBLIC_REASON


def stopping(running: tuple[str, ...]) -> tuple[Transition[CallFacts], ...]:
    """The moves out of every state in which a call is running, and back into it."""
    return (
        Transition(
            name="pause",
            label=Text("暂停", "Pause"),
            source=running,
            target="paused",
            roles=DECIDES,
            asks=(PUBLIC_REASON,),
            effects=(Apply("remember_pause"), Notify("call_stopped", PI | OFFICER)),
            clause=Text(
                "C13 · 暂停，申报、推荐和公示停止计时，不作立项决定",
                "C13 · paused; windows and notices stand still, nothing is awarded",
            ),
        ),
        *(
            Transition(
                name="resume",
                label=Text("恢复", "Resume"),
                source=("paused",),
                target=state,
                roles=DECIDES,
                guards=(rule.paused_from(state),),
                asks=(PUBLIC_REASON,),
                effects=(Apply("give_back_days"), Notify("call_stopped", PI | OFFICER)),
                clause=Text(
                    "C13 · 恢复到暂停前的环节，期限按暂停天数顺延",
                    "C13 · back to the step before the pause; windows get back the days they stood",
                ),
            )
            for state in running
        ),
        Transition(
            name="cancel",
            label=Text("撤销", "Cancel"),
            source=("draft", *running, "paused"),
            target="cancelled",
            roles=DECIDES,
            asks=(*MINUTES, PUBLIC_REASON),
            signature=True,
            effects=(
                Apply("return_budget"),
                Cascade("notice", "end_with_call"),
                Cascade("review_group", "dissolve"),
                Cascade("proposal", "end_with_call"),
                Notify("call_stopped", PI | OFFICER),
            ),
            clause=Text(
                "C13 · 撤销，申报、评审组和公示一并终止，不公布评分",
                "C13 · cancelled; proposals, panels and notices end, no scores are published",
            ),
        ),
    )

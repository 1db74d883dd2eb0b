"""A call that runs is paused, taken up again where it was, or cancelled: C13."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
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
            clause=Text("C13 · 暂停", "C13 · paused"),
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
                effects=(Notify("call_stopped", PI | OFFICER),),
                clause=Text("C13 · 恢复到暂停前的环节", "C13 · back to the step before the pause"),
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
            effects=(Apply("return_budget"), Notify("call_stopped", PI | OFFICER)),
            clause=Text("C13 · 撤销，不公布评分", "C13 · cancelled; no scores are published"),
        ),
    )

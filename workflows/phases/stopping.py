"""A call paused, resumed or cancelled by the executive meeting: C13. What was published is stopped
in public; a call that nobody outside knows of is not."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Effect, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards import call as rule
from workflows.guards.call import CallGuard
from workflows.hands import DECIDES, OFFICER, PI
from workflows.parts.asks import MINUTES, PUBLIC_REASON
from workflows.phases.urgent import at_once, lapsing, ratifying

_TOLD = Notify("call_stopped", PI | OFFICER)
_ENDS_WITH_IT = (
    Apply("return_budget"),
    Cascade("notice", "end_with_call"),
    Cascade("review_group", "dissolve"),
    Cascade("proposal", "end_with_call"),
)


def stopping(
    unpublished: tuple[str, ...], published: tuple[str, ...]
) -> tuple[Transition[CallFacts], ...]:
    """From the states before and after publication."""
    return (
        *pausing(_pause(unpublished)),
        *pausing(_pause(published, SendLetter("call_pause_notice"))),
        ratifying(_pause(published), rule.urgent),
        *(move for state in unpublished for move in resuming(_resume(state))),
        *(
            move
            for state in published
            for move in resuming(_resume(state, SendLetter("call_resumption_notice")))
        ),
        _cancel(("draft", *unpublished)),
        _cancel(published, SendLetter("call_cancellation_notice")),
        _cancel(("paused",), guards=(rule.paused_unpublished,)),
        _cancel(
            ("paused",), SendLetter("call_cancellation_notice"), guards=(rule.paused_published,)
        ),
    )


def pausing(pause: Transition[CallFacts]) -> tuple[Transition[CallFacts], ...]:
    """By decision of the meeting, or at once."""
    label = Text("紧急暂停", "Pause urgently")
    return pause, at_once(pause, label, rule.urgent, PUBLIC_REASON)


def resuming(resume: Transition[CallFacts]) -> tuple[Transition[CallFacts], ...]:
    return resume, lapsing(resume, "paused", rule.urgent)


def _pause(source: tuple[str, ...], *letter: Effect) -> Transition[CallFacts]:
    return Transition(
        name="pause",
        label=Text("暂停", "Pause"),
        source=source,
        target="paused",
        roles=DECIDES,
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(Apply("remember_pause"), *letter, _TOLD),
        clause=Text(
            "C13 · 暂停，申报、推荐和公示停止计时，不作立项决定",
            "C13 · paused; the clock stops for applications, recommendations and public notices, "
            "and no award is decided",
        ),
    )


def _resume(state: str, *letter: Effect) -> Transition[CallFacts]:
    return Transition(
        name="resume",
        label=Text("恢复", "Resume"),
        source=("paused",),
        target=state,
        roles=DECIDES,
        guards=(rule.paused_from(state),),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(Apply("give_back_days"), *letter, _TOLD),
        clause=Text(
            "C13 · 恢复到暂停前的环节，期限按暂停天数顺延",
            "C13 · returns to the stage before the pause; deadlines move back by the days paused",
        ),
    )


def _cancel(
    source: tuple[str, ...], *letter: Effect, guards: tuple[CallGuard, ...] = ()
) -> Transition[CallFacts]:
    return Transition(
        name="cancel",
        label=Text("撤销", "Cancel"),
        source=source,
        target="cancelled",
        roles=DECIDES,
        guards=guards,
        asks=(*MINUTES, PUBLIC_REASON),
        signature=True,
        effects=(*_ENDS_WITH_IT, *letter, _TOLD),
        clause=Text(
            "C13 · 撤销，申报、评审组和公示一并终止，不公布评分",
            "C13 · cancelled; applications, panels and public notices end and no scores are "
            "published",
        ),
    )

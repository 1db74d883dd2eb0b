"""The commonest close: what comes after the end of its term is too late, even before the clock has
drawn the consequence; and the clock draws it no earlier, whenever the term began."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from workflows.engine.calendar import deadline_words
from workflows.engine.due import TOO_LATE
from workflows.engine.facts import Facts
from workflows.engine.model import Due, Guard
from workflows.engine.text import Text
from workflows.guards.examples import FAR_OFF
from workflows.hands import CLOCK

F = TypeVar("F", bound=Facts)


def in_time(sound: F, due: Due) -> Guard[F]:
    """Holds before the moment `due`; `sound` is an example of the kind of facts."""

    def end(facts: F) -> datetime | None:
        return due.moment(facts)

    def holds(facts: F) -> bool:
        moment = end(facts)
        return moment is None or facts.now < moment

    def missing(facts: F) -> tuple[str, ...]:
        moment = end(facts)
        return (deadline_words(moment),) if moment else ()

    return Guard(
        key="in_time",
        reason=TOO_LATE,
        supplied_by=CLOCK,
        holds=holds,
        passing=replace(sound, now=sound.entered_at),
        failing=replace(sound, now=FAR_OFF),
        missing=missing,
    )


def term_over(sound: F, due: Due) -> Guard[F]:
    """Holds from the moment `due`, and never while its term has not begun; `sound` is an example
    whose term has."""

    def holds(facts: F) -> bool:
        moment = due.moment(facts)
        return moment is not None and facts.now >= moment

    return Guard(
        key="term_over",
        reason=Text("期限未届满，或尚未起算。", "The period has not ended, or has not begun."),
        supplied_by=CLOCK,
        holds=holds,
        passing=replace(sound, now=FAR_OFF),
        failing=replace(sound, now=sound.entered_at),
    )

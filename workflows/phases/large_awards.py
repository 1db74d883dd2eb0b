"""报省政府: an award above the sum that its call names needs, besides the minutes, the reply (批复)
of the provincial government (domain §1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from workflows.engine.facts import Facts
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.guards.large_awards import no_large_award, some_large_award

F = TypeVar("F", bound=Facts)

REPLY_NUMBER = Ask(
    "reply_number",
    Text("省政府批复文号", "Provincial government approval number"),
    hint=Text(
        "超出报批标准的项目须先报省政府",
        "Projects above the set amount must first be submitted to the provincial government",
    ),
    most=60,
)
REPLY_DATE = Ask("reply_date", Text("批复日期", "Approval date"), AskKind.DATE, has_come=True)


def reported(award: Transition[F], of: F) -> tuple[Transition[F], Transition[F]]:
    """A move that awards, once with the reply and once without one; the facts say which it is."""
    return (
        replace(
            award,
            guards=(*award.guards, some_large_award(of)),
            asks=(*award.asks, REPLY_NUMBER, REPLY_DATE),
        ),
        replace(award, guards=(*award.guards, no_large_award(of))),
    )

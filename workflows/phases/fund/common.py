"""What the moves of a fund share."""

from __future__ import annotations

from typing import Any

from workflows.engine.effects import Notify
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.hands import FINANCE, PI, UNIT, UNIT_FINANCE

LIVE = ("normal", "frozen")
UNSETTLED = "balance_due"
"""Concluded, terminated or failed, and what was not spent is still with the unit."""
SPENDING_IN = (*LIVE, UNSETTLED)
OWING = ("recovering", "demanded", "defaulted")
OWED = (*OWING, "referred")
"""States in which money is owed: referred to court or treasury, it is owed still."""
ARCHIVED = "archived"
OVER = ("recovered", "written_off", "referred")
TOLD = PI | UNIT | UNIT_FINANCE
ASK_FOR_BALANCE = Notify("balance_to_settle", UNIT_FINANCE | FINANCE)
AMOUNT = Ask("amount", Text("金额", "Amount"), AskKind.MONEY)


def staying(states: tuple[str, ...], **move: Any) -> tuple[Transition[Any], ...]:
    """A move that leaves its case in whichever of these states it is."""
    return tuple(Transition(source=(state,), target=state, **move) for state in states)

"""What comes back after a call or a race is over goes to the treasury, recorded by one of finance
and confirmed by another: R18, J20, I3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import Ask, AskKind, Guard, Transition
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.guards.examples import CALL
from workflows.guards.late_money import no_award_is_to_come, nobody_wins_it_back
from workflows.hands import FINANCE, OFFICER
from workflows.phases.fund.common import staying
from workflows.roles import Role

AFTER_A_CALL = ("decided",)
AFTER_A_LIST = ("concluded", "cancelled")
CALL_OVER = (*AFTER_A_CALL, *AFTER_A_LIST)
"""States of a call whose budget goes back once nobody is to get any more of it."""

_RETURNED_ON = Ask(
    "returned_on",
    Text("交回财政日期", "Date returned to the treasury"),
    AskKind.DATE,
    has_come=True,
)
_REFERENCE = Ask("reference", Text("缴库凭证号", "Treasury voucher number"))


def returning_budget(states: tuple[str, ...]) -> tuple[Transition[CallFacts], ...]:
    """What is left of the budget of a call."""
    guards = (*nobody_wins_it_back("call", of=CALL), no_award_is_to_come)
    clause = Text(
        "§3.6、J20 · 下达后结余、退回或撤销的经费，交回财政",
        "§3.6, J20 · money left over, refunded or cancelled after awards are issued goes back to "
        "the treasury",
    )
    return returning(states, guards, "return_budget", clause)


def returning(
    states: tuple[str, ...], guards: Iterable[Guard[Any]], act: str, clause: Text
) -> tuple[Transition[Any], ...]:
    return staying(
        states,
        name="return_late_money",
        label=Text(
            "登记结束后到账经费交回财政", "Record money returned to the treasury after the end"
        ),
        roles=FINANCE,
        approvals=(Role.FINANCE,),
        guards=tuple(guards),
        asks=(_RETURNED_ON, _REFERENCE),
        effects=(Apply(act), Notify("late_money_returned", FINANCE | OFFICER)),
        moves_money=True,
        clause=clause,
    )

"""How a message reaches its reader: what must go by mail at once, and what an office may hold back.

Both follow from the transitions. A message that is told to a party in the same move as a letter
serves that letter; whoever is served learns of it whatever was chosen (domain §4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.engine.effects import Notify, SendLetter
from workflows.engine.model import Transition, Workflow
from workflows.parts.messages import MESSAGES
from workflows.parts.messages.topics import ACCOUNT
from workflows.registry import WORKFLOWS
from workflows.roles import Role

AT_ONCE, DAILY, NEVER = "at_once", "daily", "never"
WAYS = (AT_ONCE, DAILY, NEVER)

PARTIES = frozenset(
    {Role.APPLICANT, Role.UNIT_ADMIN, Role.UNIT_FINANCE, Role.DEMANDER, Role.RESPONDENT}
)
"""Whom letters are addressed to."""

_NEVER_HELD = frozenset({"objection", "appeal", "integrity_case"})
"""Supervision speaks for itself: no officer stands between it and a party (§3.4, §3.10)."""

_BEGINS_A_TERM = frozenset(
    {
        *(
            "call_amended",
            "call_stopped",
            "proposal_ended",
            "item_amended",
            "item_extended",
            "stage_extended",
        ),
        *("checkpoint_called", "race_halted", "race_resumed", "pause_to_ratify", "pause_lapsed"),
        *("finish_may_be_claimed", "final_extended"),
        *("extension_may_be_joined", "extension_declined", "extension_lapsed"),
        *("signing_wanted", "order_to_sign", "given_up", "lapsed", "bid_forfeited"),
        *("disqualified", "stage_results_published", "elimination_proposed", "target_adjusted"),
        *("acceptance_due", "acceptance_concluded", "acceptance_failed", "re_acceptance_wanted"),
        *("payment_frozen", "refund_defaulted", "project_suspended", "node_overdue"),
        *("hearing_served", "expert_invited", "argument_wanted"),
    }
)
"""Told without a letter: a term begins to run for the reader, or a right ends (C5, C13, B6)."""


def _told() -> Iterator[tuple[Workflow[Any], Transition[Any], Notify]]:
    for workflow in WORKFLOWS:
        for transition in workflow.transitions:
            for effect in transition.effects:
                if isinstance(effect, Notify):
                    yield workflow, transition, effect


SERVES_A_LETTER = frozenset(
    told.message
    for _workflow, transition, told in _told()
    if told.roles & PARTIES and any(isinstance(e, SendLetter) for e in transition.effects)
)

REQUIRED = SERVES_A_LETTER | _BEGINS_A_TERM | {ACCOUNT}
"""Goes by mail at once, whatever its reader chose."""

MAY_BE_HELD = frozenset(
    told.message
    for workflow, _transition, told in _told()
    if told.roles & PARTIES and workflow.key not in _NEVER_HELD
) - {told.message for workflow, _t, told in _told() if workflow.key in _NEVER_HELD}
"""Told to a party of a call: it waits as long as its call says, and its officer may hold it."""

assert not _BEGINS_A_TERM - MESSAGES.keys(), "a term begins with a message there is"


def way_of(kind: str, topic: str | None, chosen: Mapping[str, str]) -> str:
    """How a message of this kind goes by mail to somebody who chose so for each topic."""
    if kind in REQUIRED or topic is None:
        return AT_ONCE
    return chosen.get(topic, AT_ONCE)


def minutes_held(kind: str, rules: Mapping[str, int]) -> int:
    """How long a message of a call waits before it goes; rules as in workflows.parameters."""
    if kind not in MAY_BE_HELD:
        return 0
    served = kind in SERVES_A_LETTER
    return rules["letter_message_minutes" if served else "other_message_minutes"]

"""The pledge signed anew when a party to it has changed: J11, B15."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import contract as rule
from workflows.guards.pledge import pledge_waits_for_signing
from workflows.hands import CLOCK, OFFICER, PI, TEAM
from workflows.roles import Role

_EVERYTHING_WAITS = Text(
    "J11 · 随变更批复；未重签不得进入下一节点、不得拨付",
    "J11 · with the approved change; until it is signed again, no milestone can start and nothing "
    "is paid",
)
_MONEY_WAITS = Text(
    "J11、I8 · 随变更批复；未重签不得拨付；节点考核各队同期，不因一队未签而推迟",
    "J11, I8 · with the approved change; nothing is paid until it is signed again; checkpoints "
    "are the same for every team and do not wait",
)


def renewing(*others: Role, in_a_race: bool = False) -> tuple[Transition[ProjectFacts], ...]:
    """The leader and `others` sign the new version; until then no milestone, payment or test.

    In a race only the money waits: all teams have one deadline (I8), and a team that could not
    hand in its evidence would be given nought (R5) for a signature that may be another side's.
    """
    signers = PI | frozenset(others)
    message = "pledge_to_sign_anew_in_a_race" if in_a_race else "pledge_to_sign_anew"
    return tuple(
        transition
        for state in ("active", "suspended")
        for transition in (
            Transition(
                name="call_for_signatures",
                label=Text("通知重签军令状", "Ask for the pledge to be signed again"),
                source=(state,),
                target=state,
                roles=CLOCK,
                guards=(pledge_waits_for_signing,),
                effects=(Notify(message, signers),),
                clause=_MONEY_WAITS if in_a_race else _EVERYTHING_WAITS,
            ),
            Transition(
                name="sign_anew",
                label=Text("重签军令状和任务书", "Sign the pledge and the contract again"),
                source=(state,),
                target=state,
                roles=PI,
                approvals=others,
                guards=(pledge_waits_for_signing, rule.party_not_barred),
                effects=(
                    Apply("renew_contract"),
                    Apply("register_pledge"),
                    SendLetter("contract"),
                    SendLetter("pledge"),
                    Notify("pledge_signed_anew", TEAM | OFFICER),
                ),
                signature=True,
                clause=Text(
                    "J11 · 同一指标、新的各方，重新逐方签名",
                    "J11 · same metrics, new parties; every party signs again",
                ),
            ),
        )
    )

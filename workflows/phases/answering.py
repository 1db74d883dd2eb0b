"""A change is answered, by the office or by its meeting as the matrix says: §3.9, J8-J11."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Guard, Transition
from workflows.engine.text import Text
from workflows.facts import ChangeFacts
from workflows.guards import change as rule
from workflows.guards.examples import CHANGE
from workflows.hands import DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, OPINION, REASON
from workflows.phases.joining import STANDING
from workflows.phases.large_awards import reported

IN_OFFICE = ("office_review", "escalated")
NO_MORE_OPINIONS = Cascade("opinion", "close")
_SHARES_FOLLOW = (Cascade("share", "call_for_forwarding"), Cascade("share", "put_off_forwarding"))
_ORDERS_FOLLOW = (Cascade("payment", "follow_the_lead"), Cascade("payment", "await_unit"))
_ANSWERS = (
    (rule.is_no_extension, "change_reply"),
    (rule.is_extension, "extension_reply"),
)


def _granting(guard: Guard[ChangeFacts], letter: str) -> Transition[ChangeFacts]:
    return Transition(
        name="grant",
        label=Text("议定同意", "Approve at the executive meeting"),
        source=("deciding",),
        target="granted",
        roles=DECIDES,
        guards=(guard, rule.panel_agrees_to_lower, *STANDING),
        asks=(*MINUTES, REASON),
        effects=(
            Apply("make_contract_version"),
            *_SHARES_FOLLOW,
            *_ORDERS_FOLLOW,
            SendLetter(letter),
            NO_MORE_OPINIONS,
            Notify("change_answered", TEAM | OFFICER),
            Cascade("project", "call_for_signatures"),
        ),
        separation=("propose",),
        signature=True,
        clause=Text(
            "J8, J9, J11 · 形成任务书新版本；换负责人、牵头单位或最终用户的，军令状重签",
            "J8, J9, J11 · creates a new version of the contract; after a change of project "
            "leader, lead unit or end user, the pledge is signed again",
        ),
    )


ANSWERING: tuple[Transition[ChangeFacts], ...] = (
    Transition(
        name="approve",
        label=Text("处室批复同意", "Approve by the programme office"),
        source=IN_OFFICE,
        target="granted",
        roles=OFFICER,
        guards=(rule.is_for_the_office, *STANDING),
        asks=(REASON,),
        effects=(
            Apply("make_contract_version"),
            *_SHARES_FOLLOW,
            SendLetter("change_reply"),
            Notify("change_answered", TEAM),
        ),
        clause=Text("§3.9 · 处室批复", "§3.9 · decided by the programme office"),
    ),
    Transition(
        name="refuse",
        label=Text("处室批复不同意", "Refuse by the programme office"),
        source=IN_OFFICE,
        target="refused",
        roles=OFFICER,
        guards=(rule.is_for_the_office,),
        asks=(REASON,),
        effects=(SendLetter("change_reply"), Notify("change_answered", TEAM)),
        clause=Text("§3.9 · 处室批复", "§3.9 · decided by the programme office"),
    ),
    Transition(
        name="propose",
        label=Text("提请厅务会议定", "Put to the executive meeting"),
        source=IN_OFFICE,
        target="deciding",
        roles=OFFICER,
        guards=(
            rule.is_for_the_meeting,
            rule.lower_metrics_have_an_opinion,
            *STANDING,
        ),
        asks=(OPINION,),
        effects=(Notify("change_to_decide", DECIDES),),
        clause=Text("§3.9 · 报厅务会", "§3.9 · goes to the executive meeting"),
    ),
    *reported(_granting(rule.is_no_extension, "change_reply"), of=CHANGE),
    _granting(rule.is_extension, "extension_reply"),
    *(
        Transition(
            name="reject",
            label=Text("议定不同意", "Refuse at the executive meeting"),
            source=("deciding",),
            target="refused",
            roles=DECIDES,
            guards=(guard,),
            asks=(*MINUTES, REASON),
            effects=(
                SendLetter(letter),
                NO_MORE_OPINIONS,
                Notify("change_answered", TEAM | OFFICER),
            ),
            separation=("propose",),
            signature=True,
            clause=Text("§3.9 · 集体决定", "§3.9 · a collective decision"),
        )
        for guard, letter in _ANSWERS
    ),
)

"""The secret vote of a panel where scores leave proposals equal; domain §3.3."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ReviewGroupFacts
from workflows.guards import review as rule
from workflows.guards import voting
from workflows.hands import CHAIR, CLOCK, EXPERT, OFFICER
from workflows.parts.asks import REASON

_CLAUSE = Text(
    "§3.3 · 同分依次比技术分、中位数，仍相同的由专家组无记名投票",
    "§3.3 · ties are broken by technical score, then median, then a secret vote of the panel",
)

VOTING: tuple[Transition[ReviewGroupFacts], ...] = (
    Transition(
        name="open_vote",
        label=Text("发起无记名投票", "Open a secret vote"),
        source=("discussing",),
        target="discussing",
        roles=CHAIR,
        guards=(
            rule.every_review_signed,
            rule.no_signed_score_in_conflict,
            voting.no_vote_is_open,
            voting.scores_are_tied,
        ),
        effects=(Apply("open_vote"), Notify("vote_open", EXPERT)),
        clause=_CLAUSE,
    ),
    Transition(
        name="count_vote",
        label=Text("结束投票并计票", "Close the vote and count"),
        source=("discussing",),
        target="discussing",
        roles=CHAIR,
        guards=(voting.vote_is_open, voting.enough_have_voted),
        effects=(Apply("count_vote"),),
        clause=_CLAUSE,
    ),
    Transition(
        name="cancel_vote",
        label=Text("取消投票", "Cancel the vote"),
        source=("discussing",),
        target="discussing",
        roles=CHAIR | OFFICER,
        guards=(voting.vote_is_open,),
        asks=(REASON,),
        effects=(Apply("cancel_vote"),),
        clause=Text(
            "§3.3 · 取消须说明理由，已投的票作废",
            "§3.3 · a reason is required; votes already cast are void",
        ),
    ),
    Transition(
        name="void_vote",
        label=Text("投票作废", "Vote void"),
        source=("discussing",),
        target="discussing",
        roles=CLOCK,
        guards=(voting.some_vote_is_unsound,),
        effects=(Apply("void_vote"), Notify("vote_voided", CHAIR | EXPERT)),
        clause=Text(
            "§3.2、§3.3 · 投票专家的评分不再计入的，投票作废",
            "§3.2, §3.3 · the vote is void if a voting expert's scores no longer count",
        ),
    ),
)

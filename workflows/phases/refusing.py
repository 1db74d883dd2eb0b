"""A demand side that does not sign with the winner gives its reason, the winner answers, and the
executive meeting decides: nobody chooses an alternate by refusing (B10, B13)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import After, Ask, AskKind, At, State, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import refusing as rule
from workflows.guards.examples import PROJECT
from workflows.guards.in_time import in_time
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER, PI, TEAM
from workflows.parts.asks import MINUTES, REASON

USER_REFUSED = State(
    "user_refused",
    Text("发榜单位未签，待议定", "Not signed by the demand-side unit, to be decided"),
    waits_on=PI | DECIDES,
    due=After("deliberate_days"),
)
ANSWER = Ask("answer", Text("申述意见", "Answer to the refusal"), AskKind.PARAGRAPH)

_ALL_SIDES = TEAM | DEMANDER | OFFICER

REFUSING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="refuse_to_sign",
        label=Text("拒签并说明理由", "Refuse to sign, giving reasons"),
        source=("contracting",),
        target="user_refused",
        roles=DEMANDER,
        guards=(rule.user_refuses_once,),
        asks=(REASON,),
        effects=(Notify("user_refused_to_sign", TEAM | OFFICER | DECIDES),),
        signature=True,
        clause=Text(
            "B13、B10 · 发榜单位拒签须书面说明、可复核，由厅务会议定，不得以此自选候补",
            "B13, B10 · a refusal by the demand-side unit is written and reviewable and goes to "
            "the executive meeting; the unit cannot choose an alternate by it",
        ),
    ),
    Transition(
        name="leave_to_meeting",
        label=Text("发榜单位逾期未签，提请厅务会", "Not signed in time by the demand-side unit"),
        source=("contracting",),
        target="user_refused",
        roles=CLOCK,
        guards=(rule.user_alone_keeps_it,),
        effects=(Notify("user_did_not_sign", _ALL_SIDES | DECIDES),),
        due=At("lapse_at"),
        clause=Text(
            "B13 · 只差发榜单位签名的，中榜不因期满失效",
            "B13 · if only the demand-side unit has not signed, the award does not lapse with time",
        ),
    ),
    Transition(
        name="answer_refusal",
        label=Text("申述", "Answer the refusal"),
        source=("user_refused",),
        target="user_refused",
        roles=PI,
        guards=(in_time(PROJECT, rule.ANSWERED_BY),),
        asks=(ANSWER,),
        until=rule.ANSWERED_BY,
        effects=(Notify("refusal_answered", DECIDES | OFFICER | DEMANDER),),
        clause=Text(
            "B13 · 中榜方对拒签申述，议定前听取",
            "B13 · the winning bidder answers the refusal and is heard before the decision",
        ),
    ),
    Transition(
        name="overrule_refusal",
        label=Text("拒签理由不成立，继续签订", "Overrule: signing continues"),
        source=("user_refused",),
        target="contracting",
        roles=DECIDES,
        guards=(rule.winner_was_heard,),
        asks=(*MINUTES, REASON),
        effects=(Notify("refusal_overruled", _ALL_SIDES),),
        signature=True,
        clause=Text(
            "B13 · 拒签理由不成立，签订期限重新计算",
            "B13 · the reasons are insufficient; the time to sign starts again",
        ),
    ),
    Transition(
        name="uphold_refusal",
        label=Text("同意拒签，由候补递补", "Accept the refusal: call the alternate"),
        source=("user_refused",),
        target="lapsed",
        roles=DECIDES,
        guards=(rule.winner_was_heard,),
        asks=(*MINUTES, REASON),
        effects=(
            Notify("refusal_upheld", _ALL_SIDES),
            Apply("release_commitment"),
            Cascade("proposal", "forfeit"),
        ),
        signature=True,
        clause=Text(
            "B13 · 拒签理由成立，中榜失效，按名次递补",
            "B13 · the reasons are good: the award lapses and the next in rank is called",
        ),
    ),
    Transition(
        name="end_for_refusal",
        label=Text("发榜单位无故不签，终止该轮揭榜", "End this round: refused without good reason"),
        source=("user_refused",),
        target="lapsed",
        roles=DECIDES,
        guards=(rule.winner_was_heard,),
        asks=(*MINUTES, REASON),
        effects=(
            Notify("round_ended_by_refusal", _ALL_SIDES),
            Apply("release_commitment"),
            Cascade("item", "end_round"),
        ),
        signature=True,
        clause=Text(
            "B13、B9 · 发榜单位无正当理由拒不签订，不递补，榜题流榜后修订或撤榜",
            "B13, B9 · refused without good reason: no alternate is called, and the item is "
            "unclaimed, to be revised or delisted",
        ),
    ),
)

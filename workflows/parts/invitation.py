"""An invitation to a drawn expert: answered, or passed on to the substitute; domain §3.1, P8."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import After, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import InvitationFacts
from workflows.guards import invitation as rule
from workflows.hands import CLOCK, EXPERT, MANAGER
from workflows.parts.asks import REASON

_LATEST = After("invitation_days")

INVITATION = Workflow(
    key="invitation",
    version=1,
    label=Text("专家邀请", "Expert invitation"),
    facts=InvitationFacts,
    clause=Text("domain §3.1", "domain §3.1"),
    states=(
        State("sent", Text("待答复", "Waiting for an answer"), Kind.START, EXPERT, _LATEST),
        State("accepted", Text("已接受", "Accepted"), waits_on=CLOCK, due=After("draw_days")),
        State("serving", Text("已进入评审", "In review"), Kind.FINAL),
        State("declined", Text("已谢绝", "Declined"), Kind.FINAL),
        State("lapsed", Text("逾期未答复", "Not answered in time"), Kind.FINAL),
        State("recused", Text("已回避", "Stood aside"), Kind.FINAL),
        State("closed", Text("已取消", "Cancelled"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="accept",
            label=Text("接受邀请", "Accept"),
            source=("sent",),
            target="accepted",
            roles=EXPERT,
            guards=(rule.panel_waits, rule.no_known_conflict),
            clause=Text("§3.1 · 专家答复邀请", "§3.1 · the expert answers the invitation"),
        ),
        Transition(
            name="decline",
            label=Text("谢绝邀请", "Decline"),
            source=("sent", "accepted"),
            target="declined",
            roles=EXPERT,
            guards=(rule.panel_waits,),
            asks=(REASON,),
            effects=(Apply("vacate_seat"), Notify("invitation_declined", MANAGER)),
            clause=Text(
                "§3.1 · 谢绝后由候补专家替补",
                "§3.1 · if the expert declines, a substitute takes the seat",
            ),
        ),
        Transition(
            name="lapse",
            label=Text("逾期未答复", "Not answered in time"),
            source=("sent",),
            target="lapsed",
            roles=CLOCK,
            guards=(rule.panel_waits,),
            effects=(Apply("vacate_seat"), Notify("invitation_lapsed", EXPERT | MANAGER)),
            due=_LATEST,
            clause=Text(
                "§3.1 · 逾期未答复由候补专家替补",
                "§3.1 · if there is no answer in time, a substitute takes the seat",
            ),
        ),
        Transition(
            name="recuse",
            label=Text("查出回避情形", "Conflict of interest found"),
            source=("sent", "accepted"),
            target="recused",
            roles=CLOCK | MANAGER,
            guards=(rule.panel_waits, rule.conflict_has_come_up),
            effects=(
                Apply("vacate_seat"),
                Notify("invitation_recused", EXPERT),
                Notify("invited_expert_recused", MANAGER),
            ),
            clause=Text(
                "§3.2 · 回避情形一经查出即替补",
                "§3.2 · the expert is replaced as soon as a conflict of interest is found",
            ),
        ),
        Transition(
            name="serve",
            label=Text("进入评审", "Review begins"),
            source=("sent", "accepted"),
            target="serving",
            roles=CLOCK,
            clause=Text(
                "P8 · 评审开始，逐项声明回避并签署承诺书",
                "P8 · once the review begins, each expert declares conflicts for each proposal "
                "and signs the pledge",
            ),
        ),
        Transition(
            name="cancel",
            label=Text("随评审组取消", "Cancel with the panel"),
            source=("sent", "accepted"),
            target="closed",
            roles=CLOCK,
            effects=(Notify("invitation_withdrawn", EXPERT),),
            clause=Text("§3.1 · 评审组解散", "§3.1 · the panel is dissolved"),
        ),
    ),
)

"""From the decision over the notice to the approval: P13-P18."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import deciding as rule
from workflows.guards import late_conflict
from workflows.guards import proposal as usual
from workflows.guards.examples import PROPOSAL
from workflows.hands import CLOCK, DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, REASON
from workflows.parts.states import waiting
from workflows.phases.held_up import HELD_UP
from workflows.phases.large_awards import reported
from workflows.phases.late_conflict import LATE_CONFLICT

ON_NOTICE = waiting(
    *("notice", "公示中", "On public notice"),
    CLOCK,
    At("notice_ends_at"),
    first=(rule.not_left_to_supervision, rule.not_left_uncleared, rule.not_left_to_its_unit),
)

_PROMOTE: Transition[ProposalFacts] = Transition(
    name="promote",
    label=Text("备选递补", "Promote a reserve"),
    source=("reserve",),
    target="reserve",
    roles=DECIDES,
    guards=(
        rule.not_promoted,
        usual.call_stands_not_still,
        rule.place_is_free,
        usual.not_barred,
        rule.reserve_within_running_limits,
    ),
    asks=(*MINUTES, REASON),
    signature=True,
    effects=(Notify("reserve_promoted", OFFICER),),
    moves_money=True,
    clause=Text(
        "P17 · 递补须单独公示，公示前不告知结果",
        "P17 · a promoted reserve has its own public notice; the result is not disclosed before "
        "then",
    ),
)

DECIDING: tuple[Transition[ProposalFacts], ...] = (
    # What was decided shows with the public notice and no sooner: until then whatever became of a
    # proposal, it stands in the same state; so does a reserve that is promoted, until its own.
    Transition(
        name="await_notice",
        label=Text("等待公示", "Wait for the public notice"),
        source=("scored",),
        target="awaiting_notice",
        roles=CLOCK,
        clause=Text(
            "C11 · 名单已议定，公示前不告知结果",
            "C11 · the list is decided; results are not disclosed before the public notice",
        ),
    ),
    Transition(
        name="propose",
        label=Text("拟立项", "Propose an award"),
        source=("awaiting_notice", "reserve"),
        target="proposed",
        roles=CLOCK,
        guards=(rule.decided_as("propose"), usual.not_barred),
        moves_money=True,
        clause=Text("P13 · 按厅务会议定", "P13 · as decided by the executive meeting"),
    ),
    Transition(
        name="hold_in_reserve",
        label=Text("列入备选", "Place in reserve"),
        source=("awaiting_notice",),
        target="reserve",
        roles=CLOCK,
        guards=(rule.decided_as("reserve"),),
        clause=Text("P13 · 备选", "P13 · reserve"),
    ),
    Transition(
        name="drop",
        label=Text("不予立项", "Do not award"),
        source=("awaiting_notice",),
        target="not_selected",
        roles=CLOCK,
        guards=(rule.decided_as("drop"),),
        effects=(Notify("left_out", TEAM),),
        clause=Text(
            "P13、C12 · 未入选；公示期满后发不予立项通知书",
            "P13, C12 · not selected; a rejection letter follows when the public notice ends",
        ),
    ),
    Transition(
        name="refuse_award",
        label=Text("不予立项", "Do not award"),
        source=("scored", "awaiting_notice"),
        target="not_selected",
        roles=CLOCK,
        guards=(rule.decided_as("drop"),),
        effects=(SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
        clause=Text(
            "C9、C11 · 评审后均不立项，议定即发不予立项通知书",
            "C9, C11 · no award after review; the rejection letter is issued with the decision",
        ),
    ),
    Transition(
        name="refuse_award",
        label=Text("不予立项", "Do not award"),
        source=("not_selected",),
        target="not_selected",
        roles=CLOCK,
        guards=(rule.not_answered_yet,),
        effects=(SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
        clause=Text(
            "C12 · 公示期满，未入选者发不予立项通知书",
            "C12 · after the public notice, unsuccessful applicants get a rejection letter",
        ),
    ),
    *reported(_PROMOTE, of=PROPOSAL),
    Transition(
        name="release_reserve",
        label=Text("备选失效", "Reserve expires"),
        source=("reserve",),
        target="not_selected",
        roles=CLOCK,
        guards=(rule.not_promoted,),
        effects=(SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
        due=At("reserve_until"),
        clause=Text("P13 · 备选到期失效", "P13 · the reserve expires"),
    ),
    Transition(
        name="publish_notice",
        label=Text("列入公示", "Put on public notice"),
        source=("proposed",),
        target="notice",
        roles=CLOCK,
        guards=(usual.call_stands_not_still, usual.not_barred),
        clause=Text(
            "P14 · 随公示发布，再审诚信",
            "P14 · with publication of the notice; integrity is checked again",
        ),
    ),
    # What is done about an objection is done with the objection, on its own page and with its words
    # and minutes; the proposal only follows.
    Transition(
        name="admit_objection",
        label=Text("异议受理冻结", "Hold for an admitted objection"),
        source=("notice", "objection"),
        target="objection",
        roles=CLOCK,
        clause=Text("P15 · 只冻结本项目", "P15 · only this proposal is put on hold"),
    ),
    Transition(
        name="reject_objection",
        label=Text("异议不成立", "Objection rejected"),
        source=("objection",),
        target="notice",
        roles=CLOCK,
        guards=(rule.no_other_objection,),
        clause=Text(
            "P16 · 恢复公示，期满即立项",
            "P16 · the public notice resumes; the award follows when it ends",
        ),
    ),
    Transition(
        name="reject_objection",
        label=Text("异议不成立", "Objection rejected"),
        source=("objection",),
        target="objection",
        roles=CLOCK,
        guards=(rule.another_objection,),
        clause=Text(
            "P16 · 另有异议在核查，继续冻结",
            "P16 · another objection is being investigated, so the hold continues",
        ),
    ),
    *(
        Transition(
            name="uphold_objection",
            label=Text("异议成立", "Objection upheld"),
            source=("objection",),
            target=target,
            roles=CLOCK,
            guards=(rule.objection_ends_in(outcome),),
            effects=effects,
            clause=Text("P17 · 按处理决定", "P17 · as decided on the objection"),
        )
        for outcome, target, effects in (
            ("disqualify", "disqualified", (Apply("file_offence_clue"),)),
            (
                "not_select",
                "not_selected",
                (SendLetter("non_award_letter"), Notify("not_selected", TEAM)),
            ),
            (
                "re_review",
                "re_review",
                (Apply("void_result"), Notify("re_review_ordered", OFFICER)),
            ),
            ("amend", "awaiting_notice", ()),
        )
    ),
    Transition(
        name="approve",
        label=Text("立项", "Make the award"),
        source=("notice",),
        target="approved",
        roles=CLOCK,
        guards=(
            usual.call_stands_not_still,
            rule.stands_on_notice,
            rule.notice_is_over,
            rule.no_open_objection,
            rule.award_not_barred,
            rule.award_owes_nothing,
            late_conflict.no_score_fell_since,
        ),
        effects=(
            Apply("open_project"),
            SendLetter("award_letter"),
            Notify("approved", TEAM),
        ),
        due=At("notice_ends_at"),
        moves_money=True,
        clause=Text(
            "P18 · 公示期满无异议即立项",
            "P18 · awarded if the public notice ends without an objection",
        ),
    ),
    *LATE_CONFLICT,
    *HELD_UP,
)

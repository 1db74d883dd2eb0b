"""From the award to the signed contract (任务书), or its lapse: J1-J2."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import contract as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, PI, PLANNING, TEAM, UNIT
from workflows.parts.asks import MINUTES, REASON
from workflows.roles import Role

_PLACE_IS_FREE = (Apply("release_commitment"), Notify("place_became_free", DECIDES))

CONTRACTING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="sign_contract",
        label=Text("签订任务书", "Sign the contract"),
        source=("contracting",),
        target="active",
        roles=PI,
        approvals=(Role.UNIT_ADMIN, Role.PLANNING_OFFICER),
        guards=(
            rule.contract_drafted,
            rule.milestones_measurable,
            rule.metrics_not_lowered,
            rule.matching_proven,
            rule.party_not_barred,
            rule.leader_within_running_limits,
            rule.indirect_within_cap,
        ),
        effects=(
            Apply("bring_contract_into_force"),
            Apply("plan_milestones"),
            Apply("register_pledge"),
            Apply("order_payment"),
            SendLetter("contract"),
            Notify("contract_signed", TEAM | OFFICER),
        ),
        moves_money=True,
        signature=True,
        clause=Text(
            "J1 · 负责人、单位、厅三方签订",
            "J1 · signed by the project leader, the unit and the office",
        ),
    ),
    Transition(
        name="return_contract",
        label=Text("退回修改任务书", "Return the contract for changes"),
        source=("contracting",),
        target="contracting",
        roles=UNIT | PLANNING,
        asks=(REASON,),
        effects=(Notify("contract_returned", PI),),
        clause=Text(
            "J1 · 签订前退回，已有签名作废",
            "J1 · returned before signing; signatures already given are void",
        ),
    ),
    Transition(
        name="permit_lowering",
        label=Text("议定降低指标", "Allow lower metrics"),
        source=("contracting",),
        target="contracting",
        roles=DECIDES,
        guards=(rule.metrics_are_lowered,),
        asks=(*MINUTES, REASON),
        effects=(Apply("permit_lowering"), Notify("lowering_permitted", TEAM)),
        signature=True,
        clause=Text(
            "§3.9 · 指标非经厅务会议定不得降低",
            "§3.9 · metrics can be lowered only by decision of the executive meeting",
        ),
    ),
    Transition(
        name="refuse_lowering",
        label=Text("不同意降低指标", "Refuse lower metrics"),
        source=("contracting",),
        target="contracting",
        roles=DECIDES,
        guards=(rule.lowering_wanted,),
        asks=(*MINUTES, REASON),
        effects=(Apply("refuse_lowering"), Notify("lowering_refused", TEAM)),
        signature=True,
        clause=Text(
            "§3.9 · 不同意降低的，负责人恢复指标后签订",
            "§3.9 · if refused, the project leader restores the metrics before signing",
        ),
    ),
    Transition(
        name="remind_of_signing",
        label=Text("提醒签订", "Remind of signing"),
        source=("contracting",),
        target="contracting",
        roles=CLOCK,
        guards=(rule.reminder_is_due, rule.leader_within_running_limits),
        effects=(Notify("signing_wanted", TEAM),),
        due=At("remind_at"),
        clause=Text("J1 · 期满前提醒", "J1 · a reminder before the deadline"),
    ),
    # No term waits for the leader's other project: reserves wait for the place (P13).
    Transition(
        name="remind_of_limit",
        label=Text("提醒限项", "Remind of the limit on running projects"),
        source=("contracting",),
        target="contracting",
        roles=CLOCK,
        guards=(rule.reminder_is_due, rule.leader_above_running_limits),
        effects=(Notify("signing_held_up", TEAM | OFFICER),),
        due=At("remind_at"),
        clause=Text(
            "J1、§3.5 · 期满前提醒：因限项不能签订的，签订期限不顺延",
            "J1, §3.5 · a reminder before the deadline: if the limit prevents signing, the "
            "deadline is not extended",
        ),
    ),
    Transition(
        name="give_up",
        label=Text("放弃立项", "Give up the award"),
        source=("contracting",),
        target="lapsed",
        roles=UNIT,
        asks=(REASON,),
        effects=(Notify("given_up", PI | OFFICER), *_PLACE_IS_FREE),
        clause=Text(
            "J2 · 单位放弃，名额由备选递补", "J2 · given up by the unit; a reserve may be promoted"
        ),
    ),
    Transition(
        name="lapse",
        label=Text("逾期失效", "Award lapses"),
        source=("contracting",),
        target="lapsed",
        roles=CLOCK,
        effects=(Notify("lapsed", PI | OFFICER), *_PLACE_IS_FREE),
        due=At("lapse_at"),
        clause=Text(
            "J2 · 逾期未签，名额由备选递补", "J2 · not signed in time; a reserve may be promoted"
        ),
    ),
)

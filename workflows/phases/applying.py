"""From draft to recommendation: P1-P3, C6-C7."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import Ask, AskKind, At, Contended, Transition
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import applying as rule
from workflows.guards import proposal as usual
from workflows.guards.publicity import (
    publicised_inside,
    publicity_days_in_order,
    publicity_is_wanted,
)
from workflows.hands import CLOCK, PI, RECOMMENDER, TEAM, UNIT
from workflows.parts.asks import REASON

_PUBLICITY = (
    Ask("publicised_from", Text("公示起始日期", "First day of posting"), AskKind.DATE),
    Ask("publicised_to", Text("公示截止日期", "Last day of posting"), AskKind.DATE),
)

APPLYING: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="submit",
        label=Text("提交单位审核", "Submit for review by the unit"),
        source=("draft",),
        target="unit_review",
        roles=PI,
        guards=(
            rule.call_is_open,
            usual.form_complete,
            usual.files_complete,
            rule.members_confirmed,
            rule.pledge_signed,
            usual.within_limits,
            usual.not_barred,
        ),
        effects=(
            Apply("take_snapshot"),
            Apply("register_pledge"),
            Apply("tell_partners"),
            Notify("sealing_wanted", UNIT),
        ),
        until=At("close_at"),
        contends_for=frozenset({Contended.LEADER, Contended.LEAD_UNIT}),
        clause=Text(
            "P1 · 提交即固化版本，出具回执",
            "P1 · submission fixes the version and a receipt is issued",
        ),
    ),
    Transition(
        name="publicise_inside",
        label=Text("登记单位内部公示", "Record the internal posting"),
        source=("unit_review",),
        target="unit_review",
        roles=UNIT,
        guards=(publicity_is_wanted, rule.call_is_open, publicity_days_in_order),
        asks=_PUBLICITY,
        effects=(Apply("record_publicity_inside"),),
        contends_for=frozenset(),
        clause=Text(
            "P2 · 指南要求的，盖章前在单位内部公示",
            "P2 · if the call requires it, posted internally before sealing",
        ),
    ),
    Transition(
        name="unit_seal",
        label=Text("审核盖章", "Review and seal"),
        source=("unit_review",),
        target="recommend_review",
        roles=UNIT,
        guards=(rule.call_is_open, publicised_inside, usual.not_barred, usual.within_limits),
        effects=(Apply("confirm_leader"), Notify("recommending_wanted", RECOMMENDER)),
        until=At("close_at"),
        contends_for=frozenset({Contended.LEADER, Contended.LEAD_UNIT}),
        separation=("submit",),
        signature=True,
        clause=Text(
            "P2 · 法人单位审核盖章，截止前办理",
            "P2 · the legal-person unit reviews and seals before closing",
        ),
    ),
    Transition(
        name="unit_return",
        label=Text("退回负责人", "Return to the project leader"),
        source=("unit_review",),
        target="draft",
        roles=UNIT,
        asks=(REASON,),
        effects=(Apply("follow_merger"), Notify("returned", PI)),
        clause=Text("P2 · 单位退回", "P2 · returned by the unit"),
    ),
    Transition(
        name="recommend",
        label=Text("推荐", "Recommend"),
        source=("recommend_review",),
        target="formal_check",
        roles=RECOMMENDER,
        guards=(rule.recommending_is_open, rule.within_recommenders_quota),
        effects=(Apply("compare_with_others"),),
        until=At("recommend_until"),
        contends_for=frozenset({Contended.RECOMMENDER}),
        separation=("submit", "unit_seal"),
        clause=Text("P3 · 只推荐本辖区", "P3 · only within the recommender's own jurisdiction"),
    ),
    Transition(
        name="return_to_applicant",
        label=Text("退回修改", "Return for changes"),
        source=("recommend_review",),
        target="draft",
        roles=RECOMMENDER,
        guards=(rule.call_is_open,),
        asks=(REASON,),
        effects=(Apply("follow_merger"), Notify("returned", PI | UNIT)),
        clause=Text("P3 · 申报期内可退回", "P3 · can be returned while the call is open"),
    ),
    Transition(
        name="refuse_recommendation",
        label=Text("不予推荐", "Do not recommend"),
        source=("recommend_review",),
        target="not_recommended",
        roles=RECOMMENDER,
        guards=(rule.recommending_is_open,),
        asks=(REASON,),
        effects=(Notify("not_recommended", TEAM),),
        clause=Text("P3 · 不予推荐须说明理由", "P3 · a reason is required"),
    ),
    Transition(
        name="expire",
        label=Text("逾期", "Expire"),
        source=("draft", "unit_review"),
        target="expired",
        roles=CLOCK,
        guards=(rule.call_has_closed,),
        effects=(Notify("expired", PI),),
        due=At("close_at"),
        contends_for=frozenset(),
        clause=Text(
            "C6 · 截止时未提交盖章即逾期", "C6 · expires if not submitted and sealed by the close"
        ),
    ),
    Transition(
        name="miss_recommendation",
        label=Text("逾期未推荐", "Not recommended in time"),
        source=("recommend_review",),
        target="not_recommended",
        roles=CLOCK,
        guards=(rule.recommending_has_ended,),
        effects=(Notify("not_recommended", TEAM),),
        due=At("recommend_until"),
        clause=Text("C7 · 推荐期满未推荐", "C7 · not recommended by the end of the period"),
    ),
)

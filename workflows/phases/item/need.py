"""From the need to an item that may be posted: B1-B2."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards import need
from workflows.guards.item import change_is_material
from workflows.hands import CLOCK, DEMANDER, MANAGER, OFFICER
from workflows.parts.asks import OPINION, REASON
from workflows.roles import Role

CONCLUDE = Cascade("call", "conclude")
"""With its last item a list is settled."""
_BEFORE_THE_POSTING = ("draft", "need_submitted", "returned", "screened", "argued", "ready")

_STATED = (
    need.posting_complete,
    need.metrics_quantifiable,
    need.nodes_lie_ahead,
    need.money_within_list,
)
"""What holds of a need as it is handed in, made ready and, once posted, whenever it is changed."""
REWORDED = (*_STATED, need.promises_given)

NEED: tuple[Transition[ItemFacts], ...] = (
    *(
        Transition(
            name="submit_need",
            label=Text("提交需求", "Submit the need"),
            source=(state,),
            target="need_submitted",
            roles=DEMANDER,
            guards=(in_time, need.contact_belongs, *need.DEMANDER_STANDS, *REWORDED),
            effects=(Notify("need_submitted", OFFICER),),
            clause=clause,
        )
        for state, in_time, clause in (
            (
                "draft",
                need.list_collects_needs,
                Text(
                    "B1 · 承诺出资与首试首用；四项必备内容齐全",
                    "B1 · promises funding and first trial use; all four required parts are "
                    "complete",
                ),
            ),
            (
                "returned",
                need.list_takes_needs_back,
                Text(
                    "B2 · 退回完善的需求，榜单征求意见前可以再次提交",
                    "B2 · a returned need can be resubmitted until the list goes out for "
                    "consultation",
                ),
            ),
        )
    ),
    Transition(
        name="screen",
        label=Text("遴选通过", "Pass screening"),
        source=("need_submitted",),
        target="screened",
        roles=OFFICER,
        guards=(*need.DEMANDER_STANDS, need.posting_complete),
        asks=(OPINION,),
        clause=Text("B2 · 需求遴选", "B2 · screening of needs"),
    ),
    *(
        Transition(
            name="draw_argument",
            label=Text("抽取论证专家", "Draw the appraisal experts"),
            source=(state,),
            target=state,
            roles=MANAGER,
            approvals=(Role.DISCIPLINE,),
            guards=(*first, need.experts_are_wanting, need.argument_can_be_drawn),
            effects=(Apply("draw_argument"),),
            clause=Text(
                "B2、§3.1 · 论证专家随机抽取，回避发榜单位",
                "B2, §3.1 · drawn at random, without conflicts with the demand-side unit",
            ),
        )
        for state, first in (("screened", ()), ("revising", (change_is_material,)))
    ),
    Transition(
        name="argue",
        label=Text("论证通过", "Pass appraisal"),
        source=("screened",),
        target="argued",
        roles=OFFICER,
        guards=(need.argued_by_enough, need.every_test_carried),
        asks=(OPINION,),
        effects=(Notify("need_argued", DEMANDER),),
        clause=Text(
            "B2 · 真实、紧迫、企业自身难以解决、可量化，且非为特定对象设置",
            "B2 · real, urgent, beyond the enterprise's own means, quantifiable and not tailored "
            "to one bidder",
        ),
    ),
    Transition(
        name="make_ready",
        label=Text("列入拟发榜", "List as ready to post"),
        source=("argued",),
        target="ready",
        roles=OFFICER,
        guards=_STATED,
        clause=Text("B2 · 列入拟发榜", "B2 · listed as ready to post"),
    ),
    Transition(
        name="return_need",
        label=Text("退回修改", "Return for changes"),
        source=("need_submitted", "screened", "argued", "ready"),
        target="returned",
        roles=OFFICER,
        guards=(need.list_takes_needs_back,),
        asks=(REASON,),
        effects=(Notify("need_returned", DEMANDER),),
        clause=Text("B2 · 需求可退回完善", "B2 · a need can be returned for improvement"),
    ),
    Transition(
        name="refuse_need",
        label=Text("不予发榜", "Do not post"),
        source=("need_submitted", "screened", "argued", "returned", "ready"),
        target="delisted",
        roles=OFFICER,
        guards=(need.list_takes_needs_back,),
        asks=(REASON,),
        effects=(Notify("need_refused", DEMANDER), CONCLUDE),
        clause=Text("B2 · 遴选或论证未通过", "B2 · did not pass screening or appraisal"),
    ),
    Transition(
        name="withdraw_need",
        label=Text("撤回需求", "Withdraw the need"),
        source=_BEFORE_THE_POSTING,
        target="delisted",
        roles=DEMANDER,
        asks=(REASON,),
        effects=(Notify("need_withdrawn", OFFICER), CONCLUDE),
        clause=Text("B1 · 发榜前可撤回", "B1 · can be withdrawn before posting"),
    ),
    Transition(
        name="miss_list",
        label=Text("未列入本批榜单", "Not included in this list"),
        source=_BEFORE_THE_POSTING,
        target="delisted",
        roles=CLOCK,
        effects=(Notify("need_refused", DEMANDER),),
        clause=Text("B3 · 张榜时未备妥的需求", "B3 · not ready when the list was posted"),
    ),
)

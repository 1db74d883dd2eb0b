"""Vetted, evaluated, matched, selected, on notice: B10-B12."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards import item as rule
from workflows.guards.examples import ITEM
from workflows.guards.placing import EVERY_BID_JUDGED, SETTLED_AGAIN, some_unplaced
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER
from workflows.parts.asks import MINUTES, PLAN_MATCH
from workflows.phases.large_awards import reported

_ON_THE_WAY = ("matching", "selected", "notice", "order_signed")

_SELECT: Transition[ItemFacts] = Transition(
    name="select",
    label=Text("议定拟中榜", "Select a bid"),
    source=("matching",),
    target="selected",
    roles=DECIDES,
    guards=(
        rule.terms_are_agreed,
        rule.winner_not_barred,
        rule.winner_within_running_limits,
    ),
    asks=(*MINUTES, PLAN_MATCH),
    effects=(
        Apply("record_selection"),
        Cascade("proposal", "propose"),
        Notify("item_selected", DEMANDER | OFFICER),
    ),
    moves_money=True,
    signature=True,
    clause=Text("B11 · 厅务会议定拟中榜方", "B11 · the executive meeting selects the bid"),
)

JUDGING: tuple[Transition[ItemFacts], ...] = (
    Transition(
        name="finish_vetting",
        label=Text("资格审查结束", "End vetting"),
        source=("bid_closed",),
        target="vetted",
        roles=OFFICER,
        guards=(rule.vetting_finished, rule.some_accepted),
        clause=Text("B5 · 资格审查", "B5 · vetting"),
    ),
    Transition(
        name="finish_evaluation",
        label=Text("评榜结束", "End the evaluation"),
        source=("vetted",),
        target="evaluated",
        roles=OFFICER,
        guards=(*EVERY_BID_JUDGED, rule.some_above_line),
        effects=(
            Cascade("proposal", "shortlist"),
            Cascade("proposal", "drop_below_line"),
        ),
        clause=Text(
            "B10 · 专家评榜，用户席位不足三分之一",
            "B10 · evaluated by experts; end users hold less than a third of the seats",
        ),
    ),
    Transition(
        name="place_again",
        label=Text("复评后重定入围", "Set the shortlist after a re-review"),
        source=("evaluated",),
        target="evaluated",
        roles=OFFICER,
        guards=(*EVERY_BID_JUDGED, some_unplaced),
        effects=(
            Cascade("proposal", "shortlist"),
            Cascade("proposal", "drop_below_line"),
        ),
        clause=Text(
            "B10、P12 · 评榜结束后复评的，按复评结果定是否入围",
            "B10, P12 · re-reviewed after the evaluation: shortlisted or not from the new result",
        ),
    ),
    Transition(
        name="start_matching",
        label=Text("开始供需对接", "Start matching"),
        source=("evaluated",),
        target="matching",
        roles=OFFICER,
        guards=(
            *SETTLED_AGAIN,
            rule.user_opinions_given,
            rule.vetoes_reviewed,
            rule.a_candidate_is_left,
        ),
        effects=(
            Cascade("proposal", "begin_matching"),
            Cascade("proposal", "hold_in_reserve"),
        ),
        clause=Text(
            "B10-B11 · 用户意见齐全或逾期、否决已复核，按名次洽谈",
            "B10-B11 · end user opinions are in or overdue and vetoes are reviewed; negotiation "
            "in rank order",
        ),
    ),
    *reported(_SELECT, of=ITEM),
    Transition(
        name="put_on_notice",
        label=Text("进入公示", "Go on public notice"),
        source=("selected",),
        target="notice",
        roles=CLOCK,
        clause=Text("B12 · 公示", "B12 · public notice"),
    ),
    Transition(
        name="await_order",
        label=Text("签订军令状", "Start signing the pledge"),
        source=("notice",),
        target="order_signed",
        roles=CLOCK,
        effects=(Notify("order_to_sign", DEMANDER),),
        clause=Text(
            "B13 · 公示期满，签订军令状", "B13 · the public notice has ended; the pledge is signed"
        ),
    ),
    Transition(
        name="go_on",
        label=Text("按名次递补", "Call the next in rank"),
        source=_ON_THE_WAY,
        target="matching",
        roles=CLOCK,
        guards=(rule.nobody_in_play, rule.a_candidate_is_left),
        effects=(
            Cascade("proposal", "begin_matching"),
            Notify("next_in_rank", DEMANDER | OFFICER),
        ),
        clause=Text(
            "B11-B13 · 谈不拢、异议成立或拒签、逾期，即由下一名次递补，另行公示",
            "B11-B13 · no agreement, an objection upheld, or signing refused or late: the next in "
            "rank is called, with a separate public notice",
        ),
    ),
    Transition(
        name="go_on",
        label=Text("流榜", "Item unclaimed"),
        source=_ON_THE_WAY,
        target="unclaimed",
        roles=CLOCK,
        guards=(rule.nobody_in_play, rule.no_candidate_left),
        effects=(
            SendLetter("unclaimed_notice"),
            Notify("item_unclaimed", DEMANDER | OFFICER),
        ),
        clause=Text("B11 · 无人可递补即流榜", "B11 · unclaimed if nobody is left to call"),
    ),
    Transition(
        name="end_round",
        label=Text("发榜单位无故不签，流榜", "Unclaimed: refused by the demand-side unit"),
        source=("order_signed",),
        target="unclaimed",
        roles=CLOCK,
        effects=(
            Cascade("proposal", "end_with_item"),
            SendLetter("unclaimed_notice"),
            Notify("item_unclaimed", DEMANDER | OFFICER),
        ),
        clause=Text(
            "B13、B9 · 发榜单位无正当理由拒不签订，不由候补递补",
            "B13, B9 · refused by the demand-side unit without good reason: no alternate is called",
        ),
    ),
)

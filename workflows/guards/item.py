"""Rules of an item (榜题): the need, the posting, the evaluation; domain B1-B12."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards.examples import ITEM, LATER, LONG_AGO
from workflows.guards.lists import nothing_in
from workflows.roles import Role

ItemGuard = Guard[ItemFacts]

_DEMANDER = frozenset({Role.DEMANDER})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_CHECKER = frozenset({Role.FORMAL_CHECKER})
_EXPERT = frozenset({Role.EXPERT})
_DECIDES = frozenset({Role.DECISION_MAKER})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_CLOCK = frozenset({Role.SYSTEM_CLOCK})


list_collects_needs = ItemGuard(
    "list_collects_needs",
    Text("不在需求征集期内。", "Needs are not being collected now."),
    _OFFICER,
    lambda f: f.list_state == "collecting" and (f.needs_until is None or f.now < f.needs_until),
    replace(ITEM, needs_until=LATER),
    replace(ITEM, needs_until=LONG_AGO),
)
demander_may_post = nothing_in(
    ITEM,
    "demander_findings",
    "发榜单位不符合条件：{missing}。",
    "The demand side does not qualify: {missing}.",
    _DEMANDER,
    "demander_may_post",
)
promises_given = nothing_in(
    ITEM,
    "missing_promises",
    "发榜单位尚未承诺：{missing}。",
    "The demand side has not promised: {missing}.",
    _DEMANDER,
    "promises_given",
)
posting_complete = nothing_in(
    ITEM,
    "missing_parts",
    "榜单四项必备内容、最终用户等不齐全，不得张榜，缺少：{missing}。",
    "The posting lacks what every posting must state: {missing}.",
    _DEMANDER,
    "posting_complete",
)
metrics_quantifiable = nothing_in(
    ITEM,
    "metric_problems",
    "考核指标不可考核：{missing}。",
    "Metrics that cannot be tested: {missing}.",
    _DEMANDER,
    "metrics_quantifiable",
)
nodes_lie_ahead = nothing_in(
    ITEM,
    "nodes_passed",
    "时间节点须晚于今天，已过的：{missing}。",
    "Milestones lie ahead; these do not: {missing}.",
    _DEMANDER,
    "nodes_lie_ahead",
)
argument_can_be_drawn = nothing_in(
    ITEM,
    "draw_problems",
    "不能抽取论证专家：{missing}。",
    "No experts can be drawn: {missing}.",
    frozenset({Role.EXPERT_MANAGER}),
    "argument_can_be_drawn",
)


def _opinions_wanted(f: ItemFacts) -> Text:
    least, most = f.parameters["argument_experts_least"], f.parameters["argument_experts_most"]
    return Text(
        f"现有 {f.opinions} 份，须 {least} 至 {most} 份",
        f"{f.opinions} so far, {least} to {most} wanted",
    )


argued_by_enough = ItemGuard(
    "argued_by_enough",
    Text(
        "已签署的论证意见份数不合规定：{missing}。",
        "The signed opinions are not as many as the rules want: {missing}.",
    ),
    _EXPERT,
    lambda f: (
        f.parameters["argument_experts_least"]
        <= f.opinions
        <= f.parameters["argument_experts_most"]
    ),
    replace(ITEM, opinions=5),
    ITEM,
    lambda f: (_opinions_wanted(f),),
)
every_test_carried = nothing_in(
    ITEM,
    "failed_tests",
    "论证未通过：{missing}。",
    "The argument did not carry: {missing}.",
    _EXPERT,
    "every_test_carried",
)
before_close = ItemGuard(
    "before_close",
    Text("揭榜已截止。", "Bidding has closed."),
    _CLOCK,
    lambda f: f.close_at is not None and f.now < f.close_at,
    replace(ITEM, close_at=LATER),
    replace(ITEM, close_at=LONG_AGO),
)
close_reached = ItemGuard(
    "close_reached",
    Text("尚未到揭榜截止时间。", "The close of bidding has not come."),
    _CLOCK,
    lambda f: f.close_at is not None and f.now >= f.close_at,
    replace(ITEM, close_at=LONG_AGO),
    replace(ITEM, close_at=LATER),
)
something_changes = ItemGuard(
    "something_changes",
    Text("尚未起草更正内容。", "No amendment has been drafted."),
    _OFFICER,
    lambda f: bool(f.changes),
    replace(ITEM, changes=("考核要求",)),
    ITEM,
)
change_is_material = ItemGuard(
    "change_is_material",
    Text(
        "修订须有实质变化（目标、经费、时间或范围）方可重新张榜。",
        "A re-posting needs a material change of target, money, time or scope.",
    ),
    frozenset({Role.PROGRAMME_OFFICER, Role.DEMANDER}),
    lambda f: bool(f.material_changes),
    replace(ITEM, material_changes=("考核要求",)),
    ITEM,
)
a_round_is_left = ItemGuard(
    "a_round_is_left",
    Text("张榜轮次已用完，只能转换组织方式或撤榜。", "No round is left; convert or delist it."),
    _DECIDES,
    lambda f: f.round < f.parameters["rounds_most"],
    ITEM,
    replace(ITEM, round=2),
)
rounds_used_up = ItemGuard(
    "rounds_used_up",
    Text("尚可修订后重新张榜，轮次用完才转换组织方式。", "It can still be revised and re-posted."),
    _OFFICER,
    lambda f: f.round >= f.parameters["rounds_most"],
    replace(ITEM, round=2),
    ITEM,
)


def _may_extend(f: ItemFacts) -> bool:
    return f.bids == 0 and f.extension_allowed and not f.extended


extension_still_open = ItemGuard(
    "extension_still_open",
    Text("延期只有一次，已经用过或已经批准。", "There is one extension, used or allowed already."),
    _OFFICER,
    lambda f: not f.extended and not f.extension_allowed,
    ITEM,
    replace(ITEM, extended=True),
)
enough_bids = ItemGuard(
    "enough_bids",
    Text("揭榜数不足规定下限。", "There are too few bids."),
    _OFFICER,
    lambda f: f.bids >= f.parameters["min_bids"],
    replace(ITEM, bids=1),
    ITEM,
)
is_extended_now = ItemGuard(
    "is_extended_now",
    Text("没有批准延期，或已有人揭榜。", "No extension was allowed, or there are bids."),
    _OFFICER,
    _may_extend,
    replace(ITEM, extension_allowed=True),
    ITEM,
)
nobody_to_wait_for = ItemGuard(
    "nobody_to_wait_for",
    Text("揭榜数已够，或还可延期。", "There are enough bids, or an extension is left."),
    _OFFICER,
    lambda f: f.bids < f.parameters["min_bids"] and not _may_extend(f),
    ITEM,
    replace(ITEM, bids=1),
)
vetting_finished = nothing_in(
    ITEM,
    "in_vetting",
    "仍在资格审查中：{missing}。",
    "Still being vetted: {missing}.",
    _CHECKER,
    "vetting_finished",
)
some_accepted = ItemGuard(
    "some_accepted",
    Text("没有揭榜申请通过资格审查。", "No bid has passed the vetting."),
    _CHECKER,
    lambda f: f.accepted > 0,
    replace(ITEM, accepted=1),
    ITEM,
)
none_accepted = ItemGuard(
    "none_accepted",
    Text("有揭榜申请通过资格审查，不得宣布流榜。", "Some bid has passed; it is not unclaimed."),
    _OFFICER,
    lambda f: f.accepted == 0,
    ITEM,
    replace(ITEM, accepted=1),
)
every_bid_scored = nothing_in(
    ITEM,
    "unscored",
    "尚未完成评榜：{missing}。",
    "Not evaluated yet: {missing}.",
    frozenset({Role.PANEL_CHAIR, Role.PROGRAMME_OFFICER}),
    "every_bid_scored",
)
some_above_line = ItemGuard(
    "some_above_line",
    Text("没有揭榜申请达到分数线。", "No bid reaches the threshold."),
    _EXPERT,
    lambda f: f.above_line > 0,
    replace(ITEM, above_line=1),
    ITEM,
)
none_above_line = ItemGuard(
    "none_above_line",
    Text("有揭榜申请达到分数线，不得宣布流榜。", "Some bid reaches the threshold."),
    _OFFICER,
    lambda f: f.above_line == 0,
    ITEM,
    replace(ITEM, above_line=1),
)
user_opinions_given = nothing_in(
    ITEM,
    "opinions_missing",
    "用户意见尚未出具：{missing}。",
    "The user has not given an opinion on: {missing}.",
    _DEMANDER,
    "user_opinions_given",
)
vetoes_reviewed = nothing_in(
    ITEM,
    "vetoes_open",
    "用户否决意见尚未复核：{missing}。",
    "Vetoes of the user not reviewed yet: {missing}.",
    _DECIDES,
    "vetoes_reviewed",
)
a_candidate_is_left = ItemGuard(
    "a_candidate_is_left",
    Text("没有可洽谈的入围或候补者。", "No shortlisted or alternate bid is left."),
    _OFFICER,
    lambda f: f.candidates > 0,
    replace(ITEM, candidates=1),
    ITEM,
)
no_candidate_left = ItemGuard(
    "no_candidate_left",
    Text("尚有入围或候补者，不得宣布流榜。", "A shortlisted or alternate bid is left."),
    _OFFICER,
    lambda f: f.candidates == 0,
    ITEM,
    replace(ITEM, candidates=1),
)
nobody_in_play = nothing_in(
    ITEM,
    "in_play",
    "尚有洽谈、公示或签约中的揭榜方：{missing}。",
    "Still negotiating, on notice or signing: {missing}.",
    _OFFICER,
    "nobody_in_play",
)
terms_are_agreed = ItemGuard(
    "terms_are_agreed",
    Text("供需双方尚未就洽谈结果达成一致。", "The two sides have not agreed yet."),
    frozenset({Role.APPLICANT, Role.DEMANDER}),
    lambda f: f.terms_agreed,
    replace(ITEM, terms_agreed=True),
    ITEM,
)
winner_not_barred = nothing_in(
    ITEM,
    "integrity_findings",
    "诚信审核未通过：{missing}。",
    "The integrity check has findings: {missing}.",
    _SUPERVISOR,
    "winner_not_barred",
)

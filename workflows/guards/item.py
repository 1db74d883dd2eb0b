"""Rules of an item (榜题) once it is posted: bids, rounds, evaluation, matching; domain B4-B12."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards.examples import ITEM, LATER, LONG_AGO
from workflows.guards.shapes import at_least, below, forbids, has_come, nothing_in, requires
from workflows.hands import (
    CHAIR,
    CHECKER,
    CLOCK,
    DECIDES,
    DEMANDER,
    EXPERT,
    NOBODY,
    OFFICER,
    PI,
    SUPERVISOR,
)
from workflows.roles import Role

ItemGuard = Guard[ItemFacts]

before_close = ItemGuard(
    key="before_close",
    reason=Text("揭榜已截止。", "Bidding has closed."),
    supplied_by=CLOCK,
    holds=lambda f: f.close_at is not None and f.now < f.close_at,
    passing=replace(ITEM, close_at=LATER),
    failing=replace(ITEM, close_at=LONG_AGO),
)
close_reached = has_come(
    "close_at",
    of=ITEM,
    key="close_reached",
    reason=Text("尚未到揭榜截止时间。", "The closing time for bids has not been reached."),
    supplied_by=CLOCK,
)
something_changes = requires(
    "changes",
    of=ITEM,
    key="something_changes",
    reason=Text("尚未起草更正内容。", "No correction has been drafted."),
    supplied_by=OFFICER,
)
change_is_material = requires(
    "material_changes",
    of=ITEM,
    key="change_is_material",
    reason=Text(
        "修订须有实质变化（目标、经费、时间或范围）方可重新张榜。",
        "The item can be posted again only after a material change to its target, money, time or "
        "scope.",
    ),
    supplied_by=frozenset({Role.PROGRAMME_OFFICER, Role.DEMANDER}),
)
a_round_is_left = below(
    "round",
    "rounds_most",
    of=ITEM,
    key="a_round_is_left",
    reason=Text(
        "张榜轮次已用完，只能转换组织方式或撤榜。",
        "No posting rounds are left. The item can only be converted or delisted.",
    ),
    supplied_by=DECIDES,
)
rounds_used_up = at_least(
    "round",
    "rounds_most",
    of=ITEM,
    key="rounds_used_up",
    reason=Text(
        "尚可修订后重新张榜，轮次用完才转换组织方式。",
        "The item can still be revised and posted again. It is converted only when no "
        "rounds are left.",
    ),
    supplied_by=OFFICER,
)


def _may_extend(f: ItemFacts) -> bool:
    return f.bids == 0 and f.extension_allowed and not f.extended


extension_still_open = ItemGuard(
    key="extension_still_open",
    reason=Text(
        "延期只有一次，已经用过或已经批准。",
        "Only one extension is allowed, and it has been used or approved.",
    ),
    supplied_by=NOBODY,
    holds=lambda f: not f.extended and not f.extension_allowed,
    passing=ITEM,
    failing=replace(ITEM, extended=True),
)
enough_bids = at_least(
    "bids",
    "min_bids",
    of=ITEM,
    key="enough_bids",
    reason=Text("揭榜数不足规定下限。", "There are fewer bids than required."),
    supplied_by=OFFICER,
)
is_extended_now = ItemGuard(
    key="is_extended_now",
    reason=Text(
        "没有批准延期，或已有人揭榜。", "No extension was approved, or there is already a bid."
    ),
    supplied_by=OFFICER,
    holds=_may_extend,
    passing=replace(ITEM, extension_allowed=True),
    failing=ITEM,
)
nobody_to_wait_for = ItemGuard(
    key="nobody_to_wait_for",
    reason=Text(
        "揭榜数已够，或还可延期。", "There are enough bids, or an extension is still possible."
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.bids < f.parameters["min_bids"] and not _may_extend(f),
    passing=ITEM,
    failing=replace(ITEM, bids=1),
)
vetting_finished = nothing_in(
    "in_vetting",
    of=ITEM,
    key="vetting_finished",
    reason=Text("仍在资格审查中：{missing}。", "Still being vetted: {missing}."),
    supplied_by=CHECKER,
)
some_accepted = requires(
    "accepted",
    of=ITEM,
    key="some_accepted",
    reason=Text("没有揭榜申请通过资格审查。", "No bid passed vetting."),
    supplied_by=CHECKER,
)
none_accepted = forbids(
    "accepted",
    of=ITEM,
    key="none_accepted",
    reason=Text(
        "有揭榜申请通过资格审查，不得宣布流榜。",
        "A bid passed vetting, so the item cannot be declared unclaimed.",
    ),
    supplied_by=OFFICER,
)
every_bid_scored = nothing_in(
    "unscored",
    of=ITEM,
    key="every_bid_scored",
    reason=Text("尚未完成评榜：{missing}。", "Evaluation is not finished for: {missing}."),
    supplied_by=CHAIR | EXPERT,
)
every_bid_has_panel = nothing_in(
    "without_panel",
    of=ITEM,
    key="every_bid_has_panel",
    reason=Text(
        "尚未组建评审组的揭榜申请：{missing}。",
        "No panel has been formed for these bids: {missing}.",
    ),
    supplied_by=OFFICER,
)
some_above_line = requires(
    "above_line",
    of=ITEM,
    key="some_above_line",
    reason=Text("没有揭榜申请达到分数线。", "No bid reached the threshold."),
    supplied_by=EXPERT,
)
none_above_line = forbids(
    "above_line",
    of=ITEM,
    key="none_above_line",
    reason=Text(
        "有揭榜申请达到分数线，不得宣布流榜。",
        "A bid reached the threshold, so the item cannot be declared unclaimed.",
    ),
    supplied_by=OFFICER,
)
user_opinions_given = nothing_in(
    "opinions_missing",
    of=ITEM,
    key="user_opinions_given",
    reason=Text(
        "用户意见尚未出具：{missing}。", "The end user has not given an opinion on: {missing}."
    ),
    supplied_by=DEMANDER,
)
vetoes_reviewed = nothing_in(
    "vetoes_open",
    of=ITEM,
    key="vetoes_reviewed",
    reason=Text(
        "用户否决意见尚未复核：{missing}。",
        "The end user's veto has not been reviewed for: {missing}.",
    ),
    supplied_by=DECIDES,
)
a_candidate_is_left = requires(
    "candidates",
    of=ITEM,
    key="a_candidate_is_left",
    reason=Text(
        "没有可洽谈的入围或候补者。", "No shortlisted or alternate bid is left to negotiate with."
    ),
    supplied_by=OFFICER,
)
no_candidate_left = forbids(
    "candidates",
    of=ITEM,
    key="no_candidate_left",
    reason=Text(
        "尚有入围或候补者，不得宣布流榜。",
        "A shortlisted or alternate bid is left, so the item cannot be declared unclaimed.",
    ),
    supplied_by=OFFICER,
)
nobody_in_play = nothing_in(
    "in_play",
    of=ITEM,
    key="nobody_in_play",
    reason=Text(
        "尚有洽谈、公示或签约中的揭榜方：{missing}。",
        "These bids are still in negotiation, on public notice or waiting to sign: {missing}.",
    ),
    supplied_by=OFFICER,
)
terms_are_agreed = requires(
    "terms_agreed",
    of=ITEM,
    key="terms_are_agreed",
    reason=Text("供需双方尚未就洽谈结果达成一致。", "The two sides have not agreed terms."),
    supplied_by=frozenset({Role.APPLICANT, Role.DEMANDER}),
)
negotiation_is_over = ItemGuard(
    key="negotiation_is_over",
    reason=Text("供需双方尚未就洽谈结果达成一致。", "The two sides have not agreed terms."),
    supplied_by=frozenset({Role.APPLICANT, Role.DEMANDER}),
    holds=lambda f: f.terms_agreed or not f.in_play,
    passing=ITEM,
    failing=replace(ITEM, in_play=("测试单位",)),
)
"""Also where nobody negotiates: what holds up the next in rank is for the meeting to decide."""
winner_within_running_limits = nothing_in(
    "limit_findings",
    of=ITEM,
    key="winner_within_running_limits",
    reason=Text(
        "超出在研限项，不得拟中榜：{missing}。待其中一项结束或撤回后议定；或由厅务会议定不予中榜，由下一"
        "名次洽谈。",
        "This exceeds the limit on running projects, so the bid cannot be selected yet: "
        "{missing}. Decide once one of those ends or is withdrawn, or the executive meeting "
        "rejects this bid and the next in rank negotiates.",
    ),
    supplied_by=PI | DECIDES,
)
winner_not_barred = nothing_in(
    "integrity_findings",
    of=ITEM,
    key="winner_not_barred",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)

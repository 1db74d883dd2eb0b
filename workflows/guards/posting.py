"""Rules of a list (榜单), a call of 揭榜挂帅: domain §2.0 with B1-B3."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.call import CallGuard
from workflows.guards.examples import CALL, LATER, LONG_AGO
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import CLOCK, DECIDES, DEMANDER, OFFICER

collecting_over = CallGuard(
    key="collecting_over",
    reason=Text("需求征集期未满。", "Needs are still being collected."),
    supplied_by=CLOCK,
    holds=lambda f: f.needs_until is None or f.now >= f.needs_until,
    passing=replace(CALL, needs_until=LONG_AGO),
    failing=replace(CALL, needs_until=LATER),
)
has_ready_items = requires(
    "items_ready",
    of=CALL,
    key="has_ready_items",
    reason=Text("没有通过论证的榜题。", "No item has passed appraisal."),
    supplied_by=OFFICER,
)
ready_items_complete = nothing_in(
    "items_unready",
    of=CALL,
    key="ready_items_complete",
    reason=Text(
        "榜题缺少必备内容或者时间节点已过，不得张榜：{missing}。",
        "These items lack required content or have milestone dates in the past, so they cannot be "
        "posted: {missing}.",
    ),
    supplied_by=DEMANDER,
)
ceilings_within_budget = CallGuard(
    key="ceilings_within_budget",
    reason=Text(
        "各榜题财政出资上限合计超出本批经费总额。",
        "The public funding ceilings of the items exceed this call's budget.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.ceilings_sum <= f.budget,
    passing=CALL,
    failing=replace(CALL, ceilings_sum=1),
)
no_item_is_bound = nothing_in(
    "items_bound",
    of=CALL,
    key="no_item_is_bound",
    reason=Text(
        "下列榜题已有拟中榜方、已签约或正在评榜，不能整单撤销；请对其余榜题逐项撤榜：{missing}。",
        "These items have a selected bid, a signed contract or an evaluation in progress, so the "
        "whole list cannot be cancelled. Delist the other items one by one: {missing}.",
    ),
    supplied_by=DECIDES,
)
every_item_settled = nothing_in(
    "items_open",
    of=CALL,
    key="every_item_settled",
    reason=Text("尚有未了结的榜题：{missing}。", "These items are not closed: {missing}."),
    supplied_by=OFFICER,
)

"""Rules of a list (榜单), a call of 揭榜挂帅: domain §2.0 with B1-B3."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.text import Text
from workflows.guards.call import CallGuard
from workflows.guards.examples import CALL, LATER, LONG_AGO
from workflows.roles import Role

_OFFICER = frozenset({Role.PROGRAMME_OFFICER})

collecting_over = CallGuard(
    "collecting_over",
    Text("需求征集期未满。", "Needs are still being collected."),
    frozenset({Role.SYSTEM_CLOCK}),
    lambda f: f.needs_until is None or f.now >= f.needs_until,
    replace(CALL, needs_until=LONG_AGO),
    replace(CALL, needs_until=LATER),
)
has_ready_items = CallGuard(
    "has_ready_items",
    Text("没有通过论证的榜题。", "No item has been argued and made ready."),
    _OFFICER,
    lambda f: f.items_ready > 0,
    replace(CALL, items_ready=1),
    CALL,
)
ready_items_complete = CallGuard(
    "ready_items_complete",
    Text(
        "榜题缺少必备内容或者时间节点已过，不得张榜：{missing}。",
        "Items that may not be posted, for what they lack or milestones passed: {missing}.",
    ),
    frozenset({Role.DEMANDER}),
    lambda f: not f.items_unready,
    CALL,
    replace(CALL, items_unready=("某榜题：最终用户",)),
    lambda f: f.items_unready,
)
ceilings_within_budget = CallGuard(
    "ceilings_within_budget",
    Text(
        "各榜题财政出资上限合计超出本批经费总额。", "The ceilings of the items exceed the budget."
    ),
    _OFFICER,
    lambda f: f.ceilings_sum <= f.budget,
    CALL,
    replace(CALL, ceilings_sum=1),
)
no_item_is_bound = CallGuard(
    "no_item_is_bound",
    Text(
        "下列榜题已有拟中榜方、已签约或正在评榜，不能整单撤销，请对其余榜题逐项撤榜：{missing}。",
        "Items that have a winner or a panel at work keep the list from being cancelled; delist "
        "the others one by one: {missing}.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: not f.items_bound,
    CALL,
    replace(CALL, items_bound=("某榜题",)),
    lambda f: f.items_bound,
)
every_item_settled = CallGuard(
    "every_item_settled",
    Text("尚有未了结的榜题：{missing}。", "Items not settled yet: {missing}."),
    _OFFICER,
    lambda f: not f.items_open,
    CALL,
    replace(CALL, items_open=("某榜题",)),
    lambda f: f.items_open,
)

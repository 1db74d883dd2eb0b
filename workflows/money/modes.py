"""How an award is paid, and to whom: fixed by the call (后补助、分段补助、联合申报; S0)."""

from __future__ import annotations

from workflows.engine.text import Text

NODES, STAGED, AFTERWARDS = "nodes", "staged", "afterwards"

PAYMENT_MODES: dict[str, Text] = {
    NODES: Text("按节点拨付", "By milestone"),
    STAGED: Text(
        "分段补助（部分经费验收后按核定成本拨付）",
        "Staged subsidy (part paid after acceptance, on the audited cost)",
    ),
    AFTERWARDS: Text(
        "后补助（验收通过并核定成本后拨付）",
        "Subsidy afterwards (paid after acceptance, on the audited cost)",
    ),
}
"""Only open competition chooses. A claimed item is paid by the milestones that its pledge fixes,
the last part on success (B13, B17, §3.6), and a race by the results of its stages (§3.7): a subsidy
by audited cost would pay for effort where both pay for what was reached.
"""

BY_COST = frozenset({STAGED, AFTERWARDS})
"""Modes in which the last part is a subsidy of audited cost."""

LEAD, EACH = "lead", "each"

PAYEE_MODES: dict[str, Text] = {
    LEAD: Text("拨付牵头单位，由其转拨参加单位", "To the lead unit, which forwards to partners"),
    EACH: Text("直接拨付各单位", "Directly to each unit"),
}


def payment_modes_of(mechanism: str) -> tuple[str, ...]:
    return tuple(PAYMENT_MODES) if mechanism == "open_competition" else (NODES,)


def payee_modes_of(mechanism: str) -> tuple[str, ...]:
    """In a race the lead unit is paid, and forwards."""
    return (LEAD,) if mechanism == "parallel_teams" else tuple(PAYEE_MODES)


def beside_public(*, is_claimed: bool) -> Text:
    """What the money beside the public one is called: of a claimed item the demand side pays of it
    too (B1, B11)."""
    return _WITH_DEMANDER if is_claimed else _OWN


_OWN = Text("自筹资金", "Own funds")
_WITH_DEMANDER = Text(
    "配套资金（含发榜单位出资）", "Matching funds (including the demand-side unit’s)"
)


def subsidy_most(audited_cost: int, percent: int) -> int:
    """The most public money that audited cost carries, in 分; parts of a 分 are dropped."""
    return audited_cost * percent // 100

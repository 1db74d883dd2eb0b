"""What a payment may rest on, and in which states of that case the basis is in force (§3.6, I6)."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Basis:
    """`kind` is the case it rests on; the states named are those in which money may follow."""

    label: Text
    kind: str
    effective: frozenset[str]


_RUNNING = frozenset(
    {
        *("active", "node_check", "rectifying", "accept_due", "accept_applied"),
        *("accept_review", "re_accept", "passed", "concluded", "user_test"),
    }
)

BASES: dict[str, Basis] = {
    "contract": Basis(Text("任务书签订", "Contract signed"), "project", _RUNNING),
    "milestone": Basis(
        Text("节点考核通过", "Milestone passed"), "milestone", frozenset({"passed"})
    ),
    "stage": Basis(
        Text("节点结论生效", "Stage outcome in force"), "stage", frozenset({"effective", "closed"})
    ),
    "merger": Basis(Text("团队并入", "Team merged in"), "team", frozenset({"merged"})),
    "prize": Basis(Text("冲线奖励", "Finish prize"), "race", frozenset({"finished"})),
    "success": Basis(
        Text("验收通过或揭榜成功", "Acceptance passed or item successful"),
        "project",
        frozenset({"passed", "concluded"}),
    ),
    "appeal": Basis(Text("复查改正", "Corrected on appeal"), "appeal", frozenset({"upheld"})),
    "settlement": Basis(
        Text("终止结算", "Settlement on termination"),
        "project",
        frozenset({"terminated", "concluded", "failed"}),
    ),
}

BASIS_OF_KIND = {"project": "contract", "milestone": "milestone", "stage": "stage"}
"""The basis a case gives when its own move orders the next part."""

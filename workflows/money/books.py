"""The accounts of the house and the only ways money may flow between them (I3, I4, §3.6)."""

from __future__ import annotations

from enum import StrEnum

from workflows.engine.text import Text


class AccountKind(StrEnum):
    """Whose account it is follows in brackets; an account is named by its kind and its owner."""

    TREASURY = "treasury"  # (year)
    BUDGET = "budget"  # (call): granted to a call and not yet promised to anybody
    UNCOMMITTED = "uncommitted"  # (race): the pool of a race that no team has yet
    RING_FENCED = "ring_fenced"  # (race): kept for a team whose elimination is under appeal
    PRIZE = "prize"  # (race): kept for those who cross the line
    COMMITTED = "committed"  # (project): promised and not yet ordered
    ORDERED = "ordered"  # (project): on its way through order and batch
    IN_HAND = "in_hand"  # (project): paid out and not yet accounted for
    SPENT = "spent"  # (project): accounted for as eligible spending
    PARTNER_HELD = "partner_held"  # (share): with a partner and not yet accounted for
    PARTNER_SPENT = "partner_spent"  # (share): accounted for by a partner
    LOST = "lost"  # (project): written off


OF_RACE = frozenset({AccountKind.UNCOMMITTED, AccountKind.RING_FENCED, AccountKind.PRIZE})
OF_SHARE = frozenset({AccountKind.PARTNER_HELD, AccountKind.PARTNER_SPENT})
OF_PROJECT = (
    frozenset(AccountKind) - OF_RACE - OF_SHARE - {AccountKind.TREASURY, AccountKind.BUDGET}
)
"""Whose the accounts of a kind are."""

ACCOUNT_LABELS: dict[AccountKind, Text] = {
    AccountKind.TREASURY: Text("财政年度盘子", "Annual fiscal pool"),
    AccountKind.BUDGET: Text("指南经费", "Budget of the call"),
    AccountKind.UNCOMMITTED: Text("赛事未承诺经费", "Uncommitted money of the race"),
    AccountKind.RING_FENCED: Text("申诉期留存", "Ring-fenced during an appeal"),
    AccountKind.PRIZE: Text("冲线奖励", "Finish prize"),
    AccountKind.COMMITTED: Text("已承诺未下达", "Committed, not ordered"),
    AccountKind.ORDERED: Text("已下达未拨付", "Ordered, not paid"),
    AccountKind.IN_HAND: Text("已拨付未列支", "Paid, not yet spent"),
    AccountKind.SPENT: Text("已列支", "Spent"),
    AccountKind.PARTNER_HELD: Text("参加单位未列支", "With partners, not yet spent"),
    AccountKind.PARTNER_SPENT: Text("参加单位已列支", "Spent by partners"),
    AccountKind.LOST: Text("已核销", "Written off"),
}

MAY_BE_NEGATIVE = frozenset({AccountKind.TREASURY})
"""The treasury stands for the world outside: what it shows below zero is what it has granted."""


class Purpose(StrEnum):
    BUDGET = "budget"
    POOL = "pool"
    FENCE = "fence"
    UNFENCE = "unfence"
    COMMIT = "commit"
    RELEASE = "release"
    ORDER = "order"
    CANCEL = "cancel"
    PAY = "pay"
    SEND_BACK = "send_back"
    FORWARD = "forward"
    TAKE_BACK = "take_back"
    TAKE_OVER = "take_over"
    SPEND = "spend"
    DISALLOW = "disallow"
    REFUND = "refund"
    WRITE_OFF = "write_off"
    FIND_AGAIN = "find_again"
    RETURN = "return"


PURPOSE_LABELS: dict[Purpose, Text] = {
    Purpose.BUDGET: Text("下达指南经费", "Budget allocated to the call"),
    Purpose.POOL: Text("设立赛事经费", "Race money set up"),
    Purpose.FENCE: Text("申诉期留存", "Ring-fenced"),
    Purpose.UNFENCE: Text("解除预留", "Ring fence lifted"),
    Purpose.COMMIT: Text("立项承诺", "Committed"),
    Purpose.RELEASE: Text("释放承诺", "Commitment released"),
    Purpose.ORDER: Text("下达拨付单", "Payment ordered"),
    Purpose.CANCEL: Text("撤销拨付单", "Payment cancelled"),
    Purpose.PAY: Text("拨付", "Paid"),
    Purpose.SEND_BACK: Text("退汇冲回", "Returned by the bank"),
    Purpose.FORWARD: Text("转拨参加单位", "Forwarded to a partner"),
    Purpose.TAKE_BACK: Text("撤回转拨到账", "Partner's receipt withdrawn"),
    Purpose.TAKE_OVER: Text("参加单位接任牵头，并入牵头单位", "Partner became lead, money merged"),
    Purpose.SPEND: Text("列支", "Spent"),
    Purpose.DISALLOW: Text("核减列支", "Spending disallowed"),
    Purpose.REFUND: Text("退款", "Refunded"),
    Purpose.WRITE_OFF: Text("核销", "Written off"),
    Purpose.FIND_AGAIN: Text("撤回核销", "Write-off withdrawn"),
    Purpose.RETURN: Text("交回财政", "Returned to the treasury"),
}

_TREASURY = frozenset({AccountKind.TREASURY})
_SOURCES = frozenset({AccountKind.BUDGET, AccountKind.UNCOMMITTED})
_RACE = frozenset({AccountKind.UNCOMMITTED, AccountKind.PRIZE, AccountKind.RING_FENCED})
_BUDGET = frozenset({AccountKind.BUDGET})
_UNCOMMITTED = frozenset({AccountKind.UNCOMMITTED})
_RING_FENCED = frozenset({AccountKind.RING_FENCED})
_COMMITTED = frozenset({AccountKind.COMMITTED})
_ORDERED = frozenset({AccountKind.ORDERED})
_IN_HAND = frozenset({AccountKind.IN_HAND})
_PARTNER_HELD = frozenset({AccountKind.PARTNER_HELD})
_HELD = _IN_HAND | _PARTNER_HELD
_SPENT = frozenset({AccountKind.SPENT, AccountKind.PARTNER_SPENT})
_LOST = frozenset({AccountKind.LOST})

FLOWS: dict[Purpose, tuple[frozenset[AccountKind], frozenset[AccountKind]]] = {
    Purpose.BUDGET: (_TREASURY, _BUDGET),
    Purpose.POOL: (_BUDGET, _RACE),
    Purpose.FENCE: (_UNCOMMITTED, _RING_FENCED),
    Purpose.UNFENCE: (_RING_FENCED, _UNCOMMITTED),
    Purpose.COMMIT: (_BUDGET | _RACE, _COMMITTED),
    Purpose.RELEASE: (_COMMITTED, _SOURCES),
    Purpose.ORDER: (_COMMITTED, _ORDERED),
    Purpose.CANCEL: (_ORDERED, _COMMITTED),
    Purpose.PAY: (_ORDERED, _HELD),
    Purpose.SEND_BACK: (_HELD, _ORDERED),
    Purpose.FORWARD: (_IN_HAND, _PARTNER_HELD),
    Purpose.TAKE_BACK: (_PARTNER_HELD, _IN_HAND),
    Purpose.TAKE_OVER: (OF_SHARE, frozenset({AccountKind.IN_HAND, AccountKind.SPENT})),
    Purpose.SPEND: (_HELD, _SPENT),
    Purpose.DISALLOW: (_SPENT, _HELD),
    Purpose.REFUND: (_HELD, _SOURCES),
    Purpose.WRITE_OFF: (_HELD, _LOST),
    Purpose.FIND_AGAIN: (_LOST, _HELD),
    Purpose.RETURN: (_BUDGET | _RACE, _TREASURY),
}
"""Purpose: the kinds of account money leaves, and the kinds it reaches."""


def may_flow(purpose: Purpose, kind: AccountKind, amount: int) -> bool:
    """Whether an entry of this amount may stand on such an account under this purpose."""
    leaves, reaches = FLOWS[purpose]
    return kind in (leaves if amount < 0 else reaches)

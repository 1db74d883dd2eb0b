"""What is said of money under way: nothing is settled before it has come or come back (§3.6)."""

from __future__ import annotations

from workflows.engine.text import Text

UNFINISHED = Text(
    "尚有未办结的拨付单：{missing}。由厅财务办结、撤销或登记退汇。",
    "Payment orders are still open: {missing}. The finance team completes or cancels them, or "
    "records a bank return.",
)
UNCONFIRMED = Text(
    "款项已拨付、收款单位尚未确认：{missing}。由其财务确认到账或报告未到账。",
    "Paid but not confirmed by the payee: {missing}. The payee's finance team confirms receipt or "
    "reports that it was not received.",
)

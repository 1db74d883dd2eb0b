"""The money: the office's finance, the finance of units, and who may read the books."""

from app.web.finance import (
    accounts,
    batches,
    books,
    calls,
    funds,
    leverage,
    matching,
    ours,
    payments,
    pools,
    samples,
    shares,
)
from app.web.finance.blueprint import NAVIGATION, blueprint

__all__ = [
    "NAVIGATION",
    "accounts",
    "batches",
    "blueprint",
    "books",
    "calls",
    "funds",
    "leverage",
    "matching",
    "ours",
    "payments",
    "pools",
    "samples",
    "shares",
]

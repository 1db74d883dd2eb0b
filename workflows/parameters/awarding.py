"""Numbers of contracts and money: domain J1-J2, §3.6."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, PERCENT, Parameter

AWARDING: tuple[Parameter, ...] = (
    Parameter(
        "contract_days",
        Text("任务书签订期", "Time to sign the contract"),
        DAYS,
        30,
        5,
        120,
        "K · J1",
    ),
    Parameter(
        "contract_grace_days",
        Text("任务书签订宽限", "Grace period for signing"),
        DAYS,
        15,
        0,
        60,
        "K · J1",
    ),
    Parameter(
        "matching_percent_least",
        Text("自筹与财政资金比例下限", "Minimum ratio of own funds to public funds"),
        PERCENT,
        100,
        0,
        1000,
        "D · §3.6",
    ),
)

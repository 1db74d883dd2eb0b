"""What becomes of the budget: what each part pays, what is never released, what goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflows.engine.text import Text
from workflows.money.staging import percents_of, planned
from workflows.parameters import DEFAULTS
from workflows.rehearsal.model import Part, Setting

_STOPPED = 0.05
"""Of the projects, those that end at a milestone, and of the rest those that fail their acceptance
(domain §5: 3 to 5 per cent are terminated, 2.6 fail)."""


def payment_rules(setting: Setting) -> Mapping[str, int]:
    """Where the parts exceed the award, which keeps the call in draft, the usual ones."""
    parameters = setting.facts.parameters
    percents = percents_of(setting.mechanism, parameters, setting.payment_mode)
    return DEFAULTS if min(percents, default=0) < 0 else parameters


def account(setting: Setting, awards: Sequence[int]) -> list[Part]:
    """In the order in which it is paid; all parts together are the budget."""
    parameters, mechanism = payment_rules(setting), setting.mechanism
    percents = percents_of(mechanism, parameters, setting.payment_mode)
    paid, kept_back = [0] * len(percents), 0
    for number, amount in enumerate(awards):
        parts = planned(mechanism, amount, parameters, setting.payment_mode)
        released = _released(setting, number, len(parts))
        for n, part in enumerate(parts):
            paid[n] += part if n < released else 0
            kept_back += 0 if n < released else part
    return [
        *(
            Part(_PART.format(number=n, percent=percent), sum_)
            for n, (percent, sum_) in enumerate(zip(percents, paid, strict=True), start=1)
        ),
        Part(_KEPT_BACK, kept_back),
        Part(_NOT_AWARDED, setting.facts.budget - sum(awards)),
    ]


def _released(setting: Setting, number: int, parts: int) -> int:
    """How many parts a project comes to."""
    for step in range(1, parts):
        if setting.luck("stops", number, step) < _STOPPED:
            return step
    return parts


_PART = Text("第 {number} 笔（{percent}%）", "Instalment {number} ({percent}%)")
_KEPT_BACK = Text(
    "已立项未拨付（节点或验收未通过，退回财政）",
    "Awarded but not paid (milestone or acceptance not passed; returned to the treasury)",
)
_NOT_AWARDED = Text("未立项结余（退回财政）", "Not awarded (returned to the treasury)")

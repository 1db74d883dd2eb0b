"""What an expert may be paid after tax (财科教〔2017〕128号, §3.1), and the income tax that is
withheld from it. Integer 分, exact. Fees come out of the office's own budget: they are no programme
money, stand in no fund (I3) and count in no figure of leverage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.engine.text import Text

STANDINGS: dict[str, Text] = {
    "academician": Text("院士、全国知名专家", "Academicians and nationally known experts"),
    "senior": Text("高级职称", "Senior title"),
    "other": Text("其他专业人员", "Other professionals"),
}
MEETING, ONLINE = "meeting", "online"
FORMS: dict[str, Text] = {
    MEETING: Text("会议", "Meeting"),
    ONLINE: Text("通讯", "Online"),
}

_YUAN, _WHOLE = 100, 10_000


@dataclass(frozen=True, slots=True)
class Standard:
    """Between what and what a fee lies, in 分 after tax."""

    least: int
    most: int

    def allows(self, net: int) -> bool:
        return self.least <= net <= self.most


def standard(
    standing: str, form: str, half_days: int, files: int, rules: Mapping[str, int]
) -> Standard:
    """For so many half days of a meeting, or so many files read online."""
    rank = "other" if standing == "other" else "senior"
    uplift = 100 + (rules["fee_academician_percent"] if standing == "academician" else 0)
    least, most = (rules[f"fee_{rank}_{end}"] * uplift for end in ("least", "most"))
    if form == MEETING:
        weight = _days_of_meeting(half_days, rules)
        return _between(least * weight, most * weight, _WHOLE)
    per_day = rules["fee_files_a_day"] * 100
    share = rules["fee_online_percent_least"], rules["fee_online_percent_most"]
    return _between(least * files * share[0], most * files * share[1], per_day)


def _days_of_meeting(half_days: int, rules: Mapping[str, int]) -> int:
    """In 1/10000: half a day counts for more than half, later days for less than whole ones."""
    days, half = divmod(half_days, 2)
    full, later = rules["fee_full_days"], rules["fee_later_days_percent"]
    whole = min(days, full) * 100 + max(days - full, 0) * later
    return whole * 100 + half * rules["fee_half_day_percent"] * (100 if days < full else later)


def _between(least: int, most: int, parts: int) -> Standard:
    """Of amounts in percent of a yuan times `parts`: no part of a 分 lies outside."""
    return Standard(-(-least // parts), most // parts)


_BRACKETS = ((20_000_00, 20, 0), (50_000_00, 30, 2_000_00))
_ABOVE = (40, 7_000_00)
"""Of what is taxable: up to which amount, the rate in percent, and what is taken off again.

Source: 国家税务总局公告 2018 年第 61 号, 预扣率表 (劳务报酬所得) [K]. The country's: no call
sets it otherwise."""


def withheld(gross: int) -> int:
    """The tax on one payment before tax, of which up to 4,000 元 800 元 are free, above 20 %."""
    taxable = max(gross - 800 * _YUAN, 0) * 100 if gross <= 4_000 * _YUAN else gross * 80
    brackets = ((rate, off) for most, rate, off in _BRACKETS if taxable <= most * 100)
    rate, off = next(brackets, _ABOVE)
    return (taxable * rate - off * _WHOLE + _WHOLE // 2) // _WHOLE


def gross_of(net: int, before: int = 0) -> int:
    """Before tax, so that exactly `net` remains. All that one payer pays somebody for the same
    service in a month is one payment: `before` was paid in it already, after tax."""
    return _gross_of_month(before + net) - _gross_of_month(before)


def _gross_of_month(net: int) -> int:
    """What remains grows by one 分 or none with each 分, so that no amount is left out."""
    return bisect_left(range(2 * net + 1), net, key=lambda gross: gross - withheld(gross))

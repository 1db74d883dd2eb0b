"""Numbers of experts' fees, after tax: domain §3.1, 财科教〔2017〕128号 for central funds."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, PERCENT, WORKING_DAYS, Parameter

_YUAN_A_DAY = Text("元/人天", "yuan a day")
_FILES, _WHOLE_DAYS = Text("份", "files"), Text("天", "days")
_FRAME = "K · §3.1"


def _rate(key: str, label: Text, default: int) -> Parameter:
    return Parameter(f"fee_{key}", label, _YUAN_A_DAY, default, 0, 20_000, _FRAME)


def _percent(key: str, label: Text, default: int, most: int = 100) -> Parameter:
    return Parameter(f"fee_{key}", label, PERCENT, default, 0, most, _FRAME)


FEES: tuple[Parameter, ...] = (
    _rate("senior_least", Text("高级职称，税后不低于", "Senior title, after tax, at least"), 1500),
    _rate("senior_most", Text("高级职称，税后不高于", "Senior title, after tax, at most"), 2400),
    _rate("other_least", Text("其他人员，税后不低于", "Other title, after tax, at least"), 900),
    _rate("other_most", Text("其他人员，税后不高于", "Other title, after tax, at most"), 1500),
    _percent("academician_percent", Text("院士上浮", "Academicians more by"), 50, 200),
    _percent("half_day_percent", Text("半天按日标准的", "Half a day, of the day's rate"), 60),
    Parameter(
        "fee_full_days",
        Text("按全额标准的会议天数", "Days of a meeting at the full rate"),
        *(_WHOLE_DAYS, 2, 1, 10, _FRAME),
    ),
    _percent(
        "later_days_percent", Text("此后各天按日标准的", "Each later day, of the day's rate"), 50
    ),
    _percent(
        "online_percent_least",
        Text("通讯评审不低于会议标准的", "Online, of a meeting's rate, at least"),
        20,
    ),
    _percent(
        "online_percent_most",
        Text("通讯评审不高于会议标准的", "Online, of a meeting's rate, at most"),
        50,
    ),
    Parameter(
        "fee_files_a_day",
        Text("通讯评审多少份折合一天", "Files read online that make a day"),
        *(_FILES, 8, 1, 30, "D · §3.1"),
    ),
    Parameter(
        "fee_step_days",
        Text("拟制、复核、审批各步期限", "Drawing up, checking and approving, each within"),
        *(WORKING_DAYS, 5, 1, 30, "D · §3.1"),
    ),
    Parameter(
        "fee_pay_days",
        Text("发放期限", "Paid within"),
        *(DAYS, 30, 5, 120, "D · §3.1"),
    ),
)

"""Numbers of experts' fees, after tax: domain §3.1, 财科教〔2017〕128号 for central funds."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, PERCENT, WORKING_DAYS, Parameter

_YUAN_A_DAY = Text("元/人天", "yuan per person per day")
_FILES, _WHOLE_DAYS = Text("份", "files"), Text("天", "days")
_FRAME = "K · §3.1"


def _rate(key: str, label: Text, default: int) -> Parameter:
    return Parameter(f"fee_{key}", label, _YUAN_A_DAY, default, 0, 20_000, _FRAME)


def _percent(key: str, label: Text, default: int, most: int = 100) -> Parameter:
    return Parameter(f"fee_{key}", label, PERCENT, default, 0, most, _FRAME)


FEES: tuple[Parameter, ...] = (
    _rate("senior_least", Text("高级职称，税后不低于", "Senior title, minimum after tax"), 1500),
    _rate("senior_most", Text("高级职称，税后不高于", "Senior title, maximum after tax"), 2400),
    _rate("other_least", Text("其他人员，税后不低于", "Others, minimum after tax"), 900),
    _rate("other_most", Text("其他人员，税后不高于", "Others, maximum after tax"), 1500),
    _percent("academician_percent", Text("院士上浮", "Increase for academicians"), 50, 200),
    _percent("half_day_percent", Text("半天按日标准的", "Half day, share of the daily rate"), 60),
    Parameter(
        "fee_full_days",
        Text("按全额标准的会议天数", "Meeting days at the full rate"),
        *(_WHOLE_DAYS, 2, 1, 10, _FRAME),
    ),
    _percent(
        "later_days_percent",
        Text("此后各天按日标准的", "Each later day, share of the daily rate"),
        50,
    ),
    _percent(
        "online_percent_least",
        Text("通讯评审不低于会议标准的", "Online review, minimum share of the meeting rate"),
        20,
    ),
    _percent(
        "online_percent_most",
        Text("通讯评审不高于会议标准的", "Online review, maximum share of the meeting rate"),
        50,
    ),
    Parameter(
        "fee_files_a_day",
        Text("通讯评审多少份折合一天", "Online proposals that count as one day"),
        *(_FILES, 8, 1, 30, "D · §3.1"),
    ),
    Parameter(
        "fee_step_days",
        Text("拟制、复核、审批各步期限", "Time for each step: draw up, check, approve"),
        *(WORKING_DAYS, 5, 1, 30, "D · §3.1"),
    ),
    Parameter(
        "fee_pay_days",
        Text("发放期限", "Time to pay"),
        *(DAYS, 30, 5, 120, "D · §3.1"),
    ),
)

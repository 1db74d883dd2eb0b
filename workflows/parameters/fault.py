"""Numbers of finding the fault where success alone counts: domain §2.2 B18, §2.3 R21."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.parameters.model import DAYS, PEOPLE, Parameter

_BY_SUCCESS = frozenset({"open_call", "parallel_teams"})

FAULT: tuple[Parameter, ...] = (
    Parameter(
        "fault_bar_days",
        Text("主观不努力的限制期", "Bar for lack of effort"),
        DAYS,
        365,
        0,
        3650,
        "D · B18",
        _BY_SUCCESS,
    ),
    Parameter(
        "fault_days",
        Text("责任认定期限", "Time to make a finding of fault"),
        DAYS,
        60,
        10,
        180,
        "K · B18",
        _BY_SUCCESS,
    ),
    Parameter(
        "fault_panel_least",
        Text("责任认定专家人数", "Experts for a finding of fault"),
        PEOPLE,
        5,
        3,
        15,
        "D · B18",
        _BY_SUCCESS,
    ),
    Parameter(
        "fault_finance_least",
        Text("责任认定财务专家下限", "Minimum finance experts for a finding of fault"),
        PEOPLE,
        1,
        0,
        5,
        "D · B18",
        _BY_SUCCESS,
    ),
    Parameter(
        "tolerance_decide_days",
        Text("容错认定期限", "Time to make a finding of diligence"),
        DAYS,
        30,
        5,
        180,
        "D · S0",
    ),
)

"""Rules of experts' fees (§3.1, 财科教〔2017〕128号)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import FeeListFacts
from workflows.facts.words import Names
from workflows.guards.examples import FEE_LIST
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import EXPERT, FINANCE, MANAGER, OFFICER

_DRAWERS = MANAGER | OFFICER

fees_named = requires(
    "due",
    of=FEE_LIST,
    key="fees_named",
    reason=Text(
        "没有应发放的专家费：拟制人须先登记出席和金额；无人应发的，取消本单。",
        "No fee is due: whoever draws up the list first enters attendance and amounts, or cancels "
        "it where nobody is to be paid.",
    ),
    supplied_by=_DRAWERS,
)
fee_source_named = requires(
    "source",
    of=FEE_LIST,
    key="fee_source_named",
    reason=Text(
        "尚未填写经费来源：由拟制人填写列支的预算项目。",
        "The budget line is not named: whoever draws up the list names it.",
    ),
    supplied_by=_DRAWERS,
)
attendance_named = forbids(
    "is_attendance_missing",
    of=FEE_LIST,
    key="attendance_named",
    reason=Text(
        "会议须写明签到依据：由拟制人填写签到表编号或签到情况。",
        "Of a meeting the proof of attendance is named: whoever draws up the list names the "
        "attendance sheet.",
    ),
    supplied_by=_DRAWERS,
)
fees_within_standard = nothing_in(
    "outside",
    of=FEE_LIST,
    key="fees_within_standard",
    reason=Text(
        "金额超出专家费标准，由拟制人改正：{missing}。",
        "Fees lie outside the standard, and whoever draws up the list corrects them: {missing}.",
    ),
    supplied_by=_DRAWERS,
)
nobody_of_the_office_paid = nothing_in(
    "of_the_office",
    of=FEE_LIST,
    key="nobody_of_the_office_paid",
    reason=Text(
        "参与项目管理的工作人员不得领取专家费，由拟制人取消本单重新拟制：{missing}。",
        "Nobody who takes part in managing projects is paid a fee; whoever draws up the list "
        "cancels it and draws up another: {missing}.",
    ),
    supplied_by=_DRAWERS,
)
bank_was_given_it = requires(
    "ready",
    of=FEE_LIST,
    key="bank_was_given_it",
    reason=Text(
        "没有已交银行、尚待登记的专家费：先由财务读取账户、导出银行转账表；没有登记收款账户的，"
        "由专家本人登记。",
        "Nothing was given to the bank that is not entered yet: finance first reads the accounts "
        "for the bank's sheet; an account that is not named is named by its expert.",
    ),
    supplied_by=FINANCE | EXPERT,
)
paid_after_approval = Guard[FeeListFacts](
    key="paid_after_approval",
    reason=Text(
        "发放日期不能早于审批通过之日，请核对。",
        "The day of payment is not before the day of approval; please check it.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: not f.is_paid_too_early,
    passing=replace(FEE_LIST, given={"paid_on": "2026-03-02"}),
    failing=replace(FEE_LIST, given={"paid_on": "2026-03-01"}),
)
every_fee_settled = Guard[FeeListFacts](
    key="every_fee_settled",
    reason=Text(
        "还有未发放的专家费，由财务发放或登记不再发放：序号 {missing}。",
        "Fees are not paid yet; finance pays them or enters that they are given up: {missing}.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: not f.unpaid,
    passing=FEE_LIST,
    failing=replace(FEE_LIST, unpaid=frozenset({1})),
    missing=lambda f: _as_words(f.unpaid),
)
lines_are_paid = Guard[FeeListFacts](
    key="lines_are_paid",
    reason=Text(
        "只能对已发放的序号登记退汇；本单已发放：{missing}。",
        "Only a fee that was paid can come back; paid in this list: {missing}.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: f.named <= f.paid,
    passing=replace(FEE_LIST, paid=frozenset({1, 2}), given={"lines": "2、1"}),
    failing=replace(FEE_LIST, paid=frozenset({1}), given={"lines": "2"}),
    missing=lambda f: _as_words(f.paid),
)
lines_are_unpaid = Guard[FeeListFacts](
    key="lines_are_unpaid",
    reason=Text(
        "只能对未发放的序号登记不再发放；本单未发放：{missing}。",
        "Only a fee that is not paid can be given up; not paid in this list: {missing}.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: f.named <= f.unpaid,
    passing=replace(FEE_LIST, unpaid=frozenset({1, 2}), given={"lines": "2"}),
    failing=replace(FEE_LIST, unpaid=frozenset({1}), given={"lines": "某"}),
    missing=lambda f: _as_words(f.unpaid),
)


def _as_words(lines: frozenset[int]) -> Names:
    return tuple(str(line) for line in sorted(lines)) or (Text("无", "none"),)

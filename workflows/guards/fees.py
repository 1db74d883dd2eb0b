"""Rules of experts' fees (§3.1, 财科教〔2017〕128号)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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
fees_as_served = nothing_in(
    "unearned",
    of=FEE_LIST,
    key="fees_as_served",
    reason=Text(
        "拟制后情况有变化，下列专家费不应再发放；退回后由拟制人取消本单、另行拟制：{missing}。",
        "Since the list was drawn up these fees have come to be undue; once it is returned, "
        "whoever draws it up cancels it and draws up another: {missing}.",
    ),
    supplied_by=_DRAWERS,
)
bank_was_given_it = requires(
    "at_bank",
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
paid_once_given = Guard[FeeListFacts](
    key="paid_once_given",
    reason=Text(
        "发放日期不能早于导出银行转账表之日，由财务核对银行回单。",
        "The day of payment is not before the day the bank's sheet was exported; finance checks "
        "it against the bank's statement.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: not f.is_paid_too_early,
    passing=replace(FEE_LIST, given_on=date(2026, 3, 3), given={"paid_on": "2026-03-03"}),
    failing=replace(FEE_LIST, given_on=date(2026, 3, 3), given={"paid_on": "2026-03-02"}),
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
    holds=lambda f: bool(f.paid) and f.named <= f.paid,
    passing=replace(FEE_LIST, paid=frozenset({1, 2}), given={"lines": "2、1"}),
    failing=replace(FEE_LIST, paid=frozenset({1}), given={"lines": "2"}),
    missing=lambda f: _as_words(f.paid),
)
lines_are_unpaid = Guard[FeeListFacts](
    key="lines_are_unpaid",
    reason=Text(
        "只能对未发放、未交银行的序号登记不再发放（已交银行的，先登记发放，退回的再登记退汇）；"
        "本单现可登记：{missing}。",
        "Only a fee that is neither paid nor given to the bank can be given up (what the bank was "
        "given is entered as paid first, and as come back where it was); in this list: {missing}.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: bool(f.to_give_up) and f.named <= f.to_give_up,
    passing=replace(FEE_LIST, unpaid=frozenset({1, 2}), given={"lines": "2"}),
    failing=replace(FEE_LIST, unpaid=frozenset({1}), given={"lines": "、"}),
    missing=lambda f: _as_words(f.to_give_up),
)


def _as_words(lines: frozenset[int]) -> Names:
    return tuple(str(line) for line in sorted(lines)) or (Text("无", "none"),)

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
        "No fee is due. The person who drew up the list enters attendance and amounts, or cancels "
        "the list if nobody is to be paid.",
    ),
    supplied_by=_DRAWERS,
)
fee_source_named = requires(
    "source",
    of=FEE_LIST,
    key="fee_source_named",
    reason=Text(
        "尚未填写经费来源：由拟制人填写列支的预算项目。",
        "The budget line is missing. The person who drew up the list enters it.",
    ),
    supplied_by=_DRAWERS,
)
attendance_named = forbids(
    "is_attendance_missing",
    of=FEE_LIST,
    key="attendance_named",
    reason=Text(
        "会议须写明签到依据：由拟制人填写签到表编号或签到情况。",
        "Meeting fees need proof of attendance. The person who drew up the list enters the "
        "sign-in sheet number or describes the attendance.",
    ),
    supplied_by=_DRAWERS,
)
fees_within_standard = nothing_in(
    "outside",
    of=FEE_LIST,
    key="fees_within_standard",
    reason=Text(
        "金额超出专家费标准，由拟制人改正：{missing}。",
        "These fees are outside the standard and must be corrected by the person who drew up the "
        "list: {missing}.",
    ),
    supplied_by=_DRAWERS,
)
fees_as_served = nothing_in(
    "unearned",
    of=FEE_LIST,
    key="fees_as_served",
    reason=Text(
        "拟制后情况有变化，下列专家费不应再发放；退回后由拟制人取消本单、另行拟制：{missing}。",
        "Circumstances have changed since the list was drawn up and these fees are no longer "
        "payable: {missing}. Once the list is returned, the person who drew it up cancels it and "
        "draws up another.",
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
        "No fee sent to the bank is waiting to be recorded. The finance team first reads the "
        "accounts and exports the bank transfer sheet. Experts without an account register one "
        "themselves.",
    ),
    supplied_by=FINANCE | EXPERT,
)
paid_once_given = Guard[FeeListFacts](
    key="paid_once_given",
    reason=Text(
        "发放日期不能早于导出银行转账表之日，由财务核对银行回单。",
        "The payment date cannot be before the date the bank transfer sheet was exported. The "
        "finance team checks it against the bank's receipt.",
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
        "Some fees are unpaid. The finance team pays them or records that they will not be paid. "
        "Lines: {missing}.",
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
        "A bank return can be recorded only for lines already paid. Paid on this list: {missing}.",
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
        "Only lines neither paid nor sent to the bank can be recorded as not to be paid. Lines "
        "sent to the bank are first recorded as paid and, if returned, as a bank return. Lines "
        "available on this list: {missing}.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: bool(f.to_give_up) and f.named <= f.to_give_up,
    passing=replace(FEE_LIST, unpaid=frozenset({1, 2}), given={"lines": "2"}),
    failing=replace(FEE_LIST, unpaid=frozenset({1}), given={"lines": "、"}),
    missing=lambda f: _as_words(f.to_give_up),
)


def _as_words(lines: frozenset[int]) -> Names:
    return tuple(str(line) for line in sorted(lines)) or (Text("无", "none"),)

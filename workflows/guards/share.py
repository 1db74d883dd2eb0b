"""Rules of a partner's share in a consortium (联合申报): forwarding, spending, paying back."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.facts import ShareFacts
from workflows.guards.examples import SHARE
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.guards.spending import heading_fits, typed_amount, was_spent
from workflows.guards.underway import UNCONFIRMED, UNFINISHED
from workflows.hands import FINANCE, OFFICER, PARTNER_FINANCE, UNIT_FINANCE

ShareGuard = Guard[ShareFacts]

money_to_forward = requires(
    "to_forward",
    of=SHARE,
    key="money_to_forward",
    reason=Text("没有应转拨的经费。", "There is no money to forward."),
    supplied_by=FINANCE,
)
money_on_its_way = requires(
    "on_its_way",
    of=SHARE,
    key="money_on_its_way",
    reason=Text("没有待确认的转拨。", "No forwarded money is waiting for confirmation."),
    supplied_by=UNIT_FINANCE,
)
forwarding_was_confirmed = requires(
    "confirmed",
    of=SHARE,
    key="forwarding_was_confirmed",
    reason=Text("没有可撤回的到账确认。", "There is no confirmed receipt to withdraw."),
    supplied_by=PARTNER_FINANCE,
)
confirmed_money_is_there = ShareGuard(
    key="confirmed_money_is_there",
    reason=Text(
        "本单位已列支或退回其中的经费，撤回这笔到账确认还差 {missing}。误报列支的，先由厅财务核"
        "减；已退回的，表明款项曾经到账。",
        "This unit has spent or refunded some of the money and is {missing} short of what is "
        "needed to withdraw this receipt. If spending was reported in error, the finance team "
        "disallows it first. If money was refunded, it did arrive.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: f.confirmed <= f.held,
    passing=replace(SHARE, confirmed=100, held=100),
    failing=replace(SHARE, confirmed=100, held=99),
    missing=lambda f: (amount_text(f.confirmed - f.held),),
)
forwarding_receipt_not_settled = forbids(
    "is_settled",
    of=SHARE,
    key="forwarding_receipt_not_settled",
    reason=Text(
        "项目经费已结清，到账确认不再撤回；确有差错的，请联系厅财务。",
        "The project's money is settled, so receipts can no longer be withdrawn. If there is an "
        "error, contact the finance team.",
    ),
    supplied_by=FINANCE,
)
partner_spends_what_it_holds = ShareGuard(
    key="partner_spends_what_it_holds",
    reason=Text(
        "列支金额超出本单位已到账未列支的经费。",
        "The amount exceeds the money this unit has received and not yet spent.",
    ),
    supplied_by=PARTNER_FINANCE,
    holds=lambda f: typed_amount(f) <= f.held,
    passing=replace(SHARE, held=100, given={"amount": "100"}),
    failing=replace(SHARE, held=100, given={"amount": "101"}),
)
partner_heading_fits_mode = heading_fits("partner_heading_fits_mode", SHARE, PARTNER_FINANCE)
partner_had_spent_it = was_spent(
    "partner_had_spent_it",
    Text(
        "核减金额超出该单位在该科目下的已列支经费（{missing}）。",
        "The amount exceeds what this unit has reported as spent under this heading ({missing}).",
    ),
    SHARE,
)
share_is_recovered = requires(
    "is_recovering",
    of=SHARE,
    key="share_is_recovered",
    reason=Text("项目经费不在追缴中。", "The project's money is not being recovered."),
    supplied_by=FINANCE,
)
share_not_recovered = forbids(
    "is_recovering",
    of=SHARE,
    key="share_not_recovered",
    reason=Text(
        "项目经费在追缴中，尚未转拨的由牵头单位退回，不再转拨。",
        "The project's money is being recovered. The lead unit refunds what it has not "
        "forwarded, and nothing more is forwarded.",
    ),
    supplied_by=UNIT_FINANCE,
)
share_takes_refunds = requires(
    "takes_refunds",
    of=SHARE,
    key="share_takes_refunds",
    reason=Text(
        "项目经费不在追缴中，也没有应退经费，没有退款可登记。",
        "The project's money is not being recovered and was never due back, so there is no refund "
        "to record.",
    ),
    supplied_by=FINANCE,
    marks_path=True,
)
refund_within_share = ShareGuard(
    key="refund_within_share",
    reason=Text(
        "退款金额超出该单位应退或可能退回的经费（{missing}）。",
        "The refund exceeds what this unit owes or could have refunded ({missing}).",
    ),
    supplied_by=FINANCE,
    holds=lambda f: typed_amount(f) <= f.refundable,
    passing=replace(SHARE, refundable=100, given={"amount": "100"}),
    failing=replace(SHARE, refundable=100, given={"amount": "101"}),
    missing=lambda f: (amount_text(f.refundable),),
)
partner_has_said_nothing = requires(
    "is_silent",
    of=SHARE,
    key="partner_has_said_nothing",
    reason=Text(
        "本单位没有待报告列支的经费，或者已经报告。",
        "This unit has no spending left to report, or has already reported it.",
    ),
    supplied_by=PARTNER_FINANCE,
    marks_path=True,
)
partner_reports_in_time = forbids(
    "is_recovering",
    of=SHARE,
    key="partner_reports_in_time",
    reason=Text(
        "项目经费已在追缴中，不再报告列支；确有合规列支漏报的，向厅财务说明。",
        "The project's money is being recovered, so spending can no longer be reported. If "
        "eligible spending was left out, contact the finance team.",
    ),
    supplied_by=FINANCE,
)
share_owes = requires(
    "owes",
    of=SHARE,
    key="share_owes",
    reason=Text("该单位没有应退经费。", "This unit has no money to refund."),
    supplied_by=FINANCE,
)
share_owes_nothing = forbids(
    "owes",
    of=SHARE,
    key="share_owes_nothing",
    reason=Text("该单位尚有应退经费。", "This unit still has money to refund."),
    supplied_by=PARTNER_FINANCE,
)
shared_project_has_ended = requires(
    "has_ended",
    of=SHARE,
    key="shared_project_has_ended",
    reason=Text(
        "项目尚未结束，份额不得结清。", "The project has not ended, so the share cannot be settled."
    ),
    supplied_by=OFFICER,
)
part_is_open = forbids(
    "has_ended",
    of=SHARE,
    key="part_is_open",
    reason=Text(
        "项目已有结论，参加单位任务完成情况不再认定。",
        "The project has been concluded, so no more findings are made on what partners completed.",
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
payments_for_share_finished = nothing_in(
    "unfinished",
    of=SHARE,
    key="payments_for_share_finished",
    reason=UNFINISHED,
    supplied_by=FINANCE,
)
payments_for_share_confirmed = nothing_in(
    "unconfirmed",
    of=SHARE,
    key="payments_for_share_confirmed",
    reason=UNCONFIRMED,
    supplied_by=UNIT_FINANCE,
)
nothing_to_forward = forbids(
    "to_forward",
    of=SHARE,
    key="nothing_to_forward",
    reason=Text("尚有应转拨的经费。", "There is still money to forward."),
    supplied_by=UNIT_FINANCE | FINANCE,
)

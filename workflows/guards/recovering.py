"""What must hold before money of an ended project is recovered, refunded or written off."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.guards.examples import FUND
from workflows.guards.fund import FundGuard
from workflows.guards.shapes import forbids, has_come, nothing_in, requires
from workflows.guards.spending import typed_amount
from workflows.hands import CLOCK, DECIDES, FINANCE, PARTNER_FINANCE, UNIT_FINANCE

recovery_has_ground = requires(
    "ground",
    of=FUND,
    key="recovery_has_ground",
    reason=Text(
        "项目未终止、撤销、结题或判定不通过，没有追缴依据。",
        "The project was not terminated, revoked, concluded or failed, so there are no grounds "
        "for recovery.",
    ),
    supplied_by=DECIDES,
    marks_path=True,
)


balance_was_not_left = forbids(
    "balance_was_left",
    of=FUND,
    key="balance_was_not_left",
    reason=Text(
        "项目结题时经费已经结清，结余留归单位；此后核减列支的，方可追缴。",
        "The project was concluded and settled, and the balance stays with the unit. Money can be "
        "recovered only if spending is disallowed later.",
    ),
    supplied_by=FINANCE,
    marks_path=True,
)


units_have_reported = nothing_in(
    "unreported",
    of=FUND,
    key="units_have_reported",
    reason=Text(
        "下列单位持有经费，尚未报告列支，也未说明没有列支：{missing}。期满仍未报的，可以启动追缴，"
        "其所持经费全部列为应退。",
        "These units hold money and have neither reported spending nor stated that there was "
        "none: {missing}. If they do not report by the deadline, the recovery can start and all "
        "the money they hold is due back.",
    ),
    supplied_by=UNIT_FINANCE | PARTNER_FINANCE,
)


refund_may_be_on_its_way = requires(
    "takes_refunds",
    of=FUND,
    key="refund_may_be_on_its_way",
    reason=Text(
        "项目没有应退经费，没有退款可登记。",
        "No money of this project was ever due back, so there is no refund to record.",
    ),
    supplied_by=FINANCE,
    marks_path=True,
)


refund_was_the_leads = FundGuard(
    key="refund_was_the_leads",
    reason=Text(
        "退款金额超出牵头单位可能退回的经费（{missing}）；参加单位退回的，在其份额下登记。",
        "The amount exceeds what the lead unit could have refunded ({missing}). Record a "
        "partner's refund under that partner's share.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: typed_amount(f) <= f.refundable,
    passing=replace(FUND, refundable=100, given={"amount": "100"}),
    failing=replace(FUND, refundable=100, given={"amount": "101"}),
    missing=lambda f: (amount_text(f.refundable),),
)


recovery_lost_its_ground = forbids(
    "ground",
    of=FUND,
    key="recovery_lost_its_ground",
    reason=Text(
        "终止、撤销或不通过的决定未经复查改正。",
        "The decision to terminate, revoke or fail the project has not been reversed on appeal.",
    ),
    supplied_by=DECIDES,
)


money_may_come_back = FundGuard(
    key="money_may_come_back",
    reason=Text("没有应退或在途的经费。", "No money is due back or in transit."),
    supplied_by=FINANCE,
    holds=lambda f: bool(f.owed or f.under_way),
    passing=replace(FUND, owed=100),
    failing=FUND,
    marks_path=True,
)


nothing_comes_back = FundGuard(
    key="nothing_comes_back",
    reason=Text("尚有应退或在途的经费。", "Money is still due back or in transit."),
    supplied_by=FINANCE,
    holds=lambda f: not (f.owed or f.under_way),
    passing=FUND,
    failing=replace(FUND, owed=100),
    marks_path=True,
)


recovery_is_late = has_come(
    "recovery_late_at",
    of=FUND,
    key="recovery_is_late",
    reason=Text("启动追缴的期限未到。", "The deadline to start the recovery has not passed."),
    supplied_by=CLOCK,
)


money_is_owed = requires(
    "owed",
    of=FUND,
    key="money_is_owed",
    reason=Text("没有应退的经费。", "No money is due back."),
    supplied_by=FINANCE,
)


refund_within_owed = FundGuard(
    key="refund_within_owed",
    reason=Text(
        "退款金额超出应退金额（{missing}）。", "The refund exceeds the amount due back ({missing})."
    ),
    supplied_by=FINANCE,
    holds=lambda f: typed_amount(f) <= f.owed,
    passing=replace(FUND, owed=100, given={"amount": "100"}),
    failing=replace(FUND, owed=100, given={"amount": "101"}),
    missing=lambda f: (amount_text(f.owed),),
)


refund_is_the_leads = FundGuard(
    key="refund_is_the_leads",
    reason=Text(
        "超出牵头单位应退经费（{missing}）；参加单位应退的部分由其各自退回、在其份额下登记。",
        "The amount exceeds what the lead unit owes ({missing}). Partners refund their own parts, "
        "which are recorded under their shares.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: not f.owed_by_lead < typed_amount(f) <= f.owed,
    passing=replace(FUND, owed_by_lead=100, owed=150, given={"amount": "100"}),
    failing=replace(FUND, owed_by_lead=100, owed=150, given={"amount": "101"}),
    missing=lambda f: (amount_text(f.owed_by_lead),),
)


refund_leaves_what_was_forwarded = FundGuard(
    key="refund_leaves_what_was_forwarded",
    reason=Text(
        "牵头单位账上有已登记转拨、尚未确认的经费（{missing}）；由参加单位确认后自行退回，或确认"
        "未收到后再由牵头单位退回。",
        "The lead unit's account includes money recorded as forwarded but not confirmed ("
        "{missing}). The partner confirms and refunds it, or reports it as not received and the "
        "lead unit refunds it.",
    ),
    supplied_by=PARTNER_FINANCE,
    holds=lambda f: not f.in_hand - f.on_its_way < typed_amount(f) <= f.in_hand,
    passing=replace(FUND, in_hand=100, on_its_way=20, given={"amount": "80"}),
    failing=replace(FUND, in_hand=100, on_its_way=20, given={"amount": "81"}),
    missing=lambda f: (*f.on_its_way_to, amount_text(f.on_its_way)),
)


nothing_on_its_way = nothing_in(
    "on_its_way_to",
    of=FUND,
    key="nothing_on_its_way",
    reason=Text(
        "已登记转拨、尚未确认的经费，先由参加单位确认到账或者报告未收到：{missing}。",
        "Money recorded as forwarded must first be confirmed, or reported as not received, by: "
        "{missing}.",
    ),
    supplied_by=PARTNER_FINANCE,
)

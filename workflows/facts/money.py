"""What the guards of a fund, a payment and a batch look at; money in 分."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts.words import Names

RecoveryLate = Annotated[
    datetime | None, Text("追缴启动期满", "the deadline to start the recovery")
]
FreezeEnds = Annotated[datetime | None, Text("暂停拨付期满", "the end of the freeze")]


@dataclass(frozen=True, kw_only=True)
class FundFacts(Facts):
    """`ground` is why money comes back (the state the project ended in), empty while it runs;
    `owed` is what is still to come back. `under_way` names payments the treasury has,
    `unfinished` those on any stretch of their way, `unconfirmed` those made that their payee has
    neither confirmed nor denied, `is_suspended` whether the project stands still,
    `missed` orders that were cancelled though their basis holds, `missed_in_vain` those of them for
    which nothing is left to order, `forwarding` partners that wait for their share. `owed` includes
    what partners owe, `owed_by_lead` does not; `in_hand` is the lead unit's alone, of which
    `for_partners` is theirs; `on_its_way` of it is recorded as passed on, and the partners
    `on_its_way_to` have not confirmed it. `spent` is what the lead unit has accounted for, under
    the heading that was typed where one was. `frozen_by_office`: it said so by a move of its own,
    whatever of a milestone did so too; `held_by` says what of integrity keeps the money frozen
    beyond a ruling: another `case` under way, or a `sanction` that a revocation may follow;
    `recover_by` is until when a recovery is to be begun, `recovery_late_at` when those concerned
    are told that none was, None once they have been;
    `balance_was_left`: it was settled with the balance left to the unit of a concluded project;
    `unreported` names units with money that have yet to say what they spent, and until when, and
    `is_silent` says that the lead unit has not; `takes_refunds`: money is owed, or was before the
    project went on, and `refundable` is what the lead unit may have sent of it.
    """

    has_ended: bool = False
    is_lapsed: bool = False
    ground: str = ""
    owed: int = 0
    owed_by_lead: int = 0
    in_hand: int = 0
    for_partners: int = 0
    on_its_way: int = 0
    on_its_way_to: Names = ()
    spent: int = 0
    freeze_class: str = ""
    frozen_by_office: bool = False
    freeze_ends_at: FreezeEnds = None
    is_suspended: bool = False
    held_by: str = ""
    recover_by: RecoveryLate = None
    recovery_late_at: RecoveryLate = None
    is_lump_sum: bool = False
    is_pledged: bool = False
    accounts_published: bool = False
    is_settled: bool = False
    balance_was_left: bool = False
    unreported: Names = ()
    is_silent: bool = False
    takes_refunds: bool = False
    refundable: int = 0
    missed: Names = ()
    missed_in_vain: Names = ()
    forwarding: Names = ()
    is_by_cost: bool = False
    unfinished: Names = ()
    unconfirmed: Names = ()
    under_way: Names = ()


@dataclass(frozen=True, kw_only=True)
class PaymentFacts(Facts):
    """Everything is read anew at each step of the payment, not only when it was ordered.
    `accounted_beyond` says what its unit has accounted for of the money that never arrived,
    `passed_on_of_it` what the lead unit has passed on of money it has confirmed;
    `payee_led_before`: another unit has taken the lead since it was ordered."""

    missing_basis: Names = ()
    frozen_for: Names = ()
    integrity_findings: Names = ()
    matching_missing: Names = ()
    unconfirmed_receipts: Names = ()
    subsidy_findings: Names = ()
    account_findings: Names = ()
    is_pledge_missing: bool = False
    pledge_unsigned_by: Names = ()
    is_committed: bool = True
    payee_led_before: bool = False
    is_with_treasury: bool = False
    has_return_evidence: bool = False
    is_returned_before_paid: bool = False
    accounted_beyond: Names = ()
    passed_on_of_it: int = 0
    is_settled: bool = False


@dataclass(frozen=True, kw_only=True)
class BatchFacts(Facts):
    """`unpayable` names payments that may no longer be made, each with the reason."""

    payments: int = 0
    unpayable: Names = ()
    unanswered: Names = ()


@dataclass(frozen=True, kw_only=True)
class ShareFacts(Facts):
    """The share of one partner: `to_forward` is what the lead unit has got for it and not passed
    on, `on_its_way` what it passed on and the partner has not confirmed, `held` what the books say
    it has, and `spent` what it has accounted for, under the heading that was typed where one was;
    `confirmed` is what it confirmed last and has not withdrawn, `owes` what it has yet to pay back
    of what it has; in 分. `unfinished` and `unconfirmed` name the payments that bring it money,
    `is_silent`, `takes_refunds` and `refundable` are as of a fund."""

    to_forward: int = 0
    on_its_way: int = 0
    confirmed: int = 0
    held: int = 0
    spent: int = 0
    is_lump_sum: bool = False
    has_ended: bool = False
    is_recovering: bool = False
    is_settled: bool = False
    owes: int = 0
    is_silent: bool = False
    takes_refunds: bool = False
    refundable: int = 0
    unfinished: Names = ()
    unconfirmed: Names = ()


@dataclass(frozen=True, kw_only=True)
class AnnualPoolFacts(Facts):
    """`drawn` is what calls of its year have out of the pool already."""

    amount: int = 0
    drawn: int = 0

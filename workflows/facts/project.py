"""What the guards of a project look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.text import Text
from workflows.facts.panel import PanelFacts
from workflows.facts.words import Names, SigningEnds

SigningDue = Annotated[datetime | None, Text("签订期满", "the deadline to sign")]
TermEnds = Annotated[datetime | None, Text("执行期满", "the end of the project term")]
AcceptanceReminder = Annotated[datetime | None, Text("验收提醒日", "the acceptance reminder")]
AcceptanceOverdue = Annotated[datetime | None, Text("验收逾期日", "the day acceptance is overdue")]
AcceptanceEnds = Annotated[
    datetime | None, Text("验收办结期满", "the deadline to complete the acceptance")
]
StandsUntil = Annotated[
    datetime | None, Text("暂停后处理期满", "the deadline to decide after a suspension")
]
SigningReminder = Annotated[datetime | None, Text("签订提醒日", "the signing reminder")]


@dataclass(frozen=True, kw_only=True)
class ProjectFacts(PanelFacts):
    """`lowered_metrics` are those the newest contract sets below the promise, each with both
    values; `lowering_permitted` that a decision allows exactly that text, `lowering_to_decide` that
    the executive meeting has neither allowed nor refused it. A reminder that has been
    sent is no moment any more.

    Of a claimed project (open_call): `below_posting` are metrics of the newest contract that do not
    reach what was posted, with the gap; `core_unmeasured` and `core_missed` among the core metrics,
    `user_test_signed` by the end user. `pledge_unsigned_by` are the sides that have yet to sign
    the pledge anew after a change of a party; `user_alone_unsigned` that the leader and the lead
    unit have signed the first and the end user has not, `user_refused_before` that it refused to,
    `winner_answered` that the leader said something to that. `payments_open` are orders that are
    neither paid and confirmed nor cancelled, `money_open` what is owed or not settled,
    `forwardings_open` what partners have yet to confirm, `audits_open` where an audit of the sample
    stands.
    `panel_verdict` is what most of those who find the fault hold: diligent or at_fault; empty
    before.
    """

    contract_version: int = 0
    unmeasured_milestones: Names = ()
    lowered_metrics: Names = ()
    lowering_permitted: bool = False
    lowering_to_decide: bool = False
    below_posting: Names = ()
    matching_problems: Names = ()
    integrity_findings: Names = ()
    limit_findings: Names = ()
    sign_until: SigningDue = None
    remind_at: SigningReminder = None
    indirect_excess: Names = ()
    term_ends_at: TermEnds = None
    accept_remind_at: AcceptanceReminder = None
    accept_overdue_at: AcceptanceOverdue = None
    accept_ends_at: AcceptanceEnds = None
    accept_warn_at: AcceptanceReminder = None
    accept_late_at: AcceptanceEnds = None
    reminders_sent: int = 0
    acceptance_runs: bool = False
    suspended_by_order: bool = False
    stands_until: StandsUntil = None
    offence_found: bool = False
    termination_proposed: bool = False
    lapse_at: SigningEnds = None
    pledge_gaps: Names = ()
    user_alone_unsigned: bool = False
    user_refused_before: bool = False
    winner_answered: bool = False
    user_money_short: bool = False
    milestones_open: Names = ()
    third_party_reported: bool = True
    user_test_signed: bool = True
    core_unmeasured: Names = ()
    core_missed: Names = ()
    pledge_unsigned_by: Names = ()
    new_user_problems: Names = ()
    panel_opinions_missing: Names = ()
    unsigned_opinions: Names = ()
    panel_verdict: str = ""
    payments_open: Names = ()
    money_open: Names = ()
    forwardings_open: Names = ()
    audits_open: Names = ()

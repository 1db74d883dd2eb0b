"""A plain case of each kind; guards vary it into their passing and their failing example."""

from __future__ import annotations

from datetime import UTC, datetime

from workflows.facts import (
    AcceptanceFacts,
    AnnualPoolFacts,
    AppealFacts,
    AuditSampleFacts,
    BatchFacts,
    CallFacts,
    ChangeFacts,
    FeeListFacts,
    FundFacts,
    IntegrityFacts,
    ItemFacts,
    MilestoneFacts,
    NoticeFacts,
    ObjectionFacts,
    OpinionFacts,
    PaymentFacts,
    ProjectFacts,
    ProposalFacts,
    RaceFacts,
    ReviewFacts,
    ReviewGroupFacts,
    ShareFacts,
    SpendingAuditFacts,
    StageFacts,
    SuspensionFacts,
    TeamFacts,
    ToleranceFacts,
)
from workflows.parameters import DEFAULTS

THEN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
FAR_OFF = datetime(2036, 3, 2, 1, 0, tzinfo=UTC)

CALL = CallFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
PROPOSAL = ProposalFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
SERVED_PROPOSAL = ProposalFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS, served_at=THEN)
GROUP = ReviewGroupFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
REVIEW = ReviewFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
NOTICE = NoticeFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
OBJECTION = ObjectionFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
PROJECT = ProjectFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
INTEGRITY = IntegrityFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
SERVED_INTEGRITY = IntegrityFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS, served_at=THEN)
ITEM = ItemFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
MILESTONE = MilestoneFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
ASSESSOR = OpinionFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
RACE = RaceFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
STAGE = StageFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
TEAM = TeamFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
FUND = FundFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
PAYMENT = PaymentFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
SHARE = ShareFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
TOLERANCE = ToleranceFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
BATCH = BatchFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
AUDIT_SAMPLE = AuditSampleFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
FEE_LIST = FeeListFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
SPENDING_AUDIT = SpendingAuditFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
ANNUAL_POOL = AnnualPoolFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
CHANGE = ChangeFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
SUSPENSION = SuspensionFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
ACCEPTANCE = AcceptanceFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)
APPEAL = AppealFacts(now=NOON, entered_at=THEN, parameters=DEFAULTS)

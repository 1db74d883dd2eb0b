"""Every table; importing this package makes the metadata complete."""

from app.models.base import Base, Case
from app.models.calendar import AnnouncedYear
from app.models.calls import Call
from app.models.decisions import Decision, DecisionItem, Notice, NoticeItem, Objection
from app.models.funds import BankAccount, Expenditure, Fund, MatchingFund
from app.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from app.models.letters import DocumentNumber, Letter
from app.models.panels import Meeting, MeetingSlot, Naming, Remark, ReviewVersion
from app.models.payments import Payment, PaymentBatch, ReturnLine, TreasuryReturn
from app.models.people import Organisation, Person, RoleGrant, Sanction, Token
from app.models.plan import Plan, Programme, TechnologyField
from app.models.projects import Project
from app.models.proposals import (
    Attachment,
    AvoidedExpert,
    BudgetLine,
    FormalCheckAnswer,
    Metric,
    Milestone,
    Proposal,
    ProposalMember,
    ProposalUnit,
    ProposalVersion,
)
from app.models.races import Race, RaceEntry, Route, Stage, StageResult, Team
from app.models.rankings import CallRanking
from app.models.reviews import (
    Conflict,
    Expert,
    ExpertUnit,
    GroupProposal,
    PanelSeat,
    Review,
    ReviewGroup,
)
from app.models.trust import (
    Checkpoint,
    History,
    Message,
    Outbox,
    PendingSignature,
    Timer,
)

__all__ = [
    "AnnouncedYear",
    "Attachment",
    "AvoidedExpert",
    "BankAccount",
    "Base",
    "BudgetLine",
    "Call",
    "CallRanking",
    "Case",
    "Checkpoint",
    "Conflict",
    "Decision",
    "DecisionItem",
    "DocumentNumber",
    "Expenditure",
    "Expert",
    "ExpertUnit",
    "FormalCheckAnswer",
    "Fund",
    "GroupProposal",
    "History",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Letter",
    "MatchingFund",
    "Meeting",
    "MeetingSlot",
    "Message",
    "Metric",
    "Milestone",
    "Naming",
    "Notice",
    "NoticeItem",
    "Objection",
    "Organisation",
    "Outbox",
    "PanelSeat",
    "Payment",
    "PaymentBatch",
    "PendingSignature",
    "Person",
    "Plan",
    "Programme",
    "Project",
    "Proposal",
    "ProposalMember",
    "ProposalUnit",
    "ProposalVersion",
    "Race",
    "RaceEntry",
    "Remark",
    "ReturnLine",
    "Review",
    "ReviewGroup",
    "ReviewVersion",
    "RoleGrant",
    "Route",
    "Sanction",
    "Stage",
    "StageResult",
    "Team",
    "TechnologyField",
    "Timer",
    "Token",
    "TreasuryReturn",
]

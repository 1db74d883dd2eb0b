"""Every table; importing this package makes the metadata complete."""

from app.models.assessments import Assessment, AssessmentSeat, Opinion
from app.models.base import Base, Case
from app.models.calendar import AnnouncedYear
from app.models.calls import Call
from app.models.contracts import ContractVersion, Evidence
from app.models.decisions import Decision, DecisionItem, Notice, NoticeItem, Objection
from app.models.funds import BankAccount, Expenditure, Fund, MatchingFund
from app.models.items import (
    ArgumentOpinion,
    BidTerms,
    Item,
    ItemMetric,
    ItemNode,
    ItemQuestion,
    ItemVersion,
    MetricAnswer,
    SealedBid,
    UserOpinion,
    UserTest,
)
from app.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from app.models.letters import DocumentNumber, Letter
from app.models.milestones import (
    CalendarAddress,
    MetricReading,
    ProjectMilestone,
    SiteVisit,
)
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
    "ArgumentOpinion",
    "Assessment",
    "AssessmentSeat",
    "Attachment",
    "AvoidedExpert",
    "BankAccount",
    "Base",
    "BidTerms",
    "BudgetLine",
    "CalendarAddress",
    "Call",
    "CallRanking",
    "Case",
    "Checkpoint",
    "Conflict",
    "ContractVersion",
    "Decision",
    "DecisionItem",
    "DocumentNumber",
    "Evidence",
    "Expenditure",
    "Expert",
    "ExpertUnit",
    "FormalCheckAnswer",
    "Fund",
    "GroupProposal",
    "History",
    "Item",
    "ItemMetric",
    "ItemNode",
    "ItemQuestion",
    "ItemVersion",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Letter",
    "MatchingFund",
    "Message",
    "Metric",
    "MetricAnswer",
    "MetricReading",
    "Milestone",
    "Notice",
    "NoticeItem",
    "Objection",
    "Opinion",
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
    "ProjectMilestone",
    "Proposal",
    "ProposalMember",
    "ProposalUnit",
    "ProposalVersion",
    "ReturnLine",
    "Review",
    "ReviewGroup",
    "RoleGrant",
    "Sanction",
    "SealedBid",
    "SiteVisit",
    "TechnologyField",
    "Timer",
    "Token",
    "TreasuryReturn",
    "UserOpinion",
    "UserTest",
]

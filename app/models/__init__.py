"""Every table; importing this package makes the metadata complete."""

from app.models.accepting import (
    Acceptance,
    AcceptanceFile,
    Appeal,
    ChangeRequest,
    ProjectEnding,
    ResearchResult,
    Suspension,
)
from app.models.assessments import Assessment, AssessmentSeat, Opinion
from app.models.base import Base, Case
from app.models.calendar import AnnouncedYear
from app.models.calls import Call
from app.models.contracts import ContractVersion, Evidence
from app.models.decisions import Decision, DecisionItem, Notice, NoticeItem, Objection
from app.models.funds import BankAccount, Expenditure, Fund, MatchingFund
from app.models.integrity import IntegrityCase, IntegrityEvidence, Pledge
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
from app.models.plan import IndicatorReading, Plan, Programme, TechnologyField
from app.models.pool import (
    AssignmentRun,
    CreditEntry,
    ExpertAbsence,
    ExpertTie,
    Invitation,
    OfficialRecusal,
)
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
    "Acceptance",
    "AcceptanceFile",
    "AnnouncedYear",
    "Appeal",
    "Assessment",
    "AssessmentSeat",
    "AssignmentRun",
    "Attachment",
    "AvoidedExpert",
    "BankAccount",
    "Base",
    "BudgetLine",
    "CalendarAddress",
    "Call",
    "CallRanking",
    "Case",
    "ChangeRequest",
    "Checkpoint",
    "Conflict",
    "ContractVersion",
    "CreditEntry",
    "Decision",
    "DecisionItem",
    "DocumentNumber",
    "Evidence",
    "Expenditure",
    "Expert",
    "ExpertAbsence",
    "ExpertTie",
    "ExpertUnit",
    "FormalCheckAnswer",
    "Fund",
    "GroupProposal",
    "History",
    "IndicatorReading",
    "IntegrityCase",
    "IntegrityEvidence",
    "Invitation",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Letter",
    "MatchingFund",
    "Message",
    "Metric",
    "MetricReading",
    "Milestone",
    "Notice",
    "NoticeItem",
    "Objection",
    "OfficialRecusal",
    "Opinion",
    "Organisation",
    "Outbox",
    "PanelSeat",
    "Payment",
    "PaymentBatch",
    "PendingSignature",
    "Person",
    "Plan",
    "Pledge",
    "Programme",
    "Project",
    "ProjectEnding",
    "ProjectMilestone",
    "Proposal",
    "ProposalMember",
    "ProposalUnit",
    "ProposalVersion",
    "ResearchResult",
    "ReturnLine",
    "Review",
    "ReviewGroup",
    "RoleGrant",
    "Sanction",
    "SiteVisit",
    "Suspension",
    "TechnologyField",
    "Timer",
    "Token",
    "TreasuryReturn",
]

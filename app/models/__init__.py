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
from app.models.api_tokens import ApiToken
from app.models.assessments import Assessment, AssessmentSeat, Opinion
from app.models.base import Base, Case
from app.models.calendar import AnnouncedYear
from app.models.calls import Call, CallTask
from app.models.consortia import Share
from app.models.contracts import ContractVersion, Evidence
from app.models.decisions import Decision, DecisionItem, Notice, NoticeItem, Objection
from app.models.desk import SavedView, Takeaway, Visit
from app.models.earlier import EarlierProject
from app.models.finding import SearchEntry, search_word
from app.models.funds import BankAccount, Expenditure, Fund, MatchingFund
from app.models.identity import (
    AccessRequest,
    Factor,
    OutsideIdentity,
    RecoveryCode,
    SignIn,
    WrongTries,
)
from app.models.integrity import IntegrityCase, IntegrityEvidence, Pledge
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
from app.models.panels import (
    Meeting,
    MeetingSlot,
    Naming,
    Remark,
    ReviewVersion,
    SecretVote,
    VoteCandidate,
    Voter,
)
from app.models.payments import Payment, PaymentBatch, ReturnLine, TreasuryReturn
from app.models.people import Organisation, Person, RoleGrant, Sanction, Token
from app.models.plan import IndicatorReading, Plan, PlanTask, Platform, Programme, TechnologyField
from app.models.pool import (
    AssignmentRun,
    CreditEntry,
    ExpertAbsence,
    ExpertTie,
    Invitation,
    OfficialRecusal,
)
from app.models.projects import Project, ProjectPlatform
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
from app.models.scans import FileScan
from app.models.tolerance import Tolerance
from app.models.trust import (
    Checkpoint,
    History,
    Message,
    Outbox,
    PendingSignature,
    Timer,
)
from app.models.uploads import Upload, UploadPart
from app.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "Acceptance",
    "AcceptanceFile",
    "AccessRequest",
    "AnnouncedYear",
    "ApiToken",
    "Appeal",
    "ArgumentOpinion",
    "Assessment",
    "AssessmentSeat",
    "AssignmentRun",
    "Attachment",
    "AvoidedExpert",
    "BankAccount",
    "Base",
    "BidTerms",
    "BudgetLine",
    "CalendarAddress",
    "Call",
    "CallRanking",
    "CallTask",
    "Case",
    "ChangeRequest",
    "Checkpoint",
    "Conflict",
    "ContractVersion",
    "CreditEntry",
    "Decision",
    "DecisionItem",
    "DocumentNumber",
    "EarlierProject",
    "Evidence",
    "Expenditure",
    "Expert",
    "ExpertAbsence",
    "ExpertTie",
    "ExpertUnit",
    "Factor",
    "FileScan",
    "FormalCheckAnswer",
    "Fund",
    "GroupProposal",
    "History",
    "IndicatorReading",
    "IntegrityCase",
    "IntegrityEvidence",
    "Invitation",
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
    "Meeting",
    "MeetingSlot",
    "Message",
    "Metric",
    "MetricAnswer",
    "MetricReading",
    "Milestone",
    "Naming",
    "Notice",
    "NoticeItem",
    "Objection",
    "OfficialRecusal",
    "Opinion",
    "Organisation",
    "Outbox",
    "OutsideIdentity",
    "PanelSeat",
    "Payment",
    "PaymentBatch",
    "PendingSignature",
    "Person",
    "Plan",
    "PlanTask",
    "Platform",
    "Pledge",
    "Programme",
    "Project",
    "ProjectEnding",
    "ProjectMilestone",
    "ProjectPlatform",
    "Proposal",
    "ProposalMember",
    "ProposalUnit",
    "ProposalVersion",
    "Race",
    "RaceEntry",
    "RecoveryCode",
    "Remark",
    "ResearchResult",
    "ReturnLine",
    "Review",
    "ReviewGroup",
    "ReviewVersion",
    "RoleGrant",
    "Route",
    "Sanction",
    "SavedView",
    "SealedBid",
    "SearchEntry",
    "SecretVote",
    "Share",
    "SignIn",
    "SiteVisit",
    "Stage",
    "StageResult",
    "Suspension",
    "Takeaway",
    "Team",
    "TechnologyField",
    "Timer",
    "Token",
    "Tolerance",
    "TreasuryReturn",
    "Upload",
    "UploadPart",
    "UserOpinion",
    "UserTest",
    "Visit",
    "VoteCandidate",
    "Voter",
    "Webhook",
    "WebhookDelivery",
    "WrongTries",
    "search_word",
]

"""What each kind of case knows, as its guards see it.

Fields that name what is missing are tuples of words shown to people; empty means nothing is
missing. Moments are aware UTC, money is in 分, scores are hundredths of a point.
"""

from workflows.facts.accepting import (
    AcceptanceFacts,
    AppealFacts,
    ChangeFacts,
    SuspensionFacts,
)
from workflows.facts.call import CallFacts
from workflows.facts.fees import FeeListFacts
from workflows.facts.integrity import IntegrityFacts
from workflows.facts.invitation import InvitationFacts
from workflows.facts.item import ItemFacts
from workflows.facts.letter import LetterFacts
from workflows.facts.milestone import MilestoneFacts, OpinionFacts
from workflows.facts.money import AnnualPoolFacts, BatchFacts, FundFacts, PaymentFacts, ShareFacts
from workflows.facts.notice import NoticeFacts, ObjectionFacts
from workflows.facts.project import ProjectFacts
from workflows.facts.proposal import ProposalFacts
from workflows.facts.race import RaceFacts, StageFacts, TeamFacts
from workflows.facts.review import ReviewFacts, ReviewGroupFacts
from workflows.facts.sampling import AuditSampleFacts, SpendingAuditFacts
from workflows.facts.tolerance import ToleranceFacts
from workflows.facts.words import Names

__all__ = [
    "AcceptanceFacts",
    "AnnualPoolFacts",
    "AppealFacts",
    "AuditSampleFacts",
    "BatchFacts",
    "CallFacts",
    "ChangeFacts",
    "FeeListFacts",
    "FundFacts",
    "IntegrityFacts",
    "InvitationFacts",
    "ItemFacts",
    "LetterFacts",
    "MilestoneFacts",
    "Names",
    "NoticeFacts",
    "ObjectionFacts",
    "OpinionFacts",
    "PaymentFacts",
    "ProjectFacts",
    "ProposalFacts",
    "RaceFacts",
    "ReviewFacts",
    "ReviewGroupFacts",
    "ShareFacts",
    "SpendingAuditFacts",
    "StageFacts",
    "SuspensionFacts",
    "TeamFacts",
    "ToleranceFacts",
]

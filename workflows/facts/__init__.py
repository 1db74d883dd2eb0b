"""What each kind of case knows, as its guards see it.

Fields that name what is missing are tuples of words shown to people; empty means nothing is
missing. Moments are aware UTC, money is in 分, scores are hundredths of a point.
"""

from workflows.facts.call import CallFacts
from workflows.facts.letter import LetterFacts
from workflows.facts.money import BatchFacts, FundFacts, PaymentFacts
from workflows.facts.notice import NoticeFacts, ObjectionFacts
from workflows.facts.project import ProjectFacts
from workflows.facts.proposal import ProposalFacts
from workflows.facts.race import RaceFacts, RouteFacts, StageFacts, TeamFacts
from workflows.facts.review import ReviewFacts, ReviewGroupFacts
from workflows.facts.words import Names

__all__ = [
    "BatchFacts",
    "CallFacts",
    "FundFacts",
    "LetterFacts",
    "Names",
    "NoticeFacts",
    "ObjectionFacts",
    "PaymentFacts",
    "ProjectFacts",
    "ProposalFacts",
    "RaceFacts",
    "ReviewFacts",
    "ReviewGroupFacts",
    "RouteFacts",
    "StageFacts",
    "TeamFacts",
]

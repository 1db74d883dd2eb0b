"""The secret vote of a panel between proposals that its scores do not part (§3.3).

Only sums are kept, and who has voted; nothing says who voted for what, nor when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, selectinload

from app.asked import Listed
from app.models import Call, Person, Review, ReviewGroup, SecretVote, VoteCandidate, Voter
from app.ranking.order import Tally
from app.services.door.turns import take_turn
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

ABSTAIN = "abstain"
WATCHERS = frozenset(
    {
        Role.EXPERT,
        Role.PANEL_CHAIR,
        Role.PROGRAMME_OFFICER,
        Role.SUPERVISOR,
        Role.DISCIPLINE,
    }
)
"""Who sees how many have voted and, once counted, the sums."""
_SIGNED = ("signed", "closed")


def open_votes(session: Session, group: ReviewGroup) -> Sequence[SecretVote]:
    return session.scalars(
        select(SecretVote)
        .where(
            SecretVote.group_id == group.id,
            SecretVote.counted_at.is_(None),
            SecretVote.cancelled_at.is_(None),
        )
        .options(selectinload(SecretVote.candidates), selectinload(SecretVote.voters))
        .order_by(SecretVote.id)
    ).all()


def counted_in(session: Session, call: Call) -> list[Tally]:
    """Every counted vote of the call's panels, in the order of counting."""
    found: dict[int, dict[int, int]] = {}
    for one in COUNTED.of(session, call=call.id):
        found.setdefault(one.vote_id, {})[one.proposal_id] = one.votes
    return list(found.values())


_COUNTED_AT = (
    select(SecretVote.counted_at).where(SecretVote.id == VoteCandidate.vote_id).scalar_subquery()
)
COUNTED = Listed(
    VoteCandidate,
    VoteCandidate.vote_id.in_(
        select(SecretVote.id)
        .join(ReviewGroup, ReviewGroup.id == SecretVote.group_id)
        .where(ReviewGroup.call_id == bindparam("call"), SecretVote.counted_at.is_not(None))
    ),
    order=(_COUNTED_AT, VoteCandidate.vote_id),
)


def open_between(
    session: Session, group: ReviewGroup, ties: Iterable[Sequence[int]], now: datetime
) -> None:
    """A vote for each set of tied proposals, among the members who scored all of them: whoever
    stood aside on one has no vote on it."""
    for tied in ties:
        vote = SecretVote(group_id=group.id, opened_at=now)
        vote.candidates = [VoteCandidate(proposal_id=number) for number in tied]
        vote.voters = [Voter(expert_id=number) for number in _who_scored(session, group, tied)]
        session.add(vote)
    session.flush()


def own_vote(vote: SecretVote, person: Person) -> Voter | None:
    return next((v for v in vote.voters if v.expert.person_id == person.id), None)


def cast(
    session: Session, group: ReviewGroup, vote: SecretVote, person: Person, choice: str
) -> Problems | None:
    """`choice`: the id of one of the proposals, or ABSTAIN."""
    own = own_vote(vote, person)
    if not vote.is_open or group.state != "discussing":
        return alone(Text("投票已经结束", "The vote has ended"))
    if own is None or own.expert_id not in _who_scored(session, group, _numbers(vote)):
        return alone(
            Text(
                "您未评审全部同分项目，不参加本次投票",
                "You did not review all of the tied proposals, so you do not vote here",
            )
        )
    if choice != ABSTAIN and choice not in map(str, _numbers(vote)):
        return Problems({"choice": Text("请选择一个项目或弃权", "Choose a proposal or abstain")})
    take_turn(session)
    session.refresh(own)
    if own.has_voted:
        return alone(Text("您已投票，不能再投", "You have already voted"))
    own.has_voted = True
    if choice != ABSTAIN:
        session.execute(
            update(VoteCandidate)
            .where(VoteCandidate.vote_id == vote.id, VoteCandidate.proposal_id == int(choice))
            .values(votes=VoteCandidate.votes + 1)
        )
    session.flush()
    return None


def short_of_ballots(session: Session, group: ReviewGroup) -> tuple[Text, ...]:
    """Open votes in which fewer have voted than the call asks for."""
    percent = group.call.parameters["vote_quorum_percent"]
    return tuple(
        Text(f"已投 {v.cast} / {len(v.voters)}", f"{v.cast} of {len(v.voters)} have voted")
        for v in open_votes(session, group)
        if not v.voters or v.cast * 100 < len(v.voters) * percent
    )


def count(session: Session, group: ReviewGroup, now: datetime) -> Sequence[SecretVote]:
    """Close every open vote of the panel; returns them."""
    votes = open_votes(session, group)
    for vote in votes:
        vote.counted_at = now
    session.flush()
    return votes


def unsound(session: Session, group: ReviewGroup) -> list[SecretVote]:
    """Open votes with a voter whose scores do not count any more, or who left: no ballot can be
    told from the others, and the scores that were equal have changed."""
    return [
        vote
        for vote in open_votes(session, group)
        if {v.expert_id for v in vote.voters} - set(_who_scored(session, group, _numbers(vote)))
    ]


def void(session: Session, group: ReviewGroup, now: datetime) -> None:
    for vote in unsound(session, group):
        vote.cancelled_at = now
    session.flush()


def cancel(session: Session, group: ReviewGroup, now: datetime) -> None:
    for vote in open_votes(session, group):
        vote.cancelled_at = now
    session.flush()


def _numbers(vote: SecretVote) -> list[int]:
    return [candidate.proposal_id for candidate in vote.candidates]


def _who_scored(session: Session, group: ReviewGroup, proposals: Sequence[int]) -> list[int]:
    """Whose signed scores of all these proposals count, a called substitute among them; by seat."""
    scored: dict[int, set[int]] = {}
    rows = session.execute(
        select(Review.expert_id, Review.proposal_id).where(
            Review.group_id == group.id,
            Review.proposal_id.in_(proposals),
            Review.state.in_(_SIGNED),
            Review.struck_at.is_(None),
        )
    )
    for expert, proposal in rows:
        scored.setdefault(expert, set()).add(proposal)
    seats = [s for s in group.seats if s.left_reason is None]
    return [s.expert_id for s in seats if scored.get(s.expert_id) == set(proposals)]

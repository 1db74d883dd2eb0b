"""What happens inside a panel: signed versions, remarks, the defence, namings, votes (§3.1-3.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.proposals import Proposal
from app.models.reviews import Expert, Review, ReviewGroup


class ReviewVersion(Base):
    """A review as it was signed, for good. The first is the independent one; later ones are
    revisions after the discussion, each with its `reason`."""

    __tablename__ = "review_version"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    number: Mapped[int]
    scores: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]]
    vetoes: Mapped[dict[str, Any]]
    overall: Mapped[str] = mapped_column(Text)
    recommends: Mapped[bool | None]
    total: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime]

    review: Mapped[Review] = relationship()


class Remark(Base):
    """What a member says of one proposal in the discussion of its panel."""

    __tablename__ = "discussion_remark"

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class Meeting(Base):
    """The defence meeting (答辩会) of a panel. `called_at`: when the teams were given notice."""

    __tablename__ = "defence_meeting"

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), unique=True)
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    called_at: Mapped[datetime | None]

    group: Mapped[ReviewGroup] = relationship()
    slots: Mapped[list[MeetingSlot]] = relationship(
        back_populates="meeting", order_by="MeetingSlot.position", cascade="all, delete-orphan"
    )


class MeetingSlot(Base):
    """When a proposal is defended; `attended_at` is when its team was seen to be there."""

    __tablename__ = "defence_slot"
    __table_args__ = (UniqueConstraint("meeting_id", "proposal_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("defence_meeting.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime]
    attended_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="slots")
    proposal: Mapped[Proposal] = relationship()


class Naming(Base):
    """A member of the panel names a proposal that split it for the non-consensus channel."""

    __tablename__ = "nonconsensus_naming"
    __table_args__ = (UniqueConstraint("proposal_id", "expert_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    reason: Mapped[str] = mapped_column(Text)
    named_at: Mapped[datetime]


class SecretVote(Base):
    """A vote of a panel (无记名投票) between proposals that its scores do not part (§3.3). It ends
    when it is counted or cancelled."""

    __tablename__ = "secret_vote"

    group_id: Mapped[int] = mapped_column(ForeignKey("review_group.id"), index=True)
    opened_at: Mapped[datetime]
    counted_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    candidates: Mapped[list[VoteCandidate]] = relationship(order_by="VoteCandidate.proposal_id")
    voters: Mapped[list[Voter]] = relationship(order_by="Voter.id")

    @property
    def is_open(self) -> bool:
        return self.counted_at is None and self.cancelled_at is None

    @property
    def cast(self) -> int:
        return sum(voter.has_voted for voter in self.voters)


class VoteCandidate(Base):
    """`votes` is a sum: no row says whose they are, nor when they came."""

    __tablename__ = "vote_candidate"
    __table_args__ = (
        UniqueConstraint("vote_id", "proposal_id"),
        CheckConstraint("votes >= 0", name="votes_count"),
    )

    vote_id: Mapped[int] = mapped_column(ForeignKey("secret_vote.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    votes: Mapped[int] = mapped_column(default=0)

    proposal: Mapped[Proposal] = relationship()


class Voter(Base):
    """A member who may vote, once."""

    __tablename__ = "voter"
    __table_args__ = (UniqueConstraint("vote_id", "expert_id"),)

    vote_id: Mapped[int] = mapped_column(ForeignKey("secret_vote.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    has_voted: Mapped[bool] = mapped_column(default=False)

    expert: Mapped[Expert] = relationship()

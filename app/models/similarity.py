"""查重: which proposals were compared with all others, and what they share; §3.5."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.proposals import Proposal, ProposalVersion


class Comparison(Base):
    """Asked for when a proposal comes to its formal check, with its corrections once more; a worker
    makes it. `compared_at` is None until then."""

    __tablename__ = "comparison"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    asked_at: Mapped[datetime]
    compared_at: Mapped[datetime | None]


class Likeness(Base):
    """Two proposals, the one with the smaller id first, as they stood in these versions: how much
    of each stands in the other, in hundredths of a percent of its text, and how many metrics are
    the same, of one leader under two calls. A row of `passages`: part, begin and end in the one,
    and then in the other."""

    __tablename__ = "likeness"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id < other_id", name="two_in_order"),
        CheckConstraint(
            "one_share BETWEEN 0 AND 10000 AND other_share BETWEEN 0 AND 10000",
            name="shares_in_scale",
        ),
        CheckConstraint("same_metrics >= 0", name="metrics_not_negative"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    one_version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"))
    other_version_id: Mapped[int] = mapped_column(ForeignKey("proposal_version.id"))
    one_share: Mapped[int]
    other_share: Mapped[int]
    same_metrics: Mapped[int] = mapped_column(default=0)
    passages: Mapped[list[Any]]

    one: Mapped[Proposal] = relationship(foreign_keys=[one_id])
    other: Mapped[Proposal] = relationship(foreign_keys=[other_id])
    one_version: Mapped[ProposalVersion] = relationship(foreign_keys=[one_version_id])
    other_version: Mapped[ProposalVersion] = relationship(foreign_keys=[other_version_id])


similarity_mark = Table(
    "similarity_mark",
    Base.metadata,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("proposal_id", Integer, ForeignKey("proposal.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""By what a proposal is found among those that share passages with it (`app.similarity.marks`)."""

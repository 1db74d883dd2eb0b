"""A project: what an approved proposal becomes, and the platforms it uses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.plan import Platform
from app.models.proposals import Proposal


class Project(Case, Base):
    """Money in 分. `number` follows the office's template and is never reused. `term` counts what
    began anew: a pledge signed again, a fault found again on appeal.
    """

    __tablename__ = "project"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)
    kind = "project"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    amount: Mapped[int] = mapped_column(Money)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    term: Mapped[int] = mapped_column(default=1)

    proposal: Mapped[Proposal] = relationship()

    @property
    def mechanism(self) -> str:
        return self.proposal.call.mechanism_key

    @property
    def occasion(self) -> int:
        return self.term


class ProjectPlatform(Base):
    """A platform of the plan that a project uses, and for what (项目与基地的联结)."""

    __tablename__ = "project_platform"
    __table_args__ = (UniqueConstraint("project_id", "platform_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"), index=True)
    use: Mapped[str] = mapped_column(String(300))
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]

    project: Mapped[Project] = relationship()
    platform: Mapped[Platform] = relationship()

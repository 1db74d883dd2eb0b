"""A project: what an approved proposal becomes, and the platforms it uses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.plan import Platform
from app.models.proposals import Proposal


class Project(Case, Base):
    """Money in 分. `number` follows the office's template and is never reused. `own_agreed` is what
    an agreed price or a change of the whole leaves to the units' own money; without one the
    proposal's sum stands. `term` counts what began anew: a pledge signed again, a
    fault found again on appeal.
    """

    __tablename__ = "project"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)
    kind = "project"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    amount: Mapped[int] = mapped_column(Money)
    own_agreed: Mapped[int | None] = mapped_column(Money)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    term: Mapped[int] = mapped_column(default=1)

    proposal: Mapped[Proposal] = relationship()

    @property
    def matching(self) -> int:
        """The units' own and co-funded money, in 分."""
        return self.proposal.matching if self.own_agreed is None else self.own_agreed

    @property
    def mechanism(self) -> str:
        return self.proposal.call.mechanism_key

    @property
    def occasion(self) -> int:
        return self.term


def matching_sum() -> ColumnElement[int]:
    """`Project.matching` over many, in a statement that joins their proposals."""
    return func.sum(func.coalesce(Project.own_agreed, Proposal.matching))


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

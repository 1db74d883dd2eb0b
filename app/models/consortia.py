"""A consortium (联合申报): what each partner of a project has of its money, and how that stands."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.people import Organisation
from app.models.projects import Project


class Share(Case, Base):
    """The share of one partner by contract: `fiscal` of the award and `own` money, in 分.
    `forwarding` is what the lead unit recorded as passed on and the partner has not confirmed;
    `finding` is what was found of its part at acceptance."""

    __tablename__ = "share"
    __table_args__ = (
        UniqueConstraint("project_id", "unit_id"),
        CheckConstraint("fiscal >= 0 AND own >= 0", name="money_not_negative"),
        CheckConstraint("forwarding >= 0", name="forwarding_not_negative"),
        CheckConstraint("finding IN ('', 'done', 'partly', 'not_done')", name="finding_known"),
    )
    kind = "share"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    tasks: Mapped[str] = mapped_column(String(300), default="")
    fiscal: Mapped[int] = mapped_column(Money)
    own: Mapped[int] = mapped_column(Money)
    forwarding: Mapped[int] = mapped_column(Money, default=0, server_default="0")
    finding: Mapped[str] = mapped_column(String(10), default="")
    finding_note: Mapped[str] = mapped_column(String(2000), default="")

    project: Mapped[Project] = relationship()
    unit: Mapped[Organisation] = relationship()

    @property
    def title(self) -> str:
        return self.unit.name

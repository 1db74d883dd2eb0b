"""The audit sample of lump-sum projects (包干制真实性抽查): the draw of a call, and each audit."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case
from app.models.calls import Call
from app.models.projects import Project


class AuditSample(Case, Base):
    """One draw among the projects of a call. `candidates` are their numbers and `places` how many
    are drawn; `commitment` binds both and the secret seed, and is public before the draw, the seed
    after it. `nth` counts the draws of the call."""

    __tablename__ = "audit_sample"
    __table_args__ = (UniqueConstraint("call_id", "nth"),)
    kind = "audit_sample"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    nth: Mapped[int]
    candidates: Mapped[list[str]]
    places: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))

    call: Mapped[Call] = relationship()

    @property
    def title(self) -> str:
        return f"{self.call.title}（{self.nth}）"


class SpendingAudit(Case, Base):
    """A drawn project, whose spending a third party audits; supervision finds it true, or not."""

    __tablename__ = "spending_audit"
    kind = "spending_audit"

    sample_id: Mapped[int] = mapped_column(ForeignKey("audit_sample.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    auditor: Mapped[str] = mapped_column(String(200), default="")
    report_number: Mapped[str] = mapped_column(String(80), default="")
    finding: Mapped[str] = mapped_column(Text, default="")

    sample: Mapped[AuditSample] = relationship()
    project: Mapped[Project] = relationship()

    @property
    def title(self) -> str:
        return self.project.proposal.title

"""Contracts (任务书) in their versions, and the files that prove what a project says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person
from app.models.projects import Project


class ContractVersion(Base):
    """The terms as canonical plain values with their digest; never changed, only followed by the
    next version. `permitted_minutes` names the decision that allows lower metrics in this text;
    `asks_lowering` that it sets metrics below the promise and no decision is taken on that yet;
    `signed_at` stands in the one version all parties have signed.
    """

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("project_id", "version"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    version: Mapped[int]
    terms: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime]
    permitted_minutes: Mapped[str] = mapped_column(String(60), default="")
    asks_lowering: Mapped[bool] = mapped_column(default=False, server_default=false())
    signed_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship()
    drafted_by: Mapped[Person | None] = relationship()


class Evidence(Base):
    """A stored file of a project: proof of matching funds, of a metric's value, of a site visit, of
    what its team shows at a stage of a race: the purpose names the stage by its number, so that it
    is sealed with the rest. `sha256` finds the bytes; what has been withdrawn stays on record.
    (`about_kind`, `about_id`) is the change, appeal, payment or audit it belongs to.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('matching', 'metric', 'report', 'visit',"
            " 'stage_1', 'stage_2', 'stage_3', 'stage_4', 'change', 'appeal', 'bank_return',"
            " 'audit_report')",
            name="purpose_known",
        ),
        Index("ix_evidence_about", "about_kind", "about_id"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("project_milestone.id"), index=True)
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[int | None]
    purpose: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

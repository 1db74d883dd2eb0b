"""What the money is for: the plan, its special programmes, and the technology catalogues."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base


class Plan(Base):
    __tablename__ = "plan"

    title: Mapped[str] = mapped_column(String(200), unique=True)
    document_number: Mapped[str] = mapped_column(String(60))
    issuer: Mapped[str] = mapped_column(String(120))
    first_year: Mapped[int]
    last_year: Mapped[int]


class Programme(Base):
    """A special programme (专项) of the plan; `number` as in its table 5."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    domain: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    focus: Mapped[str] = mapped_column(Text)

    plan: Mapped[Plan] = relationship()
    tasks: Mapped[list[PlanTask]] = relationship(
        back_populates="programme", order_by="PlanTask.number"
    )


class PlanTask(Base):
    """One task (重点任务) of a programme, in the plan's own words; served by calls."""

    __tablename__ = "plan_task"
    __table_args__ = (UniqueConstraint("programme_id", "number"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)

    programme: Mapped[Programme] = relationship(back_populates="tasks")

    @property
    def code(self) -> str:
        """Programme and task, such as 8-2."""
        return f"{self.programme.number}-{self.number}"


class TechnologyField(Base):
    """One entry of a technology catalogue (重点攻关技术目录)."""

    __tablename__ = "technology_field"
    __table_args__ = (UniqueConstraint("catalogue_number", "name"),)

    catalogue_number: Mapped[str] = mapped_column(String(12))
    catalogue_name: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)


class IndicatorReading(Base):
    """Where an indicator of the plan stands in a year, as the office recorded it, with its source;
    the newest of a year counts.
    """

    __tablename__ = "indicator_reading"

    number: Mapped[int] = mapped_column(index=True)
    year: Mapped[int]
    value: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class Platform(Base):
    """A laboratory, platform, institution or park of the plan (its tables 1-4), as it is named
    there; `undertakers` are the units in the plan's words."""

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    undertakers: Mapped[str] = mapped_column(String(500))
    region: Mapped[str] = mapped_column(String(60), default="")

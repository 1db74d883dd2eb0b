"""The days off of a year, as the State Council announces them each autumn, and those ordered at
short notice."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person


class AnnouncedYear(Base):
    """One entry of a year by hand, days as ISO texts; the newest entry of a year counts."""

    __tablename__ = "announced_year"

    year: Mapped[int] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(200))
    days_off: Mapped[list[str]]
    working_weekends: Mapped[list[str]]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entered_at: Mapped[datetime]

    entered_by: Mapped[Person] = relationship()


class OrderedDays(Base):
    """Days off and working days ordered at short notice, as by the province before a typhoon. They
    count once somebody else has confirmed them, over what the year says; the later order counts. A
    refusal has its `reason`, and is also how whoever entered them takes them back."""

    __tablename__ = "ordered_days"
    __table_args__ = (
        CheckConstraint(
            "NOT is_confirmed OR decided_by_id <> entered_by_id",
            name="two_people",
        ),
    )

    issuer: Mapped[str] = mapped_column(String(100))
    document_number: Mapped[str] = mapped_column(String(100))
    document_date: Mapped[date]
    days_off: Mapped[list[str]]
    working_days: Mapped[list[str]]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    entered_by: Mapped[Person] = relationship(foreign_keys=entered_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)

    @property
    def source(self) -> str:
        return f"{self.issuer} {self.document_number} {self.document_date}"

"""Days off and working days that were ordered: those of a year, as the State Council announces them
each autumn, and those ordered at short notice, as by the province before a typhoon."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person


class AnnouncedYear(Base):
    """What one alone had entered of a year, carried over since 0116: it waits to be dropped."""

    __tablename__ = "announced_year"

    year: Mapped[int] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(200))
    days_off: Mapped[list[str]]
    working_weekends: Mapped[list[str]]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    entered_at: Mapped[datetime]


class OrderedDays(Base):
    """Days as ISO texts. They count once somebody else has confirmed them, over what was known; the
    later order counts. `year`: whose arrangement the order is. A refusal has its `reason`, and is
    also how whoever entered them takes them back. Nobody has decided on what was carried over from
    the time when one alone entered a year: it counts since then.
    """

    __tablename__ = "ordered_days"
    __table_args__ = (
        CheckConstraint(
            "NOT is_confirmed OR decided_by_id <> entered_by_id",
            name="two_people",
        ),
    )

    year: Mapped[int | None]
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
        return f"{self.issuer} {self.document_number} {self.document_date}".lstrip()

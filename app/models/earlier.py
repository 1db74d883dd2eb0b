"""Projects of earlier years that ran in another system: taken over from a sheet, never moved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Money
from app.models.people import Organisation, Person


class EarlierProject(Base):
    """No case: it has no state here, only how it stood when it was taken over. `outcome` is
    `running` or a word of `app.services.review.past_results.ENDED`. `granted`, `paid` and `spent`
    are opening figures (期初数) in 分 as the other system had them; the books here know nothing of
    them. `number` is the other system's and makes a repeated import bring the row up to date."""

    __tablename__ = "earlier_project"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('running', 'passed', 'concluded', 'failed', 'terminated', 'revoked')",
            name="outcome_known",
        ),
        CheckConstraint("(outcome = 'running') = (ended_on IS NULL)", name="ending_is_whole"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("granted > 0 AND paid >= 0 AND spent >= 0", name="money_not_negative"),
        CheckConstraint("paid <= granted", name="paid_within_grant"),
    )

    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    programme: Mapped[str] = mapped_column(String(200), default="")
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(12))
    ended_on: Mapped[date | None]
    granted: Mapped[int] = mapped_column(Money)
    paid: Mapped[int] = mapped_column(Money)
    spent: Mapped[int] = mapped_column(Money)
    imported_at: Mapped[datetime]

    leader: Mapped[Person] = relationship()
    unit: Mapped[Organisation] = relationship()

"""The money of a year (年度经费盘子): entered by the planning office and confirmed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Case, Money

_OPEN = text("state = 'entered'")


class AnnualPool(Case, Base):
    """What calls of `year` may have together, in 分, with the document by which the budget was
    approved. A change is another row with its `reason`: the newest that is confirmed counts, and
    at most one of a year waits to be. What came out of the parameters of calls has no document."""

    __tablename__ = "annual_pool"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index(
            "uq_annual_pool_entered",
            "year",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    kind = "annual_pool"

    year: Mapped[int] = mapped_column(index=True)
    amount: Mapped[int] = mapped_column(Money)
    document_number: Mapped[str] = mapped_column(String(60), default="")
    document_date: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def title(self) -> str:
        return str(self.year)

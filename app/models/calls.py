"""A call: one published round with its own rules, criteria and form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.people import Person
from app.models.plan import PlanTask, Programme
from workflows.parameters import DEFAULTS


class Call(Case, Base):
    """`rules` are the numbers it sets itself, keyed as in workflows.parameters; `criteria` is
    a list of {key, zh, en, weight, technical}; `required_files` a list of {key, zh, en}.
    Money in 分: `budget` for the whole call, `award_most` for one project. `payment_mode` and
    `payee_mode` are keys in workflows.money.modes. `tasks` are those of the plan it serves, and
    `plan_match` is how, in the words of those who approved it.
    """

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("budget >= 0 AND award_most >= 0", name="money_not_negative"),
        CheckConstraint("close_at IS NULL OR open_at < close_at", name="window_in_order"),
    )
    kind = "call"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    mechanism_key: Mapped[str] = mapped_column(String(40))
    implementation_mode: Mapped[str] = mapped_column(
        String(40), server_default="regular", deferred=True
    )
    """Used by nobody since 0068: docs/upgrading.md says when it may go."""
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    guide: Mapped[str] = mapped_column(Text, default="")
    guide_en: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    budget: Mapped[int] = mapped_column(Money, default=0)
    award_most: Mapped[int] = mapped_column(Money, default=0)
    planned_awards: Mapped[int] = mapped_column(default=1)
    budget_mode: Mapped[str] = mapped_column(String(20), default="headings")
    payment_mode: Mapped[str] = mapped_column(String(20), default="nodes")
    payee_mode: Mapped[str] = mapped_column(String(20), default="lead")
    open_at: Mapped[datetime | None]
    close_at: Mapped[datetime | None]
    recommend_until: Mapped[datetime | None]
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rules_locked_at: Mapped[datetime | None]
    criteria: Mapped[list[Any]] = mapped_column(default=list)
    required_files: Mapped[list[Any]] = mapped_column(default=list)
    plan_match: Mapped[str] = mapped_column(Text, default="")
    paused_from: Mapped[str | None] = mapped_column(String(40))
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    programme: Mapped[Programme] = relationship()
    drafted_by: Mapped[Person] = relationship()
    tasks: Mapped[list[PlanTask]] = relationship(secondary="call_task", order_by=PlanTask.number)

    @property
    def parameters(self) -> dict[str, int]:
        """Every number by its key: as its own rules have it, or else as usual."""
        return DEFAULTS | self.rules

    @property
    def stops_as_one(self) -> bool:
        """Its windows and notices stand still with it (C13). Of a list only the windows of items
        do, each by itself; what is closed already goes its way."""
        return self.mechanism_key != "open_call"

    @property
    def stands_still(self) -> bool:
        return self.state == "paused" and self.stops_as_one

    @property
    def mechanism(self) -> str:
        return self.mechanism_key


class CallTask(Base):
    """A task of the plan that a call serves."""

    __tablename__ = "call_task"
    __table_args__ = (UniqueConstraint("call_id", "plan_task_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    plan_task_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id"), index=True)


class ConsultationComment(Base):
    """What somebody outside says of a call in consultation (征求意见), and the office's answer.

    `part` and `outcome` are keys of app.services.calls.consulting. The public reads `summary`,
    `outcome` and `reason`, and never who sent it; sender and contact are for the officer who
    answers. `sending` is the key of the page it was written on: one page is one comment.
    """

    __tablename__ = "consultation_comment"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'adopted', 'partly', 'rejected')", name="outcome_known"),
        UniqueConstraint("call_id", "sending"),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    receipt_code: Mapped[str] = mapped_column(String(16), unique=True)
    part: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    sending: Mapped[str | None] = mapped_column(String(64))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    filed_at: Mapped[datetime]
    summary: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

"""揭榜挂帅: the item (榜题), its metrics, versions, questions; what is sealed, argued, agreed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.calls import Call
from app.models.people import Organisation, Person
from app.models.plan import TechnologyField


class Item(Case, Base):
    """Money in 分: `ceiling` of public money, `cofunding` of the demand side. `draft` is a revision
    or an amendment that is not published yet; `stood_since` is when its window stood still.
    Bids are sealed with `sealing_key`; `wrapped_key`, which opens them, is itself wrapped by the
    server's key until the close.
    """

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("ceiling >= 0 AND cofunding >= 0", name="money_not_negative"),
        CheckConstraint("round >= 0", name="round_not_negative"),
    )
    kind = "item"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    demander_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    technology_field_id: Mapped[int | None] = mapped_column(ForeignKey("technology_field.id"))
    title: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(Text, default="")
    end_user: Mapped[str] = mapped_column(String(200), default="")
    acceptance: Mapped[str] = mapped_column(Text, default="")
    rights: Mapped[str] = mapped_column(Text, default="")
    ceiling: Mapped[int] = mapped_column(Money, default=0)
    cofunding: Mapped[int] = mapped_column(Money, default=0)
    promises_money: Mapped[bool] = mapped_column(default=False)
    promises_trial: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=0)
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    round: Mapped[int] = mapped_column(default=0)
    close_at: Mapped[datetime | None] = mapped_column(index=True)
    stood_since: Mapped[datetime | None]
    extension_allowed: Mapped[bool] = mapped_column(default=False)
    extended: Mapped[bool] = mapped_column(default=False)
    metrics_since: Mapped[datetime | None]
    sealing_key: Mapped[str] = mapped_column(String(100), default="")
    wrapped_key: Mapped[str] = mapped_column(String(200), default="")
    key_released_at: Mapped[datetime | None]
    argument_draw: Mapped[dict[str, Any]] = mapped_column(default=dict)
    converted_call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))

    call: Mapped[Call] = relationship(foreign_keys=[call_id])
    converted_call: Mapped[Call | None] = relationship(foreign_keys=[converted_call_id])
    demander: Mapped[Organisation] = relationship()
    contact: Mapped[Person] = relationship()
    technology_field: Mapped[TechnologyField | None] = relationship()
    metrics: Mapped[list[ItemMetric]] = relationship(
        cascade="all, delete-orphan", order_by="ItemMetric.position"
    )
    nodes: Mapped[list[ItemNode]] = relationship(
        cascade="all, delete-orphan", order_by="ItemNode.position"
    )
    versions: Mapped[list[ItemVersion]] = relationship(order_by="ItemVersion.version")
    opinions: Mapped[list[ArgumentOpinion]] = relationship(order_by="ArgumentOpinion.id")

    @property
    def mechanism(self) -> str:
        return self.call.mechanism_key

    @property
    def occasion(self) -> int:
        """The round of posting: the letters of each round are letters of their own."""
        return max(1, self.round)


class ItemMetric(Base):
    """What a bid must promise."""

    __tablename__ = "item_metric"
    __table_args__ = (
        CheckConstraint("direction IN ('at_least', 'at_most', 'equal')", name="direction_known"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40), default="")
    direction: Mapped[str] = mapped_column(String(10))
    threshold: Mapped[str] = mapped_column(String(40))
    test_method: Mapped[str] = mapped_column(String(300), default="")
    evidence_kind: Mapped[str] = mapped_column(String(120), default="")
    is_core: Mapped[bool] = mapped_column(default=True)


class ItemNode(Base):
    """A time node (时间节点) of the posting."""

    __tablename__ = "item_node"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]


class ItemVersion(Base):
    """What was posted, for good, with what changed since the version before."""

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    version: Mapped[int]
    round: Mapped[int]
    content: Mapped[dict[str, Any]]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    is_material: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime]


class ItemQuestion(Base):
    """A question of anybody; it is published with its answer, and never says who asked."""

    __tablename__ = "item_question"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class ArgumentOpinion(Base):
    """A drawn expert's answers to the tests of B2; none is given before `signed_at`. `text` is the
    digest of what is argued (empty where it was drawn before that was noted), `left_reason` why
    somebody else was drawn instead."""

    __tablename__ = "argument_opinion"
    __table_args__ = (UniqueConstraint("item_id", "round", "expert_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    round: Mapped[int]
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    is_real: Mapped[bool | None]
    is_urgent: Mapped[bool | None]
    is_beyond_them: Mapped[bool | None]
    is_quantifiable: Mapped[bool | None]
    is_open_to_all: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    signed_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(String(64), default="", server_default="")
    drawn_at: Mapped[datetime | None]
    left_reason: Mapped[str | None] = mapped_column(String(300))


class SealedBid(Base):
    """The encrypted content of a bid until the close; destroyed when it is never opened."""

    __tablename__ = "sealed_bid"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class MetricAnswer(Base):
    """How a bid means to reach one posted metric. 分."""

    __tablename__ = "metric_answer"
    __table_args__ = (CheckConstraint("price >= 0", name="price_not_negative"),)

    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id"), unique=True)
    route: Mapped[str] = mapped_column(String(1000), default="")
    evidence: Mapped[str] = mapped_column(String(500), default="")
    plan: Mapped[str] = mapped_column(String(500), default="")
    price: Mapped[int] = mapped_column(Money, default=0)


class UserOpinion(Base):
    """What the demand side thinks of a shortlisted bid; a veto waits for review. `silent` is what
    the clock writes where nothing was said in time: then nobody has given it."""

    __tablename__ = "user_opinion"
    __table_args__ = (
        CheckConstraint("stance IN ('support', 'neutral', 'veto', 'silent')", name="stance_known"),
        CheckConstraint("stance <> 'veto' OR veto_reason <> ''", name="veto_has_a_reason"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    stance: Mapped[str] = mapped_column(String(10))
    opinion: Mapped[str] = mapped_column(Text)
    veto_reason: Mapped[str] = mapped_column(Text, default="")
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissal: Mapped[str] = mapped_column(Text, default="")


class BidTerms(Base):
    """What bidder and demand side agreed on in matching. 分."""

    __tablename__ = "bid_terms"
    __table_args__ = (CheckConstraint("price > 0", name="price_positive"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    price: Mapped[int] = mapped_column(Money)
    delivery: Mapped[str] = mapped_column(Text)
    rights: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[datetime]


class UserTest(Base):
    """The test at the user's: the third party's report and the user's signed finding (B16)."""

    __tablename__ = "user_test"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), unique=True)
    tester: Mapped[str] = mapped_column(String(200))
    accreditation: Mapped[str] = mapped_column(String(80))
    scenario: Mapped[str] = mapped_column(Text)
    tested_on: Mapped[date]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    finding: Mapped[str] = mapped_column(Text, default="")
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]

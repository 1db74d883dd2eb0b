"""A race (赛马争先): its plan, routes, stages and teams, and what each stage found (§2.3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Case, Money
from app.models.calls import Call
from app.models.proposals import Proposal
from app.models.reviews import ReviewGroup


class Race(Case, Base):
    """Money in 分: `pool` is all that the call sets aside, `prize` the part of it for the finish;
    the rest are the pools of the stages. `finish_line` and the indicators of a stage are lists of
    {name, unit, direction, target}. `new_target` and `new_line` wait for a decision while the race
    refocuses. `back_to` is where a halt or a refocus returns to. The counts are what a race may do
    only so many times. `entry_until` ends the window of the last supplementary entry.
    """

    __tablename__ = "race"
    __table_args__ = (
        CheckConstraint("prize >= 0 AND prize <= pool", name="prize_in_pool"),
        CheckConstraint("stage >= 0 AND stage <= 4", name="stage_in_range"),
        CheckConstraint("paid_through >= 0 AND paid_through <= stage", name="never_paid_ahead"),
    )
    kind = "race"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    target: Mapped[str] = mapped_column(Text, default="")
    finish_line: Mapped[list[Any]] = mapped_column(default=list)
    loser_rule: Mapped[str] = mapped_column(Text, default="")
    formula: Mapped[str] = mapped_column(String(40), default="base_merit")
    pool: Mapped[int] = mapped_column(Money, default=0)
    prize: Mapped[int] = mapped_column(Money, default=0)
    converge_at: Mapped[int] = mapped_column(default=1)
    ends_on: Mapped[date | None]
    target_version: Mapped[int] = mapped_column(default=1)
    stage: Mapped[int] = mapped_column(default=0)
    paid_through: Mapped[int] = mapped_column(default=0)
    back_to: Mapped[str | None] = mapped_column(String(40))
    new_target: Mapped[str] = mapped_column(Text, default="")
    new_line: Mapped[list[Any]] = mapped_column(default=list)
    refocus_finding: Mapped[str] = mapped_column(Text, default="")
    entry_tried: Mapped[bool] = mapped_column(default=False)
    entry_until: Mapped[datetime | None]
    floor_waived: Mapped[bool] = mapped_column(default=False)
    report: Mapped[str] = mapped_column(Text, default="")
    extensions: Mapped[int] = mapped_column(default=0)
    long_extensions: Mapped[int] = mapped_column(default=0)
    final_extensions: Mapped[int] = mapped_column(default=0)
    refocuses: Mapped[int] = mapped_column(default=0)
    rescues: Mapped[int] = mapped_column(default=0)
    halts: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0)

    call: Mapped[Call] = relationship()
    stages: Mapped[list[Stage]] = relationship(
        back_populates="race", order_by="Stage.number", cascade="all, delete-orphan"
    )
    routes: Mapped[list[Route]] = relationship(back_populates="race", order_by="Route.id")
    teams: Mapped[list[Team]] = relationship(back_populates="race", order_by="Team.id")

    @property
    def title(self) -> str:
        return self.call.title

    @property
    def last_decided(self) -> Stage | None:
        return next((s for s in reversed(self.stages) if s.decided_at is not None), None)

    @property
    def current(self) -> Stage | None:
        """The stage the race is in; None before the start."""
        return next((stage for stage in self.stages if stage.number == self.stage), None)

    @property
    def is_in_last_stage(self) -> bool:
        """Which ends in the final review, and has no checkpoint."""
        return bool(self.stages) and self.current is self.stages[-1]


class Stage(Case, Base):
    """A stage of a race. `due_on` is the day evidence is due, the same for every team; `quota` how
    many teams may go on; `document` names the one document of its decision."""

    __tablename__ = "race_stage"
    __table_args__ = (
        UniqueConstraint("race_id", "number"),
        CheckConstraint("number >= 1 AND number <= 4", name="number_in_range"),
        CheckConstraint("pool > 0 AND quota >= 1", name="plan_positive"),
        CheckConstraint(
            "(document IS NULL) = (decided_at IS NULL)", name="decided_in_one_document"
        ),
    )
    kind = "stage"

    race_id: Mapped[int] = mapped_column(ForeignKey("race.id"), index=True)
    number: Mapped[int]
    pool: Mapped[int] = mapped_column(Money)
    quota: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date]
    indicators: Mapped[list[Any]] = mapped_column(default=list)
    protocol: Mapped[str] = mapped_column(Text, default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("review_group.id"))
    notice_from: Mapped[date | None]
    notice_to: Mapped[date | None]
    document: Mapped[str | None] = mapped_column(String(80))
    minutes_number: Mapped[str] = mapped_column(String(80), default="")
    minutes_on: Mapped[date | None]
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    race: Mapped[Race] = relationship(back_populates="stages")
    group: Mapped[ReviewGroup | None] = relationship()
    results: Mapped[list[StageResult]] = relationship(
        back_populates="stage", order_by="StageResult.team_id"
    )


class Route(Case, Base):
    """A technical route; every team has exactly one main route. `cause` says why it is dead."""

    __tablename__ = "race_route"
    __table_args__ = (UniqueConstraint("race_id", "name"),)
    kind = "route"

    race_id: Mapped[int] = mapped_column(ForeignKey("race.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    cause: Mapped[str] = mapped_column(String(500), default="")

    race: Mapped[Race] = relationship(back_populates="routes")


class Team(Case, Base):
    """A proposal that entered. Money in 分; `cost_to_finish` is what finishing still costs and
    `ready_on` the day its approved plan ends, as last declared.
    `agreed` is the digest of the terms it signed. `holds` counts yellow cards in a row, `kept` how
    often it was held as the last runner. `share` is what the formula gave it for the next stage,
    `ring_fenced` what waits for its appeal. What a card was shown for is to be rectified by
    `rectify_until`, or waits for a re-test since `rectified_at`; None: neither is to come.
    `crossed` is its place in the order of valid passes.
    """

    __tablename__ = "race_team"
    __table_args__ = (
        CheckConstraint(
            "cost_to_finish >= 0 AND share >= 0 AND ring_fenced >= 0", name="money_not_negative"
        ),
        CheckConstraint("appeal IN ('none', 'open', 'upheld', 'dismissed')", name="appeal_known"),
        CheckConstraint("state <> 'finished' OR crossed >= 1", name="finished_has_crossed"),
        CheckConstraint("merges_with_id <> id", name="merges_with_another"),
    )
    kind = "team"

    race_id: Mapped[int] = mapped_column(ForeignKey("race.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("race_route.id"), index=True)
    lane: Mapped[str] = mapped_column(String(4))
    cost_to_finish: Mapped[int] = mapped_column(Money, default=0)
    ready_on: Mapped[date | None]
    agreed: Mapped[str] = mapped_column(String(64), default="")
    holds: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    rectify_until: Mapped[date | None]
    rectified_at: Mapped[datetime | None]
    appeal: Mapped[str] = mapped_column(String(12), default="none")
    appeal_reason: Mapped[str] = mapped_column(Text, default="")
    share: Mapped[int] = mapped_column(Money, default=0)
    base_share: Mapped[int] = mapped_column(Money, default=0)
    ring_fenced: Mapped[int] = mapped_column(Money, default=0)
    wants_extension: Mapped[bool] = mapped_column(default=False)
    merges_with_id: Mapped[int | None] = mapped_column(ForeignKey("race_team.id"))
    claimed_at: Mapped[datetime | None]
    crossed: Mapped[int] = mapped_column(default=0)

    race: Mapped[Race] = relationship(back_populates="teams")
    proposal: Mapped[Proposal] = relationship()
    route: Mapped[Route] = relationship()
    merges_with: Mapped[Team | None] = relationship(remote_side="Team.id", post_update=True)

    @property
    def title(self) -> str:
        return self.proposal.title


class StageResult(Base):
    """What one stage found of one team. `score` and `spread` (its standard deviation) in
    hundredths of a point; `terms` are those it stood under, `measured` what the third party
    (`tester`) measured by the name of the indicator. While its evidence counts, `cost_before` and
    `ready_before` keep what the team had declared of its way before it. `proposed` rests on the
    rule named `ground`; `edited` when people departed from it, with their reason. `outcome` is what
    the one decision of the stage made effective."""

    __tablename__ = "stage_result"
    __table_args__ = (
        UniqueConstraint("stage_id", "team_id"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 10000)", name="score_in_scale"),
        CheckConstraint(
            "proposed IS NULL OR proposed IN ('advance', 'hold', 'eliminate')",
            name="proposal_known",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('advance', 'hold', 'eliminate')", name="outcome_known"
        ),
    )

    stage_id: Mapped[int] = mapped_column(ForeignKey("race_stage.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("race_team.id"), index=True)
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence: Mapped[str] = mapped_column(Text, default="")
    cost_to_finish: Mapped[int] = mapped_column(Money, default=0)
    plan_days: Mapped[int] = mapped_column(default=0)
    cost_before: Mapped[int | None] = mapped_column(Money)
    ready_before: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    tester: Mapped[str] = mapped_column(String(200), default="", server_default="")
    tested_on: Mapped[date | None]
    test_report: Mapped[str] = mapped_column(String(200), default="")
    measured: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hard_met: Mapped[bool] = mapped_column(default=False)
    score: Mapped[int | None]
    spread: Mapped[int | None]
    proposed: Mapped[str | None] = mapped_column(String(12))
    ground: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)
    edited: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str | None] = mapped_column(String(12))

    stage: Mapped[Stage] = relationship(back_populates="results")
    team: Mapped[Team] = relationship()


class RaceEntry(Base):
    """What an applicant declares for a race beside the proposal: the main route, what reaching the
    finish costs (分) and how long it takes, and that the rule for losers is accepted.
    `supplementary`: it was begun in a supplementary entry."""

    __tablename__ = "race_entry"
    __table_args__ = (
        CheckConstraint("cost_to_finish >= 0 AND plan_days >= 0", name="plan_not_negative"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    route_name: Mapped[str] = mapped_column(String(80), default="")
    cost_to_finish: Mapped[int] = mapped_column(Money, default=0)
    plan_days: Mapped[int] = mapped_column(default=0)
    accepts_loser_rule: Mapped[bool] = mapped_column(default=False)
    supplementary: Mapped[bool] = mapped_column(default=False)

    proposal: Mapped[Proposal] = relationship()

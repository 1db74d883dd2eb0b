"""The states of a race and of what belongs to it, and the outcomes of a stage (§2.3).

The keys are those of the definitions: a row's state is read as `TeamIs(row.state)`.
"""

from __future__ import annotations

from enum import StrEnum


class RaceIs(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    ENTRY_CLOSED = "entry_closed"
    ENTRY_REVIEW = "entry_review"
    NOTICE = "notice"
    RUNNING = "running"
    CHECKPOINT = "checkpoint"
    RESULT_NOTICE = "result_notice"
    REALLOC = "realloc"
    REFOCUSING = "refocusing"
    RESCUE = "rescue"
    HALTED = "halted"
    FINAL = "final"
    FINISHED = "finished"
    NO_FINISH = "no_finish"
    SOLVED_ELSEWHERE = "solved_elsewhere"
    CANCELLED = "cancelled"


class TeamIs(StrEnum):
    ENTERED = "entered"
    RESERVE = "reserve"
    RACING = "racing"
    AT_CHECKPOINT = "at_checkpoint"
    HELD = "held"
    ELIM_PENDING = "elim_pending"
    SUSPENDED = "suspended"
    ELIMINATED = "eliminated"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"
    FINISHED = "finished"
    RUNNER_UP = "runner_up"
    NOT_FINISHED = "not_finished"


class StageIs(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    EVIDENCE_DUE = "evidence_due"
    ASSESSING = "assessing"
    RESULT_DRAFT = "result_draft"
    NOTICE = "notice"
    OBJECTION = "objection"
    EFFECTIVE = "effective"
    CLOSED = "closed"


class RouteIs(StrEnum):
    ALIVE = "alive"
    PAUSED = "paused"
    DEAD = "dead"


class Outcome(StrEnum):
    """What a stage's result proposes, and what its one decision makes effective."""

    ADVANCE = "advance"
    HOLD = "hold"
    ELIMINATE = "eliminate"


class Appeal(StrEnum):
    """Against a proposed elimination; once for each."""

    NONE = "none"
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


BEFORE_START = frozenset(
    {RaceIs.DRAFT, RaceIs.POSTED, RaceIs.ENTRY_CLOSED, RaceIs.ENTRY_REVIEW, RaceIs.NOTICE}
)
OVER = frozenset({RaceIs.FINISHED, RaceIs.NO_FINISH, RaceIs.SOLVED_ELSEWHERE, RaceIs.CANCELLED})
ACTIVE = frozenset({TeamIs.RACING, TeamIs.AT_CHECKPOINT, TeamIs.HELD, TeamIs.ELIM_PENDING})
"""The teams I1 counts."""

LEFT = frozenset({TeamIs.ELIMINATED, TeamIs.WITHDRAWN, TeamIs.DISQUALIFIED, TeamIs.MERGED})
"""The teams I6 lets nothing be ordered for any more."""

DECIDED = frozenset({StageIs.EFFECTIVE, StageIs.CLOSED})

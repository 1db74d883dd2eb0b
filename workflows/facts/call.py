"""What the guards of a call look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workflows.facts.urgent import UrgentFacts
from workflows.facts.words import (
    Closing,
    ConsultationEnds,
    Names,
    NeedsEnd,
    NoticeEnds,
    NoticeOrItsDraft,
    Opening,
    PauseEnds,
    RecommendingEnds,
)


@dataclass(frozen=True, kw_only=True)
class CallFacts(UrgentFacts):
    """In 分: `pool` is that of its year, None before one is confirmed; `pool_drawn` what calls have
    out of it;
    `large_awards` are proposed above the sum that is reported to the government;
    `deviations_without_reason` are proposals decided against the rank order without a word;
    `nonconsensus_sum` is what goes to proposals of the non-consensus channel, of its reserve;
    `plan_tasks` are the codes of the tasks of the plan it serves, `without_task` the proposed ones
    that name none of them; `first_stage_due` is when evidence of stage 1 of its race is due;
    `untold`: its list is decided and no result of it is told yet; `in_play` what of it may still be
    awarded; `left_to_the_meeting`: nobody is left whom the office puts on notice or has to tell;
    `notice_until`: until it is drafted the term to draft it. Once it is over: `late_money` is what
    its budget holds, in 分; `project_appeals` are projects whose appeal is open, `appeal_terms`
    those that may still appeal; `awards_to_come` what may still be awarded out of it.
    `pause_until`: as long as its pause lacks minutes, the term to ratify it.
    `unrehearsed` is what there is to say of its rehearsal."""

    guide_problems: Names = ()
    unrehearsed: Names = ()
    plan_tasks: Names = ()
    without_task: Names = ()
    criteria_weight: int = 100
    budget: int = 0
    pool: int | None = None
    pool_drawn: int = 0
    window_days: int = 0
    open_at: Opening = None
    close_at: Closing = None
    recommend_until: RecommendingEnds = None
    first_stage_due: date | None = None
    consulted_until: ConsultationEnds = None
    comments_unanswered: int = 0
    in_formal_check: Names = ()
    valid_count: int = 0
    not_reviewed: Names = ()
    decision_drafted: bool = False
    undecided: Names = ()
    proposed: Names = ()
    held_in_reserve: Names = ()
    deviations_without_reason: Names = ()
    below_threshold: Names = ()
    voted_down: Names = ()
    to_review_again: Names = ()
    vetoed: Names = ()
    nonconsensus_sum: int = 0
    nonconsensus_reserve: int = 0
    awards_sum: int = 0
    large_awards: Names = ()
    integrity_findings: Names = ()
    limit_findings: Names = ()
    notices_ended: int = 0
    waiting_for_notice: Names = ()
    untold: bool = False
    in_play: Names = ()
    left_to_the_meeting: bool = False
    notice_drafted: bool = True
    notice_ends_at: NoticeEnds = None
    notice_until: NoticeOrItsDraft = None
    paused_from: str = ""
    pause_until: PauseEnds = None
    needs_until: NeedsEnd = None
    items_ready: int = 0
    items_unready: Names = ()
    items_open: Names = ()
    items_bound: Names = ()
    ceilings_sum: int = 0
    late_money: int = 0
    project_appeals: Names = ()
    appeal_terms: Names = ()
    awards_to_come: Names = ()

    @property
    def new_open_at(self) -> datetime | None:
        return self._typed("new_open_at")

    @property
    def new_close_at(self) -> datetime | None:
        return self._typed("new_close_at")

    def _typed(self, ask: str) -> datetime | None:
        """The moment answered to a question; None while there is no answer."""
        answer = self.given.get(ask, "")
        return datetime.fromisoformat(answer) if answer else None

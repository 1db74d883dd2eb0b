"""The outcomes of a stage: scored by one panel, drafted by the rules, edited with reasons only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import pstdev

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Person, Review, Stage, StageResult
from app.names import unfit
from app.ranking.aggregate import ReviewMarks, Summary, in_hundredths, summarise
from app.services.awarding.ranking import counted
from app.services.calls.criteria import criteria_of
from app.services.problems import Problems, alone
from app.services.races.checkpoints import has_too_few_scores
from app.services.races.snapshot import snapshot
from workflows.engine.text import Text
from workflows.race.by_rule import Ground, Proposal, all_below, at_checkpoint, choices
from workflows.race.outcomes import outcome_faults, propose, protect, would_break
from workflows.race.state import RaceState
from workflows.race.words import Outcome

OUTCOME_LABELS: dict[str, Text] = {
    "advance": Text("晋级", "Advanced"),
    "hold": Text("保持（黄牌）", "Held (yellow card)"),
    "eliminate": Text("淘汰", "Eliminated"),
}
_DEPARTS = Text(
    "{ruled}。偏离规则结论，改为“{outcome}”，理由：{reason}",
    "{ruled}. Departs from the rule-based outcome: changed to “{outcome}”. Reason: {reason}",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What people decide for one team; a departure from the rules has its reason."""

    outcome: str
    reason: str = ""


REASON_MOST = 1000

AT_STAKE = ("at_checkpoint", "elim_pending")
"""States of a team for which an outcome is drafted: whoever has left or is suspended gets none."""


def open_results(stage: Stage) -> list[StageResult]:
    """Of the teams that stand at this checkpoint now."""
    return [r for r in stage.results if r.team.state in AT_STAKE]


def drafted(stage: Stage) -> dict[str, list[object]]:
    """What is drafted now, for a page that two officers may have open at once."""
    return {str(r.team_id): [r.proposed, r.reason] for r in open_results(stage)}


def score_teams(session: Session, stage: Stage) -> None:
    """Score and spread of every team from the one panel."""
    counting = _counting(session, stage)
    for result in open_results(stage):
        result.score, result.spread = counting[result.team_id]


def outdated(session: Session, stage: Stage) -> tuple[str, ...]:
    """Lanes whose outcome was drafted by scores some of which were struck since (§3.2)."""
    counting = _counting(session, stage)
    return tuple(
        r.team.lane for r in open_results(stage) if (r.score, r.spread) != counting[r.team_id]
    )


def _counting(session: Session, stage: Stage) -> dict[int, tuple[int | None, int | None]]:
    """Score and spread by team, from the reviews that count; who handed in nothing has zero."""
    reviews: dict[int, list[Review]] = {}
    for review in session.scalars(
        select(Review).where(Review.group_id == stage.group_id, counted()).order_by(Review.id)
    ):
        reviews.setdefault(review.proposal_id, []).append(review)
    return {
        result.team_id: _result_of(stage, reviews.get(result.team.proposal_id, []))
        if result.submitted_at is not None
        else (0, 0)
        for result in open_results(stage)
    }


def _result_of(stage: Stage, reviews: list[Review]) -> tuple[int | None, int | None]:
    summary = _summary(stage, reviews)
    totals = [review.total for review in reviews if review.total is not None]
    score = None if summary.mean is None else in_hundredths(summary.mean)
    return score, round(pstdev(totals)) if totals else None


def _summary(stage: Stage, reviews: list[Review]) -> Summary:
    rules = stage.race.call.parameters
    criteria = stage.group.criteria if stage.group else []
    return summarise(
        [ReviewMarks(review.id, review.scores, review.recommends) for review in reviews],
        criteria_of(criteria),
        drop_extremes_from=rules["drop_extremes_from"],
        outlier_points=rules["outlier_points"],
    )


def draft(session: Session, stage: Stage, now: datetime) -> None:
    """Every outcome by the published rules, with 保底 applied (R7-R9, R16)."""
    score_teams(session, stage)
    session.flush()
    session.expire(stage.race)
    ruled = _ruled(session, stage, now)
    for result in open_results(stage):
        _take_over(result, ruled[result.team_id])


def _ruled(session: Session, stage: Stage, now: datetime) -> dict[int, Proposal]:
    """What the published rules make of every team, by its id."""
    spreads = {
        str(r.team_id): Fraction(r.spread, 100) for r in open_results(stage) if r.spread is not None
    }
    return {int(p.team): p for p in propose(snapshot(session, stage.race, now), spreads)}


def _take_over(result: StageResult, ruled: Proposal) -> None:
    result.proposed, result.ground = ruled.outcome.value, ruled.ground.value
    result.reason, result.edited = {"zh": ruled.reason.zh, "en": ruled.reason.en}, False


def protect_drafts(session: Session, stage: Stage, now: datetime) -> None:
    """保底: in a draft, what the rules leave no choice about goes back to them; then the
    best-ranked would-be losers are held until the whole set can take effect. On notice nothing
    goes back to the rules: the results are withdrawn, so that all can object (§3.4, R9)."""
    state = snapshot(session, stage.race, now)
    rows = {r.team_id: r for r in open_results(stage) if r.proposed}
    if stage.state == "result_draft":
        _back_to_the_rules(rows, state, _ruled(session, stage, now))
    drafted = [
        Proposal(str(team), Outcome(row.proposed or ""), Ground(row.ground), Text(**row.reason))
        for team, row in rows.items()
    ]
    for one in protect(state, drafted):
        row = rows[int(one.team)]
        if row.proposed != one.outcome.value:
            _take_over(row, one)


def _back_to_the_rules(
    rows: Mapping[int, StageResult], state: RaceState, ruled: Mapping[int, Proposal]
) -> None:
    for team in at_checkpoint(state):
        row = rows[int(team.key)]
        if row.proposed not in choices(state, team):
            _take_over(row, ruled[row.team_id])


def save(
    session: Session, stage: Stage, drafts: Mapping[int, Draft], by: Person, now: datetime
) -> Problems | None:
    """Rewrite the drafted outcomes, by team; whoever saves is a drafter and does not decide."""
    if stage.state != "result_draft":
        return alone(
            Text(
                "结论已公示或已议定，不能再修改",
                "The outcomes are on notice or decided, so they can no longer be edited",
            )
        )
    problems: dict[str, Text] = {}
    rows = {r.team_id: r for r in open_results(stage)}
    ruled = _ruled(session, stage, now)
    for team, one in drafts.items():
        if team not in rows or one.outcome not in OUTCOME_LABELS:
            problems[f"outcome-{team}"] = Text("请选择结论", "Choose an outcome")
        elif (
            one.outcome not in (rows[team].proposed, ruled[team].outcome.value)
            and not one.reason.strip()
        ):
            problems[f"reason-{team}"] = Text(
                "偏离规则结论须写明理由", "To depart from the rule-based outcome, give a reason"
            )
        elif why := unfit(one.reason, REASON_MOST):
            problems[f"reason-{team}"] = why
    if problems:
        return Problems(problems)
    for team, one in drafts.items():
        row = rows[team]
        if one.outcome == ruled[team].outcome.value:
            if one.outcome != row.proposed:
                _take_over(row, ruled[team])
        elif one.reason.strip():
            row.proposed, row.edited = one.outcome, True
            departs = _DEPARTS.format(
                ruled=ruled[team].reason,
                outcome=OUTCOME_LABELS[one.outcome],
                reason=one.reason.strip(),
            )
            row.reason = {"zh": departs.zh, "en": departs.en}
    stage.drafted_by_id = by.id
    return None


def breaches(session: Session, stage: Stage, now: datetime) -> tuple[Text, ...]:
    """Why the drafted outcomes cannot take effect together; empty when they can."""
    state = snapshot(session, stage.race, now)
    drafted = _drafted(stage, state)
    return tuple(outcome_faults(state, drafted)) if drafted else ()


def to_redraft(session: Session, stage: Stage, now: datetime) -> tuple[Text, ...]:
    """Why the outcomes on notice have to be drafted anew by the scores there are: some were struck,
    or the set can no longer take effect. With too few left another panel comes first (P12)."""
    if stage.state != "notice" or has_too_few_scores(session, stage):
        return ()
    lanes = outdated(session, stage)
    struck = _STRUCK.format(lanes="、".join(lanes))
    return (*((struck,) if lanes else ()), *breaches(session, stage, now))


_STRUCK = Text(
    "评分因回避作废（{lanes} 队）", "scores voided for a conflict of interest (team {lanes})"
)


def overtaken(session: Session, now: datetime) -> list[int]:
    """Stages whose outcomes on notice are to be drafted anew first."""
    return [stage.id for stage in ON_NOTICE.of(session) if to_redraft(session, stage, now)]


ON_NOTICE = Listed(Stage, Stage.state == "notice", order=(Stage.id,))


def lacking(session: Session, stage: Stage, now: datetime) -> tuple[Text, ...]:
    """What of I1, I2, I4 and I5 the drafted outcomes would leave lacking."""
    state = snapshot(session, stage.race, now)
    drafted = _drafted(stage, state)
    return tuple(one.reason for one in would_break(state, drafted)) if drafted else ()


def is_all_below(session: Session, stage: Stage, now: datetime) -> bool:
    """Whether nobody is to be judged, but the race to be refocused, extended or rescued (R16)."""
    return stage.state == "result_draft" and all_below(snapshot(session, stage.race, now))


def _drafted(stage: Stage, state: RaceState) -> dict[str, Outcome]:
    """Empty unless there is one for every team."""
    drafted = {str(r.team_id): Outcome(r.proposed) for r in open_results(stage) if r.proposed}
    return drafted if drafted.keys() == {team.key for team in at_checkpoint(state)} else {}

"""What moves of a stage and of a team do to their rows."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.models import Stage, StageResult, Team
from app.services import notice_periods
from app.services.door.timers import refresh_timers
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.races import merging, money, outcomes, retesting, sharing
from app.services.races.checkpoints import terms_of
from app.services.races.entering import entry_of
from app.services.races.evidence import result_of, stand
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.race.by_rule import Ground


@act
def fix_terms(session: Session, stage: Stage, _move: Move) -> None:
    """Everybody who races stands at the checkpoint, on the same terms (I8); when its deadline is
    put off, so do those who have handed in."""
    terms = terms_of(stage)
    for team in stage.race.teams:
        if team.state in ("racing", "held", "at_checkpoint"):
            stand(session, stage, team, terms)
    session.flush()
    session.expire(stage)


@act
def draft_outcomes(session: Session, stage: Stage, move: Move) -> None:
    outcomes.draft(session, stage, move.now)
    stage.drafted_by_id = move.actor_id


@act
def protect_outcomes(session: Session, stage: Stage, move: Move) -> None:
    outcomes.protect_drafts(session, stage, move.now)


@act
def fix_stage_notice(session: Session, stage: Stage, move: Move) -> None:
    stage.notice_from, stage.notice_to = local_date(move.now) + timedelta(days=1), None
    notice_periods.of_stage(session, stage)


@act
def record_stage_decision(session: Session, stage: Stage, move: Move) -> None:
    """One document and one moment for every team (I9)."""
    stage.minutes_number = move.given["minutes_number"]
    stage.minutes_on = date.fromisoformat(move.given["minutes_date"])
    stage.decided_at = move.now
    stage.document = f"stage_decision-stage-{stage.id}"
    for result in outcomes.open_results(stage):
        result.outcome = result.proposed
    session.flush()


@act
def clear_results(session: Session, stage: Stage, _move: Move) -> None:
    """What was handed in and scored at a checkpoint that is held again does not count."""
    for result in stage.results:
        _undeclare(result)
        result.submitted_at = result.score = result.spread = result.proposed = None
        result.tested_on, result.measured = None, {}
        result.tester = result.test_report = ""
        result.hard_met, result.edited = False, False
        result.ground, result.reason = "", {}
    stage.group_id = stage.notice_from = stage.notice_to = None
    session.flush()


@act
def withdraw_outcomes(session: Session, stage: Stage, _move: Move) -> None:
    """What was drafted or on notice is no result. Scores and tests stay, to be put right, and the
    outcomes are drafted and put on notice anew."""
    for result in outcomes.open_results(stage):
        result.proposed, result.edited = None, False
        result.ground, result.reason = "", {}
    stage.notice_from = stage.notice_to = None
    session.flush()


@act
def void_stage_scores(session: Session, stage: Stage, move: Move) -> None:
    """What the panel gave stays to be read, marked void (P12); the stage waits for another one."""
    assert stage.group is not None, "a guard or its notice has seen a panel lock"
    for item in stage.group.items:
        item.voided_at = move.now
    for result in outcomes.open_results(stage):
        if result.submitted_at is not None:
            result.score = result.spread = None
    stage.group_id = None
    session.flush()
    session.refresh(stage)


@act
def receive_evidence(session: Session, team: Team, move: Move) -> None:
    """What the team declares of its way to the finish counts from here."""
    result = result_of(session, team.race.current, team)
    assert result is not None, "a team at a checkpoint has its row"
    result.submitted_at = move.now
    result.cost_before, result.ready_before = team.cost_to_finish, team.ready_on
    team.cost_to_finish = result.cost_to_finish
    team.ready_on = local_date(move.now) + timedelta(days=result.plan_days)


@act
def take_back_evidence(session: Session, team: Team, _move: Move) -> None:
    """What was written stays, to be amended; it counts when it is handed in again."""
    result = result_of(session, team.race.current, team)
    assert result is not None, "a team at a checkpoint has its row"
    _undeclare(result)
    result.submitted_at = None


def _undeclare(result: StageResult) -> None:
    """What the team had declared before counts again, later by the days that the race has stood
    still meanwhile. Of evidence that an earlier version received it is not known."""
    team = result.team
    if result.submitted_at is None or result.cost_before is None:
        return
    declared = local_date(result.submitted_at) + timedelta(days=result.plan_days)
    stood_still = team.ready_on - declared if team.ready_on else timedelta()
    team.cost_to_finish = result.cost_before
    team.ready_on = result.ready_before + stood_still if result.ready_before else None
    result.cost_before = result.ready_before = None


@act
def score_zero(session: Session, team: Team, _move: Move) -> None:
    result = result_of(session, team.race.current, team)
    if result is not None:
        result.score, result.spread = 0, 0


@act
def clear_holds(_session: Session, team: Team, _move: Move) -> None:
    team.holds = 0
    team.appeal, team.appeal_reason = "none", ""
    retesting.end(team)


@act
def count_hold(session: Session, team: Team, move: Move) -> None:
    """A yellow card; a team kept only as the last runner is counted apart."""
    result = result_of(session, team.race.current, team)
    if result is not None and result.ground in ("last_runner", "all_below"):
        team.kept += 1
    else:
        team.holds += 1
    retesting.set_term(session, team, move.now)
    team.appeal, team.appeal_reason = "none", ""


@act
def record_rectified(_session: Session, team: Team, move: Move) -> None:
    team.rectify_until, team.rectified_at = None, move.now


@act
def end_rectifying(_session: Session, team: Team, _move: Move) -> None:
    retesting.end(team)


@act
def settle_team(session: Session, team: Team, move: Move) -> None:
    money.settle(session, team, move)


@act
def open_appeal(_session: Session, team: Team, move: Move) -> None:
    team.appeal, team.appeal_reason = "open", move.given["evidence"]


@act
def forget_appeal(_session: Session, team: Team, _move: Move) -> None:
    """The outcome it was filed against has been withdrawn."""
    team.appeal, team.appeal_reason = "none", ""


@act
def dismiss_appeal(_session: Session, team: Team, _move: Move) -> None:
    team.appeal = "dismissed"


@act
def revise_to_hold(session: Session, team: Team, move: Move) -> None:
    _revise(session, team, "hold", move)


@act
def revise_to_advance(session: Session, team: Team, move: Move) -> None:
    _revise(session, team, "advance", move)


def _revise(session: Session, team: Team, outcome: str, move: Move) -> None:
    """The appeal was right: its outcome is another, in the decision to come or after it."""
    race = team.race
    result = result_of(session, race.current, team) or result_of(session, race.last_decided, team)
    assert result is not None, "an appeal is against an outcome"
    reason = {"zh": move.given["reason"], "en": move.given["reason"]}
    result.proposed, result.edited, result.reason = outcome, True, reason
    if result.outcome is not None:
        result.outcome = outcome
        if outcome == "hold":
            team.holds += 1
            retesting.set_term(session, team, move.now)
    team.appeal = "upheld"


@act
def keep_last_runner(session: Session, team: Team, move: Move) -> None:
    """Its appeal was wrong, and the race cannot do without it: counted apart from other holds."""
    result = result_of(session, team.race.last_decided, team)
    assert result is not None, "a guard has seen that its elimination is decided"
    result.proposed = result.outcome = "hold"
    result.ground, result.edited = Ground.LAST_RUNNER.value, True
    result.reason = {"zh": _KEPT.zh, "en": _KEPT.en}
    team.kept += 1
    retesting.set_term(session, team, move.now)


_KEPT = Text(
    "申诉不成立；议定后其他团队离开，淘汰将使赛事失去最后可冲线的团队：保底保持观察",
    "The appeal was dismissed. Other teams have left since the decision, and without this one "
    "nobody could finish: held as the last runner",
)


@act
def order_ring_fenced(session: Session, team: Team, move: Move) -> None:
    """What was kept for it is ordered; nobody else is cut (R11)."""
    decided = team.race.last_decided
    assert decided is not None, "an appeal follows a decision"
    kept = money.lift_fence(session, team, move)
    amount = min(kept, team.share if team.state == "racing" else team.base_share)
    if amount:
        money.order_share(session, team, decided, amount, move)


@act
def agree_to_merge(session: Session, team: Team, move: Move) -> None:
    """Says who merges into whom; the partner agrees by naming this team."""
    team.merges_with = merging.other_on(team, move.given["partner"].strip())
    session.flush()


@act
def refuse_merger(session: Session, team: Team, _move: Move) -> None:
    """Neither has agreed any more; they may agree on other words."""
    partner = team.merges_with
    assert partner is not None, "a guard has checked the agreement"
    team.merges_with = partner.merges_with = None
    session.flush()


@act
def merge_into_partner(session: Session, team: Team, move: Move) -> None:
    partner = team.merges_with
    assert partner is not None, "a guard has checked the agreement"
    merging.merge(session, team, partner, move)


@act
def ask_extension(_session: Session, team: Team, _move: Move) -> None:
    team.wants_extension = True


@act
def claim_finish(session: Session, team: Team, move: Move) -> None:
    team.claimed_at = move.now
    session.flush()
    refresh_timers(session, team.race, move.now)


def _days_planned(session: Session, team: Team) -> int:
    entry = entry_of(session, team.proposal)
    return entry.plan_days if entry is not None else 0


@act
def share_with_newcomer(session: Session, team: Team, move: Move) -> None:
    """A newcomer starts with an equal part of the running stage's pool, as far as the free pool
    goes."""
    session.flush()
    state = snapshot(session, team.race, move.now)
    part = sharing.newcomer_part(state, money.held_by(session, team))
    money.order_newcomer(session, team, part, move)
    team.ready_on = local_date(move.now) + timedelta(days=_days_planned(session, team))
    team.appeal, team.appeal_reason, team.holds = "none", "", 0
    retesting.end(team)

"""Facts of the letters of a race."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.documents.kinds.races.finish import CalledOff, Certificate, EndedRow, NoFinish
from app.documents.kinds.races.outcomes import (
    Elimination,
    Merger,
    OutcomeRow,
    Revival,
    StageDecision,
)
from app.documents.kinds.races.rules import (
    CheckpointNotice,
    RaceNotice,
    StageTerms,
    TargetAdjustment,
)
from app.models import Race, Stage, StageResult, Team
from app.pictures.lanes import lanes_picture
from app.services.cases import state_of
from app.services.contracts.drafting import in_force
from app.services.letter_facts.addressees import addressee
from app.services.letter_facts.days import closing_words, moment_words
from app.services.letter_facts.register import says
from app.services.metric_values import SIGNS
from app.services.money.positions import position
from app.services.moves import Move
from app.services.races.books import given_back, held
from app.services.races.evidence import grace_ends, result_of
from app.services.races.finding import project_of
from app.services.races.indicators import in_words
from app.services.races.lanes import lanes_of, readings_of, was_never_called
from app.services.races.merging import agreement_of, moved_with
from app.services.races.moments import present
from app.services.races.outcomes import OUTCOME_LABELS
from workflows.engine.calendar import last_day, local_date
from workflows.race.formulas import FORMULAS

_RACING = ("racing", "held", "at_checkpoint", "elim_pending")


def _terms(stage: Stage) -> StageTerms:
    return StageTerms(
        number=stage.number,
        due_on=stage.due_on,
        pool=stage.pool,
        quota=stage.quota,
        indicators=tuple(in_words(row) for row in stage.indicators),
        protocol=stage.protocol,
    )


@says("race_notice")
def _race_notice(_session: Session, race: Race, _move: Move) -> RaceNotice:
    call, rules = race.call, race.call.parameters
    return RaceNotice(
        race_title=call.title,
        programme=call.programme.name,
        target=race.target,
        finish_line=tuple(in_words(row) for row in race.finish_line),
        stages=tuple(_terms(stage) for stage in race.stages),
        teams=(rules["race_teams_least"], rules["race_teams_most"]),
        routes_least=rules["race_routes_least"],
        pool=race.pool,
        prize=race.prize,
        formula=FORMULAS[race.formula].label.zh,
        lines=(rules["race_pass_line"], rules["race_hold_line"]),
        loser_rule=race.loser_rule,
        opens=moment_words(call.open_at),
        closes=closing_words(call.close_at),
        contact=call.contact,
        phone=call.contact_phone,
    )


@says("checkpoint_notice")
def _checkpoint(session: Session, stage: Stage, move: Move) -> CheckpointNotice:
    extended = move.history.transition == "extend"
    return CheckpointNotice(
        race_title=stage.race.title,
        terms=_terms(stage),
        target_version=stage.race.target_version,
        grace_until=last_day(grace_ends(session, stage)),
        teams=_teams(stage.race),
        formerly_due=stage.due_on - timedelta(days=int(move.given["days"])) if extended else None,
        extension_days=_extension_left(stage.race),
    )


def _extension_left(race: Race) -> int:
    rules = race.call.parameters
    is_left = race.extensions < rules["race_extensions_most"]
    return rules["race_extension_days"] if is_left else 0


@says("stage_decision")
def _stage_decision(_session: Session, stage: Stage, _move: Move) -> StageDecision:
    race = stage.race
    following = next((s for s in race.stages if s.number == stage.number + 1), None)
    return StageDecision(
        race_title=stage.race.title,
        number=stage.number,
        rows=tuple(_row(r) for r in stage.results if r.outcome is not None),
        minutes_number=stage.minutes_number,
        minutes_on=_day(stage.minutes_on),
        next_pool=following.pool if following else 0,
        formula=FORMULAS[stage.race.formula].label.zh,
        lanes=lanes_picture(lanes_of(race, present(race)), len(race.stages), "zh").svg,
    )


def _row(result: StageResult) -> OutcomeRow:
    team = result.team
    return OutcomeRow(
        team=team.lane,
        unit=addressee(team.proposal.lead_unit),
        route=team.route.name,
        score=_score(result),
        outcome=OUTCOME_LABELS[result.outcome or ""].zh,
        ground=_ground(result),
        rectify_until=team.rectify_until if result.outcome == "hold" else None,
    )


def _ground(result: StageResult | None) -> str:
    """Why, as the decision says it: without the name of the team, and of a rule's sentence the part
    that stands before what it proposed; what people wrote stands as it is. What was drafted before
    the rules named a team as one names its lane alone."""
    if result is None:
        return ""
    team = rf"^{result.team.lane}\D{{1,3}}(?=\d)"
    words = re.sub(team, "", str(result.reason.get("zh", "")).rstrip("。"))
    return words if result.edited else words.rsplit("：", 1)[0]


def _score(result: StageResult | None) -> str:
    score = result.score if result and result.score is not None else 0
    return f"{score // 100}.{score % 100:02d}"


@says("elimination_letter")
def _elimination(session: Session, team: Team, _move: Move) -> Elimination:
    stage = _last_decided(team.race)
    result = result_of(session, stage, team)
    project = project_of(session, team)
    return Elimination(
        unit=addressee(team.proposal.lead_unit),
        title=team.proposal.title,
        race_title=team.race.title,
        number=stage.number,
        score=_score(result),
        ground=_ground(result),
        minutes_number=stage.minutes_number,
        minutes_on=_day(stage.minutes_on),
        received=position(session, project).paid if project else 0,
        loser_rule=team.race.loser_rule,
        appeal_dismissed=team.appeal == "dismissed",
    )


def _last_decided(race: Race) -> Stage:
    return next(s for s in reversed(race.stages) if s.decided_at is not None)


@says("revival_notice")
def _revival(session: Session, team: Team, move: Move) -> Revival:
    project, stopped = project_of(session, team), _last_decided(team.race)
    assert project is not None, "it has raced"
    contract = in_force(session, project)
    assert contract is not None, "it has signed"
    return Revival(
        unit=addressee(team.proposal.lead_unit),
        title=team.proposal.title,
        race_title=team.race.title,
        stopped_in=stopped.number,
        number=team.race.stage,
        revived_on=local_date(move.now),
        minutes=move.given["minutes_number"],
        reason=move.given["reason"],
        ordered=position(session, project).ordered,
        version=contract.version,
    )


@says("merger_notice")
def _merger(session: Session, team: Team, move: Move) -> Merger:
    partner, project = team.merges_with, project_of(session, team)
    joint = project_of(session, partner) if partner else None
    contract = in_force(session, joint) if joint else None
    assert partner is not None, "it merges into a team"
    assert project is not None, "it has raced"
    assert contract is not None, "the merger has made a version of it"
    return Merger(
        race_title=team.race.title,
        team=team.lane,
        unit=addressee(team.proposal.lead_unit),
        number=project.number,
        partner=partner.lane,
        partner_unit=partner.proposal.lead_unit.name,
        version=contract.version,
        agreement=agreement_of(session, team),
        moved=moved_with(session, team),
        received=position(session, project).paid,
        minutes_number=move.given["minutes_number"],
        minutes_on=date.fromisoformat(move.given["minutes_date"]),
    )


@says("target_adjustment")
def _adjustment(_session: Session, stage: Stage, move: Move) -> TargetAdjustment:
    race = stage.race
    return TargetAdjustment(
        race_title=race.title,
        version=race.target_version,
        target=race.target,
        finish_line=tuple(in_words(row) for row in race.finish_line),
        finding=race.refocus_finding,
        minutes_number=move.given["minutes_number"],
        minutes_on=date.fromisoformat(move.given["minutes_date"]),
        teams=_teams(race),
    )


@says("crossing_certificate")
def _certificate(session: Session, team: Team, _move: Move) -> Certificate:
    result = result_of(session, team.race.current, team)
    assert result is not None, "who crosses the line was tested"
    return Certificate(
        unit=addressee(team.proposal.lead_unit),
        team=team.lane,
        leader=team.proposal.pi.name,
        race_title=team.race.title,
        route=team.route.name,
        place=team.crossed,
        tested_on=_day(result.tested_on),
        report=result.test_report,
        passed=tuple(
            (
                row["name"],
                f"{SIGNS[row['direction']]} {row['target']} {row['unit']}".strip(),
                f"{result.measured[row['name']]} {row['unit']}".strip(),
            )
            for row in team.race.finish_line
        ),
    )


@says("no_finish_report")
def _no_finish(session: Session, race: Race, move: Move) -> NoFinish:
    return NoFinish(
        race_title=race.title,
        finding=move.given["finding"],
        report=race.report,
        minutes_number=move.given["minutes_number"],
        minutes_on=date.fromisoformat(move.given["minutes_date"]),
        teams=tuple(_ended(race, t) for t in race.teams if not was_never_called(t)),
        returned=given_back(session, race),
        kept=held(session, race),
    )


def _ended(race: Race, team: Team) -> EndedRow:
    readings = zip(race.finish_line, readings_of(race, team, present(race)), strict=True)
    measured = [f"{row['name']} {one.measured}" for row, one in readings if one.measured]
    return EndedRow(
        team=team.lane,
        unit=addressee(team.proposal.lead_unit),
        route=team.route.name,
        measured="；".join(measured) or "—",
        outcome=state_of(team).label.zh,
    )


@says("race_cancellation_notice")
def _called_off(session: Session, race: Race, move: Move) -> CalledOff:
    return CalledOff(
        race_title=race.title,
        reason=move.given["reason"],
        minutes_number=move.given["minutes_number"],
        minutes_on=date.fromisoformat(move.given["minutes_date"]),
        returned=given_back(session, race),
    )


def _teams(race: Race) -> tuple[str, ...]:
    return tuple(team.lane for team in race.teams if team.state in _RACING)


def _day(day: date | None) -> date:
    assert day is not None, "a decision and a test have their day"
    return day

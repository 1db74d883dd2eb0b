"""What the guards of a team in a race look at."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Decision, DecisionItem, Race, Stage, StageResult, Team
from app.queries.calls.notices import was_promoted
from app.services.eligibility.running import signing_findings
from app.services.facts import Common
from app.services.facts.lazily import lazily, of_row
from app.services.facts.race import OVER
from app.services.facts.stage import appeals_end
from app.services.races import elsewhere, entering, evidence, finding, merging, retesting
from app.services.races.finding import project_of
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import end_of_day
from workflows.facts import Names, TeamFacts
from workflows.race.course.appeals import lost_by_dismissal

_DECIDED = ("effective", "closed")


class ResultPart(TypedDict):
    evidence_problems: Names
    proposed: str
    outcome: str


class TermsPart(TypedDict):
    stage_decided: bool
    evidence_due_at: datetime | None
    appeals_end_at: datetime | None


def _of_result(session: Session, team: Team, _common: Common) -> ResultPart:
    result = evidence.result_of(session, team.race.current, team)
    return {
        "evidence_problems": evidence.evidence_problems(result),
        "proposed": _on_notice(team.race.current, result),
        "outcome": (result.outcome or "") if result else "",
    }


def _of_terms(_session: Session, team: Team, common: Common) -> TermsPart:
    stage = team.race.current
    judged = stage if stage and stage.notice_to else _last_noticed(team.race)
    return {
        "stage_decided": judged is not None and judged.decided_at is not None,
        "evidence_due_at": end_of_day(stage.due_on) if stage and not stage.decided_at else None,
        "appeals_end_at": appeals_end(judged, common) if judged else None,
    }


class CardPart(TypedDict):
    rectify_until: datetime | None
    card_due_at: datetime | None


def _of_card(session: Session, team: Team, common: Common) -> CardPart:
    """The time to rectify stands still with its race."""
    runs = team.rectify_until if team.race.state != "halted" else None
    until = end_of_day(runs) if runs else None
    evidence_due = _of_terms(session, team, common)["evidence_due_at"]
    dues = (due for due in (until, evidence_due) if due is not None)
    return {"rectify_until": until, "card_due_at": min(dues, default=None)}


def _evidence_closes(session: Session, team: Team, _common: Common) -> datetime | None:
    stage = team.race.current
    return evidence.grace_ends(session, stage) if stage else None


def _checkpoint_is_open(_session: Session, team: Team, _common: Common) -> bool:
    stage = team.race.current
    return stage is not None and stage.state == "evidence_due"


def _revival_is_over(_session: Session, team: Team, _common: Common) -> bool:
    return team.race.state in OVER or _stages_since(team.race, team) >= 1


def _last_noticed(race: Race) -> Stage | None:
    return next((s for s in reversed(race.stages) if s.notice_to is not None), None)


def _decided_outcome(session: Session, team: Team, _common: Common) -> str:
    return (
        session.scalar(
            select(DecisionItem.outcome)
            .join(Decision)
            .where(
                DecisionItem.proposal_id == team.proposal_id,
                Decision.call_id == team.race.call_id,
            )
        )
        or ""
    )


def _stages_since(race: Race, team: Team) -> int:
    """How many stages have been decided since the one that eliminated the team."""
    ended = [
        r.stage.number
        for stage in race.stages
        for r in stage.results
        if r.team_id == team.id and r.outcome == "eliminate"
    ]
    decided = max((s.number for s in race.stages if s.state in _DECIDED), default=0)
    return decided - max(ended) if ended else 0


def _on_notice(stage: Stage | None, result: StageResult | None) -> str:
    """The outcome a team may know of before it is decided: nothing of one only being drafted."""
    if stage is None or stage.notice_to is None or result is None or result.outcome is not None:
        return ""
    return result.proposed or ""


def _elimination_decided(_session: Session, team: Team, _common: Common) -> bool:
    """It stays until its appeal is final, also when the next stage runs already (I7)."""
    if team.state != "elim_pending":
        return False
    stood = (r for s in reversed(team.race.stages) for r in s.results if r.team_id == team.id)
    newest = next(stood, None)
    return newest is not None and newest.outcome == "eliminate"


def _lost_without(session: Session, team: Team, common: Common) -> Names:
    if not _elimination_decided(session, team, common):
        return ()
    return lost_by_dismissal(snapshot(session, team.race, common.now), str(team.id))


def _award(session: Session, team: Team, _common: Common) -> str:
    """How far the award of a newcomer has come: it was called, then announced, then made."""
    if project_of(session, team) is not None:
        return "made"
    state = team.proposal.state
    if state in _ON_NOTICE:
        return "announced"
    waits = state == "reserve" and not was_promoted(session, team.proposal)
    return "none" if waits else "called"


_ON_NOTICE = ("notice", "objection")


def _partner_problems(_session: Session, team: Team, common: Common) -> Names:
    return merging.partner_problems(team, common.given.get("partner", "").strip())


build = lazily(
    TeamFacts,
    _of_result,
    _of_terms,
    _of_card,
    decided_outcome=_decided_outcome,
    award=_award,
    elimination_decided=_elimination_decided,
    lost_without=_lost_without,
    has_signed=lambda session, team, _common: entering.has_signed(session, team),
    has_card=lambda _session, team, _common: team.holds > 0,
    race_state=lambda _session, team, _common: team.race.state,
    leads_to_checkpoint=lambda _session, team, _common: not team.race.is_in_last_stage,
    checkpoint_open=_checkpoint_is_open,
    races_elsewhere=lambda session, team, _common: tuple(
        elsewhere.races_elsewhere_as_told(session, team.proposal)
    ),
    limit_findings=lambda session, team, common: signing_findings(
        session, team.proposal, common.parameters
    ),
    merge_problems=lambda session, team, _common: merging.merge_problems(session, team),
    under_test=lambda _session, team, _common: finding.is_under_test(team.race),
    merger_to_decide=lambda session, team, _common: merging.is_to_decide(session, team),
    partner_problems=_partner_problems,
    extensions=lambda _session, team, _common: team.race.extensions,
    rectified=lambda _session, team, _common: team.rectified_at is not None,
    retest_awaited=lambda _session, team, _common: retesting.is_awaited(team),
    retest_gaps=lambda _session, team, common: retesting.gaps(team, common.given),
    retest_misses=lambda _session, team, common: retesting.misses(team, common.given),
    claimed=lambda _session, team, _common: team.claimed_at is not None,
    revival_over=_revival_is_over,
    evidence_closes_at=_evidence_closes,
    **of_row("appeal", "wants_extension", "crossed"),
)

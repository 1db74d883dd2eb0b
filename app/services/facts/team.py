"""What the guards of a team in a race look at."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Decision, DecisionItem, Race, Stage, Team
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.facts.race import OVER
from app.services.facts.stage import appeals_end
from app.services.races import entering, evidence
from workflows.engine.calendar import end_of_day
from workflows.engine.text import Text
from workflows.facts import Names, TeamFacts

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
        "proposed": (result.proposed or "") if result and result.outcome is None else "",
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


def _merge_problems(_session: Session, team: Team, _common: Common) -> Names:
    partner = team.merges_with
    if partner is None:
        return (Text("未指明并入的团队", "no partner is named"),)
    found = []
    if partner.merges_with_id != team.id:
        found.append(Text("对方尚未同意", "the partner has not agreed"))
    if partner.state not in ("racing", "held"):
        found.append(Text("对方已不在赛", "the partner is not racing"))
    if partner.route_id == team.route_id:
        found.append(Text("两队路线相同，不构成互补", "both are on one route, not complementary"))
    return tuple(found)


build = lazily(
    TeamFacts,
    _of_result,
    _of_terms,
    decided_outcome=_decided_outcome,
    has_signed=lambda session, team, _common: entering.has_signed(session, team),
    has_card=lambda _session, team, _common: team.holds > 0,
    race_state=lambda _session, team, _common: team.race.state,
    checkpoint_open=_checkpoint_is_open,
    appeal=lambda _session, team, _common: team.appeal,
    merge_problems=_merge_problems,
    wants_extension=lambda _session, team, _common: team.wants_extension,
    extensions=lambda _session, team, _common: team.race.extensions,
    claimed=lambda _session, team, _common: team.claimed_at is not None,
    crossed=lambda _session, team, _common: team.crossed,
    revival_over=_revival_is_over,
    evidence_closes_at=_evidence_closes,
)

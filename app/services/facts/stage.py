"""What the guards of a stage of a race look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from app.models import Stage
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.races import checkpoints, evidence, outcomes
from workflows.engine.calendar import end_of_day
from workflows.facts import Names, StageFacts
from workflows.race import stage_terms


class ResultsPart(TypedDict):
    untested: Names
    undrafted: Names
    unreasoned: Names


class DraftPart(TypedDict, total=False):
    outcome_breaches: Names
    outcome_lacks: Names


class TermsPart(TypedDict):
    evidence_due_at: datetime
    notice_ends_at: datetime | None
    appeals_end_at: datetime | None
    decide_until: datetime | None


def _is_drafting(stage: Stage) -> bool:
    return stage.state in ("result_draft", "notice")


def _of_results(_session: Session, stage: Stage, _common: Common) -> ResultsPart:
    drafting = _is_drafting(stage)
    rows = outcomes.open_results(stage) if drafting or stage.state == "assessing" else []
    return {
        "untested": tuple(
            r.team.lane for r in rows if r.submitted_at is not None and r.tested_on is None
        ),
        "undrafted": tuple(r.team.lane for r in rows if drafting and r.proposed is None),
        "unreasoned": tuple(
            r.team.lane for r in rows if r.edited and not r.reason.get("zh", "").strip()
        ),
    }


def _of_draft(session: Session, stage: Stage, common: Common) -> DraftPart:
    if not _is_drafting(stage):
        return {}
    return {
        "outcome_breaches": outcomes.breaches(session, stage, common.now),
        "outcome_lacks": outcomes.lacking(session, stage, common.now),
    }


def _of_terms(_session: Session, stage: Stage, common: Common) -> TermsPart:
    return {
        "evidence_due_at": end_of_day(stage.due_on),
        "notice_ends_at": end_of_day(stage.notice_to) if stage.notice_to else None,
        "appeals_end_at": appeals_end(stage, common),
        "decide_until": _decide_until(stage, common),
    }


def _panel_problems(session: Session, stage: Stage, _common: Common) -> Names:
    return () if stage.race.state == "final" else checkpoints.panel_problems(session, stage)


def _outdated(session: Session, stage: Stage, _common: Common) -> Names:
    return outcomes.outdated(session, stage) if _is_drafting(stage) else ()


def _is_out_of_period(stage: Stage, common: Common) -> bool:
    typed = common.given.get("received_on", "")
    if not typed or stage.notice_from is None or stage.notice_to is None:
        return False
    published_on = stage.notice_from - timedelta(days=1)
    return not published_on <= date.fromisoformat(typed) <= stage.notice_to


def _decide_until(stage: Stage, common: Common) -> datetime | None:
    if stage.notice_to is None:
        return None
    return stage_terms.decide_until(common.calendar, common.parameters, stage.notice_to)


def appeals_end(stage: Stage, common: Common) -> datetime | None:
    if stage.notice_to is None:
        return None
    return stage_terms.appeals_end(common.calendar, common.parameters, stage.notice_to)


build = lazily(
    StageFacts,
    _of_results,
    _of_draft,
    _of_terms,
    is_current=lambda _session, stage, _common: stage.number == stage.race.stage,
    is_final=lambda _session, stage, _common: stage.race.state == "final",
    panel_problems=_panel_problems,
    scores_locked=lambda _session, stage, _common: checkpoints.scores_locked(stage),
    assessed_again=lambda session, stage, _common: checkpoints.is_assessed_again(session, stage),
    outdated=_outdated,
    to_redraft=lambda session, stage, common: outcomes.to_redraft(session, stage, common.now),
    objection_out_of_period=lambda _session, stage, common: _is_out_of_period(stage, common),
    evidence_closes_at=lambda session, stage, _common: evidence.grace_ends(session, stage),
)

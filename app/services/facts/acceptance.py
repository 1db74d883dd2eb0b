"""What the guards of an acceptance look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypedDict

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models import Acceptance, History
from app.services.accepting.applying import gaps
from app.services.accepting.judging import opinions_least, tasks_percent
from app.services.assessing import opinions, panel_rules
from app.services.facts import Common, sampling
from app.services.facts.lazily import lazily, of_row
from app.services.facts.panel import of_appointee, of_drawing, of_seats
from app.services.facts.typed import whole_number
from app.services.milestones.targets import metrics_of
from app.services.money.shares import parts_to_find
from app.services.months import months_later
from workflows.engine.calendar import end_of_day, local_date
from workflows.facts import AcceptanceFacts, Names


class DatesPart(TypedDict, total=False):
    apply_until: datetime


class OpinionsPart(TypedDict, total=False):
    parts_unfound: Names
    unsigned_opinions: Names
    opinions: int
    verdict: str
    tasks_percent: int
    core_not_met: Names


def _of_dates(_session: Session, case: Acceptance, common: Common) -> DatesPart:
    """By when it is to be applied for: after the end of the term, or of the second round."""
    if case.state != "preparing":
        return {}
    rules, calendar = common.parameters, common.calendar
    last = months_later(case.project.ends_on, rules["accept_apply_months"])
    if case.round > 1:
        began = local_date(case.project.state_entered_at)
        last = began + timedelta(days=rules["re_accept_days"])
    return {"apply_until": end_of_day(calendar.next_working_day(last))}


def _of_opinions(session: Session, case: Acceptance, _common: Common) -> OpinionsPart:
    panel = case.assessment
    if case.state != "reviewing" or panel is None:
        return {}
    given = opinions.of_round(panel, 1)
    signed = [o for o in given if o.state == "signed"]
    metrics = metrics_of(session, case)
    return {
        "parts_unfound": tuple(share.unit.name for share in parts_to_find(session, case.project)),
        "unsigned_opinions": opinions.unsigned(panel),
        "opinions": len(signed),
        "verdict": opinions.verdict_of([o.proposes for o in signed]),
        "tasks_percent": tasks_percent(signed, metrics),
        "core_not_met": tuple(
            metric.name
            for metric in metrics
            if metric.is_core and opinions.verdicts_of(signed, str(metric.id)) == "not_met"
        ),
    }


def _proposes_no_conclusion(session: Session, case: Acceptance, _common: Common) -> bool:
    """Also when it was made up since: opinions that were signed before stay."""
    convened_before = exists().where(
        History.case_kind == case.kind,
        History.case_id == case.id,
        History.transition == "convene",
        History.workflow_version < _CONCLUDING_PROPOSED_SINCE,
    )
    return bool(session.scalar(select(convened_before)))


def _objection_out_of_period(_session: Session, case: Acceptance, common: Common) -> bool:
    typed = common.given.get("received_on", "")
    if not typed or case.notice_starts_on is None or case.notice_ends_on is None:
        return False
    return not case.notice_starts_on <= date.fromisoformat(typed) <= case.notice_ends_on


def _overdue_at(_session: Session, case: Acceptance, _common: Common) -> datetime | None:
    """Also before the clock has said so."""
    project = case.project
    return project.due_at if project.state in ("accept_due", "re_accept") else None


def _notice_ends(_session: Session, case: Acceptance, _common: Common) -> datetime | None:
    return end_of_day(case.notice_ends_on) if case.notice_ends_on else None


_CONCLUDING_PROPOSED_SINCE = 4
"""The version of the definition from which a panel may itself propose to conclude (结题)."""

build = lazily(
    AcceptanceFacts,
    _of_dates,
    _of_opinions,
    of_seats,
    of_drawing,
    of_appointee,
    project_state=lambda _session, case, _common: case.project.state,
    gaps=lambda session, case, _common: gaps(session, case),
    panel_problems=lambda session, case, common: panel_rules.problems(session, case, common.now),
    opinions_least=lambda _session, case, common: opinions_least(case.project, common.parameters),
    score=lambda _session, _case, common: whole_number(common.given.get("score", "")),
    notice_ends_at=_notice_ends,
    objection_out_of_period=_objection_out_of_period,
    overdue_at=_overdue_at,
    audit_report_due=sampling.report_is_due,
    proposes_no_conclusion=_proposes_no_conclusion,
    **of_row("round", "corrections", "conclusion"),
)

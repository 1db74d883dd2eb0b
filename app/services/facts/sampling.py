"""What the guards of the audit sample look at, and what those of a project look at in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Acceptance, History, Project, SpendingAudit
from app.services.cases import state_of
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.facts.reminding import still_to_come
from app.services.files import evidence
from app.services.sampling.choosing import audit_of, is_to_be_drawn
from app.services.sampling.drawing import is_as_committed
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import AuditSampleFacts, Names, SpendingAuditFacts

_UNREPORTED = ("report_due", "overdue")
_TO_BE_DRAWN = Text("在抽查名单中，待抽取", "on a sample list, not drawn yet")


def report_is_due(session: Session, case: Acceptance, _common: Common) -> bool:
    audit = audit_of(session, case.project)
    return audit is not None and audit.state in _UNREPORTED


def open_audits(session: Session, project: Project, _common: Common) -> Names:
    audit = audit_of(session, project)
    if audit is None:
        return (_TO_BE_DRAWN,) if is_to_be_drawn(session, project) else ()
    state = state_of(audit)
    return () if state.is_final else (state.label,)


def _remind_at(session: Session, audit: SpendingAudit, common: Common) -> datetime | None:
    if audit.state != "report_due":
        return None
    rules, calendar = common.parameters, common.calendar
    last = calendar.end_of_term(local_date(common.entered_at), rules["sample_report_days"])
    moment = last - timedelta(days=rules["sample_remind_days"])
    return still_to_come(session, audit, "remind_of_report", moment)


def _commissioned(session: Session, audit: SpendingAudit, _common: Common) -> str:
    by_supervision = select(History.given).where(
        History.case_kind == audit.kind,
        History.case_id == audit.id,
        History.transition == "commission_another",
    )
    given = session.scalars(by_supervision.order_by(History.id.desc()).limit(1)).first()
    return given["auditor"].strip() if given else ""


build_sample = lazily(
    AuditSampleFacts, as_committed=lambda _session, sample, _common: is_as_committed(sample)
)
build_audit = lazily(
    SpendingAuditFacts,
    files=lambda session, audit, _common: len(evidence.of_case(session, audit)),
    commissioned=_commissioned,
    remind_at=_remind_at,
)

"""Facts of the letters of changes, suspensions, endings and appeals."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.kinds.changes import AppealDecision, ChangeReply, Ending, SuspensionNotice
from app.models import Appeal, ChangeRequest, Project, ProjectEnding, Suspension
from app.services.calendars import working_calendar
from app.services.letter_facts.addressees import about_project
from app.services.letter_facts.register import says
from app.services.months import months_later
from app.services.moves import Move
from workflows.changes import CHANGE_KINDS
from workflows.engine.calendar import last_day, local_date
from workflows.money.modes import beside_public
from workflows.parts.suspension import SUSPENSION_CAUSES
from workflows.phases.project.ending import CAUSES, DILIGENT, NO_USER
from workflows.registry import workflow_for


@says("change_reply", "extension_reply")
def _change(_session: Session, case: ChangeRequest, move: Move) -> ChangeReply:
    project, granted = case.project, move.history.target == "granted"
    end, total = case.proposed.get("new_end"), case.proposed.get("total")
    return ChangeReply(
        **about_project(project),
        kind=CHANGE_KINDS[case.change_kind].label.zh,
        content=case.content,
        granted=granted,
        reason=move.given["reason"],
        minutes=move.given.get("minutes_number", ""),
        version=case.contract_version,
        new_end=date.fromisoformat(end) if end else None,
        total=(total["fiscal"], total["own"]) if total else None,
        own_called=beside_public(is_claimed=project.proposal.item_id is not None).zh,
    )


@says("suspension_notice", "resumption_notice")
def _suspension(session: Session, case: Suspension, move: Move) -> SuspensionNotice:
    rules, today = case.project.proposal.call.parameters, local_date(move.now)
    calendar, in_time = working_calendar(session), rules["ratify_working_days"]
    return SuspensionNotice(
        **about_project(case.project),
        cause=SUSPENSION_CAUSES[case.cause].zh,
        minutes=move.given.get("minutes_number", ""),
        until=months_later(today, rules["suspension_months_most"]),
        ratify_until=calendar.add_working_days(today, in_time),
        reason=move.given.get("reason", ""),
    )


@says("termination_notice", "revocation_decision")
def _ending(session: Session, project: Project, move: Move) -> Ending:
    row = session.scalars(
        select(ProjectEnding).where(ProjectEnding.history_id == move.history.id)
    ).one()
    rules = project.proposal.call.parameters
    cause = dict((*CAUSES, NO_USER)).get(row.cause)
    diligent = dict(DILIGENT.choices)["yes" if row.diligent else "no"].zh
    return Ending(
        **about_project(project),
        basis=row.basis,
        cause=cause.zh if cause else "",
        reason=row.reason,
        diligent=diligent,
        finding=row.finding,
        amount=project.amount,
        minutes=row.minutes_number,
        audit_until=row.audit_until,
        refund_days=rules["refund_days"],
        appeal_days=rules["appeal_working_days"],
        appeal_until=working_calendar(session).add_working_days(
            local_date(move.now), rules["appeal_working_days"]
        ),
    )


@says("appeal_decision")
def _appeal(_session: Session, case: Appeal, move: Move) -> AppealDecision:
    ended = workflow_for("project", case.project.mechanism).state(case.against)
    upheld, due = move.history.target == "upheld", case.project.due_at
    is_repeated = upheld and case.project.state == "re_accept"
    return AppealDecision(
        **about_project(case.project),
        against=ended.label.zh,
        upheld=upheld,
        again_until=last_day(due) if is_repeated and due else None,
        reason=move.given["reason"],
        minutes=move.given["minutes_number"],
        minutes_on=date.fromisoformat(move.given["minutes_date"]),
    )

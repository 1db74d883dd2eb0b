"""Files that prove what a project says: judged by content, stored by digest, kept on record."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.files.kinds import Rejected
from app.files.places import files_of
from app.models import Case, Evidence, Person, Project, ProjectMilestone
from app.services.cases import case_id
from app.services.files.uploads import take_in
from app.services.problems import Problems, alone
from config import Settings
from workflows.engine.text import Text

OPEN_TO_EVIDENCE = ("announced", "overdue", "frozen", "rectifying")
"""States of a milestone in which its leader may still add or withdraw."""


def add(
    session: Session,
    project: Project,
    purpose: str,
    stream: BinaryIO,
    name: str,
    *,
    by: Person,
    now: datetime,
    milestone: ProjectMilestone | None = None,
    about: Case | None = None,
) -> Evidence | Rejected:
    """`about`: the case of the project that the file belongs to, where it is not the project."""
    settings: Settings = session.info["settings"]
    there = of_project(session, project, purpose) if about is None else of_case(session, about)
    beside = [file.size for file in there]
    found = take_in(session, files_of(settings), stream, name, now, beside)
    if isinstance(found, Rejected):
        return found
    row = Evidence(
        project_id=project.id,
        milestone_id=milestone.id if milestone else None,
        about_kind=about.kind if about else None,
        about_id=case_id(about) if about else None,
        purpose=purpose,
        name=found.name,
        media_type=found.type.media_type,
        size=found.size,
        sha256=found.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    session.add(row)
    session.flush()
    return row


def withdraw(
    session: Session, evidence: Evidence, milestone: ProjectMilestone, now: datetime
) -> Problems | None:
    """Taken back while the report is still being written; never what a panel has concluded on."""
    if milestone.state not in OPEN_TO_EVIDENCE:
        return alone(
            Text(
                "节点报告已提交，佐证不能再撤回。",
                "The milestone report has been submitted, so evidence can no longer be withdrawn.",
            )
        )
    if milestone.state == "rectifying" and evidence.uploaded_at <= milestone.state_entered_at:
        return alone(
            Text(
                "专家组已据此作出结论，佐证不能再撤回；可补充新的佐证。",
                "The panel has reached its conclusion on this evidence, so it cannot be withdrawn. "
                "You can add new evidence.",
            )
        )
    evidence.withdrawn_at = now
    session.flush()
    return None


def of_project(session: Session, project: Project, purpose: str) -> list[Evidence]:
    """What stands, in the order it came."""
    return list(
        session.scalars(
            select(Evidence)
            .where(
                Evidence.project_id == project.id,
                Evidence.purpose == purpose,
                Evidence.withdrawn_at.is_(None),
            )
            .order_by(Evidence.id)
        )
    )


def of_case(session: Session, case: Case) -> list[Evidence]:
    """What stands of a change, an appeal or a payment, in the order it came."""
    return list(ABOUT.of(session, kind=case.kind, case=case_id(case)))


ABOUT = Listed(
    Evidence,
    Evidence.about_kind == bindparam("kind"),
    Evidence.about_id == bindparam("case"),
    Evidence.withdrawn_at.is_(None),
    order=(Evidence.id,),
)

"""The tests at the user's of claimed projects."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Evidence, Project, UserTest
from tests.conftest import START


def give_user_tests(session: Session, *, is_given: bool) -> None:
    """Of every project: reported by a third party and signed by the user, or nothing."""
    session.query(UserTest).delete()
    for project in session.query(Project) if is_given else ():
        session.add(_signed(session, project))


def _signed(session: Session, project: Project) -> UserTest:
    file = Evidence(
        project_id=project.id,
        purpose="report",
        name="检测报告.pdf",
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        uploaded_by_id=project.proposal.pi_id,
        uploaded_at=START,
    )
    session.add(file)
    session.flush()
    return UserTest(
        project_id=project.id,
        tester="省检测院",
        accreditation="CNAS L0001",
        scenario="生产线",
        tested_on=START.date(),
        evidence_id=file.id,
        signed_at=START,
    )

"""Which platforms of the plan a project uses (项目、基地、人才、资金一体化)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import Person, Platform, Project, ProjectPlatform
from app.services.problems import Problems
from workflows.engine.text import Text
from workflows.phases.project.states import UNSIGNED

KINDS: dict[str, Text] = {
    "laboratory": Text("省创新实验室", "Innovation laboratory"),
    "platform": Text("创新平台", "Innovation platform"),
    "institution": Text("新型研发机构", "New R&D institution"),
    "park": Text("特色创新园区", "Innovation park"),
}
OPEN_STATES = (
    *(*UNSIGNED, "active", "node_check", "rectifying", "suspended"),
    *("accept_due", "accept_applied", "accept_review", "re_accept"),
)
"""While a project is under way, what it uses may be named."""


USED = Listed(
    ProjectPlatform,
    ProjectPlatform.project_id == bindparam("project"),
    order=(ProjectPlatform.id,),
    options=(joinedload(ProjectPlatform.platform),),
)


def platforms_of(session: Session, project: Project) -> Sequence[ProjectPlatform]:
    return USED.of(session, project=project.id)


def named(session: Session, project: Project) -> dict[str, str]:
    """For what each is used, for a page that two may have open at once."""
    return {str(row.platform_id): row.use for row in platforms_of(session, project)}


def last_named(session: Session, project: Project) -> tuple[int | None, datetime | None]:
    """The id of whoever named one last, and when."""
    last = max(platforms_of(session, project), key=lambda row: row.named_at, default=None)
    return (last.named_by_id, last.named_at) if last else (None, None)


def every_platform(session: Session) -> Sequence[Platform]:
    return session.scalars(select(Platform).order_by(Platform.id)).all()


def may_be_named(project: Project) -> bool:
    return project.state in OPEN_STATES


def name_platform(
    session: Session, project: Project, platform_id: int, use: str, by: Person, now: datetime
) -> ProjectPlatform | Problems:
    """What it is used for is said; named again, that is said anew."""
    platform = session.get(Platform, platform_id)
    if platform is None:
        return Problems(
            {"platform_id": Text("请选择规划所列平台", "Choose a platform listed in the plan")}
        )
    if not may_be_named(project):
        return Problems(
            {
                "": Text(
                    "项目已结束，不能再登记。",
                    "The project has ended, so platforms can no longer be recorded.",
                )
            }
        )
    row = session.scalars(
        select(ProjectPlatform).where(
            ProjectPlatform.project_id == project.id, ProjectPlatform.platform_id == platform.id
        )
    ).first() or ProjectPlatform(project_id=project.id, platform_id=platform.id)
    row.use, row.named_by_id, row.named_at = use.strip(), by.id, now
    session.add(row)
    session.flush()
    return row

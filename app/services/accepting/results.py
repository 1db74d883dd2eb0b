"""Results of a project are registered, with the mark that they come of it (成果登记)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Person, Project, ResearchResult
from app.services.problems import Problems, alone
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

KINDS: dict[str, Text] = {
    "patent": Text("专利", "Patent"),
    "paper": Text("论文", "Paper"),
    "software": Text("软件著作权", "Software copyright"),
    "standard": Text("标准", "Standard"),
    "product": Text("新产品或装备", "New product or equipment"),
    "process": Text("新工艺", "New process"),
}
OPEN_TO_RESULTS = (
    *("active", "node_check", "rectifying", "suspended"),
    *("accept_due", "accept_applied", "accept_review", "re_accept", "passed", "concluded"),
)
"""Patents are often granted after acceptance: they are registered then."""


_NOT_YET = Text("日期不能晚于今天", "The date cannot be after today")


@dataclass(frozen=True, slots=True)
class Registered:
    kind: str
    title: str
    number: str
    holder: str
    registered_on: date | None
    cites_project: bool


def register(
    session: Session, project: Project, typed: Registered, by: Person, now: datetime
) -> ResearchResult | Problems:
    if project.state not in OPEN_TO_RESULTS:
        return alone(_CLOSED)
    if typed.kind not in KINDS:
        return Problems({"kind": Text("请选择成果类别", "Choose a type of result")})
    if typed.registered_on is not None and typed.registered_on > local_date(now):
        return Problems({"registered_on": _NOT_YET})
    known = select(ResearchResult.id).where(
        ResearchResult.project_id == project.id,
        ResearchResult.kind == typed.kind,
        ResearchResult.number == typed.number.strip(),
    )
    if session.scalar(known) is not None:
        return Problems({"number": Text("该成果已登记", "This result is already registered")})
    row = ResearchResult(
        project_id=project.id,
        kind=typed.kind,
        title=typed.title.strip(),
        number=typed.number.strip(),
        holder=typed.holder.strip(),
        registered_on=typed.registered_on,
        cites_project=typed.cites_project,
        recorded_by_id=by.id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row


RESULTS = Listed(
    ResearchResult,
    ResearchResult.project_id == bindparam("project"),
    order=(ResearchResult.id,),
)


def of_project(session: Session, project: Project) -> Sequence[ResearchResult]:
    return RESULTS.of(session, project=project.id)


_CLOSED = Text(
    "项目已终结，不能再登记成果。", "The project has ended, so results can no longer be registered."
)

"""What belongs to the dossier of a proposal or a project, and who may see all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.canonical import canonical_json
from app.files.places import files_of, letters_of
from app.files.store import Store
from app.models import Case, Evidence, Letter, Payment, Person, Project, Proposal
from app.queries.letters import letters_about
from app.queries.project.accepting import course_of
from app.queries.project.milestones import of_project
from app.queries.record.trail import trail_of
from app.services.cases import proposal_of, workflow_of
from app.services.contracts.drafting import versions_of
from app.services.dossier.history_sheet import Story, as_csv, as_html
from app.services.milestones.reporting import is_draft
from app.services.proposals.attachments import store_for
from app.services.races.attaching import drafted_purposes
from config import Settings
from workflows.roles import Role

SEES_ALL = frozenset(
    {
        *(Role.PROGRAMME_OFFICER, Role.PLANNING_OFFICER, Role.DECISION_MAKER),
        *(Role.SUPERVISOR, Role.DISCIPLINE),
    }
)
"""Who reads every letter, file and name of a case; everybody else reads the pages they may."""

KINDS = ("proposal", "project")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the dossier, as bytes or as what a store keeps under a digest."""

    folder: str
    name: str
    content: bytes | None = None
    store: Store | None = None
    sha256: str = ""


def may_take(session: Session, person: Person, case: Case, now: datetime) -> bool:
    return case.kind in KINDS and bool(roles_on(session, person, case, now) & SEES_ALL)


def entries_of(
    session: Session, case: Case, reader: Person, now: datetime, locale: str
) -> list[Entry]:
    """In the order of the dossier; histories first, told in that language."""
    proposal = proposal_of(case)
    assert proposal is not None, "a dossier is of a proposal or of its project"
    settings: Settings = session.info["settings"]
    cases = [proposal, *(_of_project(session, case) if isinstance(case, Project) else ())]
    found = [*_histories(session, cases, reader, now, locale), *_proposal(settings, proposal)]
    if isinstance(case, Project):
        found += _project(session, settings, case)
    return [*found, *_letters(session, settings, cases)]


def _of_project(session: Session, project: Project) -> list[Any]:
    payments = select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
    return [
        project,
        *of_project(session, project),
        *course_of(session, project).cases,
        *session.scalars(payments).all(),
    ]


def _histories(
    session: Session, cases: list[Any], reader: Person, now: datetime, locale: str
) -> Iterator[Entry]:
    stories = [
        Story(
            _title(case, locale),
            trail_of(session, case, reader, roles_on(session, reader, case, now)),
        )
        for case in cases
    ]
    title = cases[0].title
    yield Entry("", "流转记录.csv", as_csv(stories, locale))
    yield Entry("", "流转记录.html", as_html(stories, title, locale))


def _title(case: Case, locale: str) -> str:
    label = workflow_of(case).label.within(locale)
    own = getattr(case, "title", "") or getattr(case, "number", "")
    return f"{label} {own}".strip()


def _proposal(settings: Settings, proposal: Proposal) -> Iterator[Entry]:
    for version in proposal.versions:
        name = f"第{version.version}版 {version.receipt_number}.json"
        yield Entry("申报书", name, canonical_json(version.content))
    store = store_for(settings, proposal)
    for file in proposal.attachments:
        yield Entry("申报书/附件", file.name, store=store, sha256=file.sha256)


def _project(session: Session, settings: Settings, project: Project) -> Iterator[Entry]:
    for version in versions_of(session, project):
        yield Entry("任务书", f"第{version.version}版.json", canonical_json(version.terms))
    store = files_of(settings)
    kept = (
        select(Evidence)
        .where(Evidence.project_id == project.id, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    )
    milestones = {m.id for m in of_project(session, project) if is_draft(m)}
    stages = drafted_purposes(session, project.proposal_id)
    changes = {c.id for c in course_of(session, project).changes if c.state == "drafted"}
    for evidence in session.scalars(kept):
        is_of_draft = evidence.about_kind == "change" and evidence.about_id in changes
        if is_of_draft or evidence.milestone_id in milestones or evidence.purpose in stages:
            continue  # not handed in: nobody's but its author's
        yield Entry("佐证材料", evidence.name, store=store, sha256=evidence.sha256)
    for acceptance in course_of(session, project).acceptances:
        for file in acceptance.files:
            yield Entry("验收材料", file.name, store=store, sha256=file.sha256)


def _letters(session: Session, settings: Settings, cases: list[Any]) -> Iterator[Entry]:
    store = letters_of(settings)
    for letter in letters_about(session, *cases):
        if letter.sha256:
            yield Entry("公文", _letter_name(letter), store=store, sha256=letter.sha256)


def _letter_name(letter: Letter) -> str:
    return f"{letter.number.text} {letter.title}.pdf" if letter.number else f"{letter.title}.pdf"

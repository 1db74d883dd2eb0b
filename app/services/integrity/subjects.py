"""Whom a case is about: the supervisor identifies the person or the unit, and the project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import IntegrityCase, Organisation, Person, Project
from app.services import history
from app.services.identity.accounts import by_email
from app.services.identity.registering import find_unit
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

OPEN_TO_NAMING = ("clue", "checking")


@dataclass(frozen=True, slots=True)
class Subject:
    """As typed: the mail address of a person or the name of a unit, and a project number."""

    email: str
    unit: str
    project: str


RESPONDENT_NAMED = "respondent_named"


def identify(
    session: Session, case: IntegrityCase, typed: Subject, by: Person, now: datetime
) -> Problems | None:
    """One person or one unit; while the case is checked, not once it is opened. That it was done,
    and by whom, stands in the history; who it is, in the case, for not everybody reads both."""
    if case.state not in OPEN_TO_NAMING:
        return alone(_TOO_LATE)
    if bool(typed.email.strip()) == bool(typed.unit.strip()):
        return alone(_ONE)
    person = by_email(session, typed.email) if typed.email.strip() else None
    unit = find_unit(session, typed.unit) if typed.unit.strip() else None
    project = _project(session, typed.project)
    wrong = {
        key: words
        for key, words in (
            ("email", _NOBODY if typed.email.strip() and person is None else None),
            ("unit", unit if isinstance(unit, Text) else None),
            ("project", project if isinstance(project, Text) else None),
        )
        if words is not None
    }
    if wrong:
        return Problems(wrong)
    found = unit if isinstance(unit, Organisation) else None
    if _is_own(by, person, found):
        return alone(_RECUSE)
    case.subject_person, case.subject_unit = person, found
    case.project = project if isinstance(project, Project) else None
    session.flush()
    history.note(
        session,
        case,
        RESPONDENT_NAMED,
        actor_id=by.id,
        role=Role.SUPERVISOR,
        now=now,
        given={"project": case.project.number} if case.project else {},
    )
    return None


def _project(session: Session, number: str) -> Project | Text | None:
    if not number.strip():
        return None
    found = session.scalar(select(Project).where(Project.number == number.strip()))
    return found or _NO_PROJECT


def _is_own(by: Person, person: Person | None, unit: Organisation | None) -> bool:
    if person is not None:
        return person.id == by.id
    return unit is not None and unit.id == by.organisation_id


_ONE = Text("请确认一个人或一个单位，二者只填其一。", "Enter one person or one unit, not both.")
_NOBODY = Text("没有使用这个邮箱的账户", "No account uses this email address")
_NO_PROJECT = Text("没有这个编号的项目", "There is no project with this number")
_TOO_LATE = Text(
    "立案之后不能再改当事人。", "The respondent cannot be changed after the case is opened."
)
_RECUSE = Text(
    "当事人是您本人或您的单位，须回避，请转交另一位监督人员。",
    "The respondent is you or your unit. You must stand aside: pass the case to "
    "another supervisor.",
)

"""Files that somebody attaches to a case of a project, beside what was written there: which cases
take them, from whom, and until when. Each is noted in the history of its case by its digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.files.kinds import Rejected
from app.models import Case, Evidence, Person
from app.services import history
from app.services.cases import project_of
from app.services.door.turns import take_turn
from app.services.files import evidence
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

FILE_ADDED, FILE_WITHDRAWN = "file_added", "file_withdrawn"


@dataclass(frozen=True, slots=True)
class Attaching:
    """`what` the files are, in words; `by` adds and withdraws them while the case is in one of
    these states."""

    what: Text
    purpose: str
    by: Role
    states: tuple[str, ...]


ATTACHING: Mapping[str, Attaching] = {
    "change": Attaching(
        Text("变更证明材料", "Evidence for the change"), "change", Role.APPLICANT, ("drafted",)
    ),
    "appeal": Attaching(
        Text("复查证明材料", "Evidence for the appeal"), "appeal", Role.UNIT_ADMIN, ("filed",)
    ),
    "spending_audit": Attaching(
        Text("第三方审计报告", "Third-party audit report"),
        "audit_report",
        Role.UNIT_ADMIN,
        ("report_due", "overdue"),
    ),
    "payment": Attaching(
        Text("银行退汇凭证", "The bank's return voucher"),
        "bank_return",
        Role.FINANCE,
        ("paid", "not_arrived"),
    ),
}
"""By the kind of the case."""


def is_open(case: Case) -> bool:
    return case.state in ATTACHING[case.kind].states


def attach(
    session: Session, case: Case, stream: BinaryIO, name: str, *, by: Person, now: datetime
) -> Evidence | Rejected | Problems:
    if not is_open(case):
        return alone(_CLOSED)
    project, rule = project_of(case), ATTACHING[case.kind]
    assert project is not None, "what takes files is of a project"
    added = evidence.add(session, project, rule.purpose, stream, name, by=by, now=now, about=case)
    if not isinstance(added, Evidence):
        return added
    if not _is_still_open(session, case):
        session.delete(added)
        session.flush()
        return alone(_CLOSED)
    _note(session, case, FILE_ADDED, added, by, now)
    return added


def withdraw(
    session: Session, case: Case, file: Evidence, *, by: Person, now: datetime
) -> Problems | None:
    """It is shown no more, and stays on record."""
    if not _is_still_open(session, case):
        return alone(_CLOSED)
    file.withdrawn_at = now
    session.flush()
    _note(session, case, FILE_WITHDRAWN, file, by, now)
    return None


def _is_still_open(session: Session, case: Case) -> bool:
    """Until the commit. A file is looked at for seconds, and others may move the case meanwhile."""
    take_turn(session)
    session.refresh(case)
    return is_open(case)


def _note(
    session: Session, case: Case, what: str, file: Evidence, by: Person, now: datetime
) -> None:
    given = {"file": file.name, "sha256": file.sha256}
    role = ATTACHING[case.kind].by
    history.note(session, case, what, actor_id=by.id, role=role, now=now, given=given)


_CLOSED = Text(
    "此件已提交或办结，不能再增减材料；须补充的，请受理方退回后再传。",
    "This has been submitted or closed, so files can no longer be added or removed. If "
    "more are needed, ask for it to be returned first.",
)

"""A clue comes in: from anybody, named or not, from the office, or from the clock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files.kinds import Rejected
from app.files.places import files_of
from app.models import IntegrityCase, IntegrityEvidence, Person, Project, Proposal
from app.services.door.actors import By
from app.services.files.uploads import take_in
from app.services.identity import throttle
from app.services.identity.throttle import Sending
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_holders
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

FACTS_LEAST = 20
"""Characters below which nothing can be checked."""
TWICE = timedelta(minutes=10)
"""The same facts of the same informant within so much time are a page that was sent twice."""


@dataclass(frozen=True, slots=True)
class Clue:
    """`informant` and `contact` are empty when the clue is anonymous."""

    subject: str
    act: str
    when_and_where: str
    informant: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Upload:
    stream: BinaryIO
    name: str


def file_clue(
    session: Session,
    clue: Clue,
    evidence: Upload | None,
    now: datetime,
    *,
    address: str = "",
) -> IntegrityCase | Rejected | Problems:
    """From the public. It needs clear facts rather than a name; what is sent twice is one clue.
    From where it is sent only slows a flood. Who is signed in there is not asked: the count of an
    account would tell whoever has the server's key when that account sent a clue."""
    if problems := _unclear(clue):
        return problems
    if twice := _sent_before(session, clue, now):
        return twice
    if wait := throttle.sent(session, Sending("clue", None, address), now):
        return alone(wait)
    found = _inspected(session, evidence, now) if evidence else None
    if isinstance(found, Rejected):
        return found
    case = _begun(session, clue, "tip", Role.PUBLIC, now)
    if found is not None:
        found.added_at = now
        case.evidence.append(found)
        session.flush()
    return case


def _sent_before(session: Session, clue: Clue, now: datetime) -> IntegrityCase | None:
    return session.scalars(
        select(IntegrityCase).where(
            IntegrityCase.source == "tip",
            IntegrityCase.filed_at > now - TWICE,
            IntegrityCase.subject_named == clue.subject.strip(),
            IntegrityCase.act == clue.act.strip(),
            IntegrityCase.when_and_where == clue.when_and_where.strip(),
            IntegrityCase.informant_name == clue.informant.strip(),
            IntegrityCase.informant_contact == clue.contact.strip(),
        )
    ).first()


def record_clue(
    session: Session, clue: Clue, by: Person, now: datetime
) -> IntegrityCase | Problems:
    """What supervision itself came upon."""
    return _unclear(clue) or _begun(session, clue, "office", by, now)


def clue_of_clock(session: Session, project: Project, act: Text, now: datetime) -> IntegrityCase:
    """What the course of a project itself shows, such as an acceptance never applied for (J16)."""
    clue = Clue(project.proposal.pi.name, act.zh, project.number)
    case = _begun(session, clue, "clock", Role.SYSTEM_CLOCK, now)
    case.project, case.subject_person = project, project.proposal.pi
    session.flush()
    return case


def clue_of_audit(
    session: Session, project: Project, finding: str, by: By, now: datetime
) -> IntegrityCase:
    """What an audit of the sample found in a lump sum (§3.6)."""
    clue = Clue(project.proposal.lead_unit.name, finding, project.number)
    case = _begun(session, clue, "office", by, now)
    case.project, case.subject_unit = project, project.proposal.lead_unit
    session.flush()
    return case


def clue_of_offence(
    session: Session, proposal: Proposal, words: str, by: By, now: datetime
) -> IntegrityCase:
    """What a proposal or a team was disqualified for is looked into (P20, R15)."""
    where = Text(
        f"申报《{proposal.title}》（{proposal.number or '—'}），{proposal.call.title}",
        f"proposal “{proposal.title}” ({proposal.number or '—'}), {proposal.call.title}",
    )
    clue = Clue(proposal.pi.name, words, where.zh)
    case = _begun(session, clue, "office", by, now)
    case.subject_person = proposal.pi
    session.flush()
    return case


def add_evidence(
    session: Session, case: IntegrityCase, upload: Upload, by: Person, now: datetime
) -> Rejected | Problems | None:
    if case.state not in ("clue", "checking", "investigating", "extended"):
        return Problems({"": _CLOSED})
    found = _inspected(session, upload, now)
    if isinstance(found, Rejected):
        return found
    found.added_at, found.added_by_id = now, by.id
    case.evidence.append(found)
    session.flush()
    return None


def _inspected(session: Session, upload: Upload, now: datetime) -> IntegrityEvidence | Rejected:
    store = files_of(session.info["settings"])
    found = take_in(session, store, upload.stream, upload.name, now)
    if isinstance(found, Rejected):
        return found
    return IntegrityEvidence(name=found.name, media_type=found.type.media_type, sha256=found.sha256)


def _begun(session: Session, clue: Clue, source: str, by: By, now: datetime) -> IntegrityCase:
    case = IntegrityCase(
        source=source,
        receipt_code=secrets.token_hex(8).upper(),
        informant_name=clue.informant.strip(),
        informant_contact=clue.contact.strip(),
        subject_named=clue.subject.strip(),
        act=clue.act.strip(),
        when_and_where=clue.when_and_where.strip(),
        filed_at=now,
    )
    begin(session, case, by, now)
    if not isinstance(by, Person):
        _tell_supervisors(session, case, now)
    return case


def _unclear(clue: Clue) -> Problems | None:
    wrong = {
        key: words
        for key, typed, words in (
            ("subject", clue.subject, _WHO),
            ("when_and_where", clue.when_and_where, _WHERE),
        )
        if not typed.strip()
    }
    if len(clue.act.strip()) < FACTS_LEAST:
        wrong["act"] = _WHAT
    return Problems(wrong) if wrong else None


def _tell_supervisors(session: Session, case: IntegrityCase, now: datetime) -> None:
    due = deadline_words(case.due_at) if case.due_at else "—"
    wording = MESSAGES["clue_received"].format(due=due)
    who, mark = frozenset({Role.SUPERVISOR}), str(case.id)
    tell_holders(session, case, who, "clue_received", wording, mark=mark, now=now)


_WHO = Text("请写明反映的是谁（人或单位）", "Enter who it concerns (person or unit)")
_WHERE = Text("请写明时间、项目或场合", "Enter when, and in which project or on what occasion")
_WHAT = Text(
    f"请写清具体事实（不少于 {FACTS_LEAST} 字），仅有评价无法核查",
    f"Enter the specific facts (at least {FACTS_LEAST} characters). Opinions alone "
    "cannot be checked",
)
_CLOSED = Text(
    "调查已终结，不能再补充证据。", "The investigation has ended. Evidence can no longer be added."
)

"""What experts enter about themselves: units, fields, absences, ties (domain §3.1, §3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Expert,
    ExpertAbsence,
    ExpertTie,
    ExpertUnit,
    Organisation,
    Person,
    TechnologyField,
)
from app.services.experts import credit
from app.services.problems import Problems
from app.services.review.sweeping import sweep_experts
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

TIE_KINDS: dict[str, Text] = {
    "relative": Text("近亲属", "Close relative"),
    "supervision": Text("师生关系", "Supervisor or student"),
    "joint_work": Text(
        "合作（论文、专利、奖励、项目）", "Joint work (paper, patent, award, project)"
    ),
    "interest": Text(
        "与单位的利益（顾问、持股、兼职、合同经费）",
        "Interest in a unit (adviser, shareholder, part-time post, contract funds)",
    ),
}


@dataclass(frozen=True, slots=True)
class TieDraft:
    """`whom` is a mail address, or for an interest the full name of a unit."""

    kind: str
    whom: str
    name: str
    title: str
    on: date


def expert_of(session: Session, person: Person) -> Expert | None:
    return session.scalars(select(Expert).where(Expert.person_id == person.id)).first()


def subject_of(expert: Expert) -> dict[str, object]:
    """What stands in the profile now, for a page that may be open in two windows."""
    return {"fields": expert.fields, "keywords": expert.keywords, "load_most": expert.load_most}


def save_subject(
    session: Session, expert: Expert, fields: Sequence[int], keywords: str, load_most: int
) -> Problems | None:
    known = set(session.scalars(select(TechnologyField.id).where(TechnologyField.id.in_(fields))))
    if set(fields) - known:
        return Problems({"fields": Text("没有这个技术领域", "There is no such technology field")})
    expert.fields, expert.keywords, expert.load_most = sorted(known), keywords.strip(), load_most
    session.flush()
    return None


def move_to(
    session: Session, expert: Expert, unit: Organisation, since: date, now: datetime
) -> Problems | None:
    """Former units stay on record: recusal looks years back. Running reviews are asked again."""
    if since > local_date(now):
        return Problems({"since": Text("不能晚于今天", "Must not be after today")})
    present = [job for job in expert.units if job.until is None]
    if any(job.since >= since and job.organisation_id != unit.id for job in present):
        return Problems(
            {
                "since": Text(
                    "须晚于现单位的起始日", "Must be after the start date at the current unit"
                )
            }
        )
    for job in present:
        job.until = since - timedelta(days=1)
    expert.units.append(ExpertUnit(organisation_id=unit.id, since=since))
    session.flush()
    session.expire(expert, ["units"])
    sweep_experts(session, [expert.id], now)
    return None


def leave(session: Session, expert: Expert, now: datetime) -> None:
    """The present unit, from today on; the next one is entered when it is known."""
    for job in expert.units:
        if job.until is None:
            job.until = max(job.since, local_date(now))
    session.flush()
    session.expire(expert, ["units"])
    sweep_experts(session, [expert.id], now)


def record_lapse(
    session: Session, expert: Expert, kind: str, reason: str, by: Person, now: datetime
) -> Problems | None:
    """What an officer enters by hand; whoever is removed for it leaves every panel."""
    problems = credit.record(session, expert, kind, reason, by, now)
    if problems is None and expert.removed_at is not None:
        sweep_experts(session, [expert.id], now)
    return problems


def add_absence(
    session: Session, expert: Expert, since: date, until: date, now: datetime
) -> Problems | None:
    if until < since or until < local_date(now):
        return Problems(
            {
                "until": Text(
                    "止日不能早于起日和今天",
                    "The last day must not be before the first day or today",
                )
            }
        )
    session.add(ExpertAbsence(expert_id=expert.id, since=since, until=until))
    session.flush()
    return None


def end_absence(session: Session, expert: Expert, number: int) -> None:
    """A plan that changed is taken out; anybody else's stays."""
    row = session.get(ExpertAbsence, number)
    if row is not None and row.expert_id == expert.id:
        session.delete(row)
        session.flush()


def declare_tie(
    session: Session, expert: Expert, draft: TieDraft, by: Person, now: datetime
) -> Problems | None:
    """Enter a relation; what it does to running reviews follows at once."""
    row = tie_row(session, expert.id, draft)
    if isinstance(row, Text):
        return Problems({"whom": row})
    row.source, row.recorded_by_id, row.recorded_at = "declared", by.id, now
    session.add(row)
    session.flush()
    sweep_experts(session, [expert.id], now)
    return None


def tie_row(session: Session, expert: int, draft: TieDraft) -> ExpertTie | Text:
    """The row of a tie, or what is wrong with whom it names."""
    row = ExpertTie(expert_id=expert, kind=draft.kind, email="", title=draft.title, on=draft.on)
    if draft.kind == "interest":
        unit = session.scalars(
            select(Organisation).where(Organisation.name == draft.whom.strip())
        ).first()
        if unit is None:
            return Text(
                f"系统中没有单位“{draft.whom}”", f"There is no unit “{draft.whom}” in the system"
            )
        row.organisation_id = unit.id
        return row
    email = draft.whom.strip().lower()
    local, at, domain = email.partition("@")
    if not (local and at and "." in domain) or " " in email:
        return Text("邮箱无法识别", "The email address is not recognised")
    row.email, row.name = email, draft.name.strip()
    return row

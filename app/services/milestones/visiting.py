"""The record of a visit on the spot: saved from a phone, also after a dead spot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Person, ProjectMilestone, SiteVisit
from app.names import unfit
from app.services.editing import Overtaken, count_edit, overtaken
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

TEXTS = {"place": 200, "present": 500, "seen": 4000, "tested": 4000, "problems": 4000}
"""The fields of the record and their longest text."""

VISITORS = frozenset({Role.PROGRAMME_OFFICER, Role.NODE_EXPERT, Role.PANEL_CHAIR})
"""Who writes the record."""

OPEN = ("submitted", "drawing", "drawn", "assessing", "rectifying", "rechecking")


VISIT = Listed(SiteVisit, SiteVisit.milestone_id == bindparam("milestone"))


def of_milestone(session: Session, milestone: ProjectMilestone) -> SiteVisit:
    """The record, or an empty one that is not stored yet."""
    found = VISIT.of(session, milestone=milestone.id)
    return next(iter(found), None) or SiteVisit(
        milestone_id=milestone.id, edition=0, visited_on=None, **dict.fromkeys(TEXTS, "")
    )


def save(
    session: Session,
    milestone: ProjectMilestone,
    visited_on: date | None,
    texts: Mapping[str, str],
    *,
    edition: int | None,
    by: Person,
    now: datetime,
) -> SiteVisit | Overtaken | Problems:
    if milestone.state not in OPEN:
        return alone(
            Text(
                "节点考核未开始或已结束，不能填写现场记录。",
                "The milestone assessment has not started or has ended, so a site visit cannot be "
                "recorded.",
            )
        )
    visit = of_milestone(session, milestone)
    written = {name: texts.get(name, "").strip() for name in TEXTS}
    if faster := overtaken(visit, edition):
        # The same once more: it had arrived, but the phone was out of reach of the answer.
        if visit.visited_on == visited_on and all(
            getattr(visit, name) == text for name, text in written.items()
        ):
            return visit
        return faster
    wrong = {name: why for name, most in TEXTS.items() if (why := unfit(written[name], most))}
    if wrong:
        return Problems(wrong)
    visit.visited_on = visited_on
    for name, text in written.items():
        setattr(visit, name, text)
    count_edit(visit, by, now)
    session.add(visit)
    session.flush()
    return visit

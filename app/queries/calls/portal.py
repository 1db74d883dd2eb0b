"""What the public may read: calls, notices, letters, and the catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from app.asked import ask_together
from app.models import (
    Call,
    History,
    Letter,
    Notice,
    Race,
    Stage,
    TechnologyField,
)
from app.queries.sight.names import SHORT
from app.services.calendars import CALENDAR
from app.services.notice_periods import LENGTHENINGS

PUBLIC_CALLS = (
    "published",
    "open",
    "recommending",
    "formal",
    "review",
    "deliberation",
    "notice",
    "decided",
    "no_award",
    "collecting",
    "posted",
    "concluded",
)
_PUBLIC_IF_PUBLISHED = ("paused", "cancelled")
SHOWN_CALLS = (*PUBLIC_CALLS, *_PUBLIC_IF_PUBLISHED)
PUBLIC_NOTICES = ("published", "ended")


def technology_fields(session: Session) -> Sequence[TechnologyField]:
    return session.scalars(
        select(TechnologyField).order_by(TechnologyField.catalogue_number, TechnologyField.id)
    ).all()


def is_public() -> ColumnElement[bool]:
    """Never a draft, nor an approved call that is not yet published; nor one of these that was
    paused or cancelled."""
    published = exists().where(
        History.case_kind == Call.kind,
        History.case_id == Call.id,
        History.transition.in_(("publish", "collect_needs")),
    )
    stopped = and_(Call.state.in_(_PUBLIC_IF_PUBLISHED), published)
    return or_(Call.state.in_(PUBLIC_CALLS), stopped)


_PUBLIC = select(Call).where(is_public()).options(joinedload(Call.programme))


def public_calls() -> Select[Any]:
    """As lines of a list, the latest to close first."""
    return _PUBLIC.options(*SHORT).order_by(Call.close_at.desc(), Call.id)


def calls_to_answer() -> Select[Any]:
    """Open for proposals or for needs, or about to be; the first to close first."""
    waiting = Call.state.in_(("published", "open", "collecting"))
    return public_calls().where(waiting).order_by(None).order_by(Call.close_at, Call.id)


def public_call(session: Session, number: int) -> Call | None:
    return session.scalars(_PUBLIC.where(Call.id == number)).first()


def public_notices() -> Select[Any]:
    return (
        select(Notice)
        .where(Notice.state.in_(PUBLIC_NOTICES))
        .options(joinedload(Notice.call))
        .order_by(Notice.starts_on.desc(), Notice.id.desc())
    )


def running_notices() -> Select[Any]:
    """Those that may be objected to; the first to end first."""
    running = public_notices().where(Notice.state == "published")
    return running.order_by(None).order_by(Notice.ends_on, Notice.id)


def notices_of_call(session: Session, call: Call) -> Sequence[Notice]:
    return session.scalars(public_notices().where(Notice.call_id == call.id)).all()


def stages_on_notice(today: date) -> Select[Any]:
    """Of races, whose results may be objected to on their board; the first to end first."""
    return (
        select(Stage)
        .where(Stage.state.in_(("notice", "objection")), Stage.notice_to >= today)
        .options(joinedload(Stage.race).joinedload(Race.call))
        .order_by(Stage.notice_to, Stage.id)
    )


def public_notice(session: Session, number: int) -> Notice | None:
    """With what its page says of its period."""
    found: Notice | None = session.scalars(public_notices().where(Notice.id == number)).first()
    if found is not None:
        ask_together(session, LENGTHENINGS, *CALENDAR, kind=Notice.kind, case=found.id)
    return found


def letters_of_call(session: Session, call: Call) -> Sequence[Letter]:
    """The public ones that are filed, with those of its race: the announcement of a race is the
    notice of its call."""
    race = select(Race.id).where(Race.call_id == call.id)
    return session.scalars(
        select(Letter)
        .where(
            or_(
                and_(Letter.about_kind == Call.kind, Letter.about_id == call.id),
                and_(Letter.about_kind == Race.kind, Letter.about_id.in_(race)),
            ),
            Letter.is_public,
            Letter.state == "filed",
        )
        .order_by(Letter.id)
    ).all()


def letter_by_code(session: Session, code: str) -> Letter | None:
    """A letter that exists for the outside world: filed, or made void later."""
    return session.scalars(
        select(Letter)
        .where(Letter.verification_code == code, Letter.sha256.is_not(None))
        .options(joinedload(Letter.number), joinedload(Letter.organisation))
    ).first()


def letter_by_digest(session: Session, sha256: str) -> Letter | None:
    """The letter whose file this is, which whoever asks holds in hand."""
    return session.scalars(
        select(Letter).where(Letter.sha256 == sha256).options(joinedload(Letter.number))
    ).first()

"""What the public may read: calls, notices, results, and the catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Bundle, Session, joinedload

from app.models import (
    Call,
    Letter,
    Notice,
    Organisation,
    Project,
    Proposal,
    TechnologyField,
)
from app.queries.names import SHORT
from app.queries.stretches import Order

PUBLIC_CALLS = (
    "published",
    "open",
    "recommending",
    "formal",
    "review",
    "deliberation",
    "notice",
    "decided",
    "paused",
    "cancelled",
    "no_award",
    "collecting",
    "posted",
    "concluded",
)
PUBLIC_NOTICES = ("published", "ended")


def technology_fields(session: Session) -> Sequence[TechnologyField]:
    return session.scalars(
        select(TechnologyField).order_by(TechnologyField.catalogue_number, TechnologyField.id)
    ).all()


_PUBLIC = select(Call).where(Call.state.in_(PUBLIC_CALLS)).options(joinedload(Call.programme))
"""Never a draft, nor an approved call that is not yet published."""


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


def public_notice(session: Session, number: int) -> Notice | None:
    return session.scalars(public_notices().where(Notice.id == number)).first()


RESULTS_IN_ORDER = Order((Project.id,), (lambda project: project.id,), descending=True)
"""The newest first."""


RESULTS: Select[Any] = (
    select(
        Bundle(
            "line",
            *(Project.id, Project.number, Project.amount, Proposal.title),
            Organisation.name.label("lead_unit"),
        )
    )
    .join(Project.proposal)
    .join(Proposal.lead_unit)
)
"""As lines of a list; for `stretch_of` in that order."""


def letter_of_call(session: Session, call: Call) -> Letter | None:
    return session.scalars(
        select(Letter).where(
            Letter.key.in_((f"call_notice-call-{call.id}", f"posting_notice-call-{call.id}")),
            Letter.state == "filed",
        )
    ).first()


def letter_by_code(session: Session, code: str) -> Letter | None:
    """A letter that exists for the outside world: filed, or made void later."""
    return session.scalars(
        select(Letter)
        .where(Letter.verification_code == code, Letter.sha256.is_not(None))
        .options(joinedload(Letter.number), joinedload(Letter.organisation))
    ).first()

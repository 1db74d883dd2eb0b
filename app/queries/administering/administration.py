"""People, roles, the queue, the register of numbers and the history, for administrators."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.access.grants import in_force
from app.access.roles import DRAFTS, WRITERS
from app.models import (
    LEFT_UNDONE,
    DocumentNumber,
    History,
    HistoryCheck,
    IntegrityCase,
    Letter,
    Message,
    OrderedDays,
    Outbox,
    Person,
    Proposal,
    RoleGrant,
)
from app.queries.attention.inbox import is_kept_back
from app.queries.calls.proposals import opened
from app.queries.sight.aside import no_case_of
from app.services.cases import CASES
from app.services.history import HOUSE
from app.services.open_call.sealing import BID_FILES
from app.services.seals.record import SEALED
from workflows.roles import Role


def people(search: str, role: Role | None, now: datetime) -> Select[Any]:
    """By words of name or address, and by a role that is held now."""
    query = (
        select(Person)
        .options(joinedload(Person.organisation), selectinload(Person.grants))
        .order_by(Person.id)
    )
    if search:
        query = query.where(
            or_(
                Person.name.contains(search, autoescape=True),
                Person.email.contains(search.lower(), autoescape=True),
            )
        )
    if role is not None:
        query = query.where(Person.grants.any(and_(RoleGrant.role == role.value, in_force(now))))
    return query


def grants(person: Person) -> Select[Any]:
    return (
        select(RoleGrant)
        .where(RoleGrant.person_id == person.id)
        .options(joinedload(RoleGrant.organisation), joinedload(RoleGrant.granted_by))
        .order_by(RoleGrant.id)
    )


def ordered_days() -> Select[OrderedDays]:
    """Those that nobody has decided on first."""
    return (
        select(OrderedDays)
        .options(joinedload(OrderedDays.entered_by), joinedload(OrderedDays.decided_by))
        .order_by(OrderedDays.decided_at.is_not(None), OrderedDays.id.desc())
    )


def days_to_confirm(session: Session, which: Sequence[int], person: Person) -> list[OrderedDays]:
    """Those of them that somebody else has entered."""
    others = OrderedDays.id.in_(which), OrderedDays.entered_by_id != person.id
    return list(session.scalars(ordered_days().where(*others)))


def queue_counts(session: Session) -> dict[str, int]:
    """Of what `unfinished_work` lists: how much has been done tells of everything that moves."""
    listed = unfinished_work().order_by(None).subquery()
    rows = session.execute(select(listed.c.status, func.count()).group_by(listed.c.status))
    return {row[0]: row[1] for row in rows}


def unfinished_work() -> Select[Any]:
    """What was set aside last. Without what would tell of a bid that has not been opened or of a
    case behind the wall, but for work of theirs that failed and names none; and without what an
    officer keeps back."""
    query = select(Outbox).outerjoin(History, Outbox.history_id == History.id)
    return query.where(
        Outbox.status.not_in(("done", "held", "cancelled")),
        not_(is_kept_back()),
        or_(History.id.is_(None), tells_no_secret()),
        or_(Outbox.status.in_(LEFT_UNDONE), _is_of_no_secret()),
    ).order_by(Outbox.status == "set_aside", Outbox.status, Outbox.id)


def failed_work(session: Session, number: int) -> Outbox | None:
    """Of the list; None where it is not there, or has not failed."""
    which = Outbox.id == number, Outbox.status == "failed"
    found: Outbox | None = session.scalars(unfinished_work().where(*which)).first()
    return found


def _is_of_no_secret() -> ColumnElement[bool]:
    """On work, with its move where it has one."""
    walled = exists().where(
        Outbox.key == "mail-" + Message.key, Message.about_kind == IntegrityCase.kind
    )
    moved = func.coalesce(History.case_kind, "") != IntegrityCase.kind
    return and_(Outbox.job != BID_FILES, moved, not_(walled))


def register(search: str, walled: Collection[str]) -> Select[Any]:
    """`search` leaves the numbers that read so, and letters so titled, but for the kinds that are
    `walled`: nobody finds those by a title that is not shown."""
    return (
        select(DocumentNumber)
        .join(DocumentNumber.letter)
        .where(_reads(search, walled) if search else true())
        .options(contains_eager(DocumentNumber.letter))
        .order_by(
            DocumentNumber.year.desc(), DocumentNumber.serial.desc(), DocumentNumber.id.desc()
        )
    )


def _reads(search: str, walled: Collection[str]) -> ColumnElement[bool]:
    is_titled = Letter.title.contains(search, autoescape=True)
    return or_(
        DocumentNumber.as_text().contains(search, autoescape=True),
        and_(Letter.letter_kind.not_in(sorted(walled)), is_titled),
    )


def number_gaps(session: Session) -> list[str]:
    """Years whose serials are not 1, 2, 3 … without a gap."""
    rows = session.execute(
        select(
            DocumentNumber.authority,
            DocumentNumber.year,
            func.count(DocumentNumber.id),
            func.max(DocumentNumber.serial),
        ).group_by(DocumentNumber.authority, DocumentNumber.year)
    )
    return [f"{row[0]}〔{row[1]}〕" for row in rows if row[2] != row[3]]


def newest_history(hidden: Collection[int]) -> Select[Any]:
    """For those outside the wall: what stands behind it is not
    there, nor are the moves of bids that have not been opened: whoever reads them would know of a
    bid (B4), nor of drafts, which are their writers' own, nor those from which the reader stands
    aside (`hidden`). The chain itself holds them, and the checkpoints prove it."""
    return (
        select(History)
        .where(
            tells_no_secret(),
            History.case_kind != IntegrityCase.kind,
            *(not_(_is_of_draft(kind)) for kind in sorted(WRITERS)),
            no_case_of(hidden, History.case_kind, History.case_id),
        )
        .options(joinedload(History.actor))
        .order_by(History.id.desc())
    )


def _is_of_draft(kind: str) -> ColumnElement[bool]:
    drafts = select(CASES[kind].id).where(CASES[kind].state.in_(sorted(DRAFTS)))
    return and_(History.case_kind == kind, History.case_id.in_(drafts))


def newest_check(session: Session) -> HistoryCheck | None:
    return session.scalars(select(HistoryCheck)).first()


def tells_no_secret() -> ColumnElement[bool]:
    """On the table of the history: not of a bid that has not been opened (B4). Seals are not read
    by anybody, and name the rows they seal."""
    closed = select(Proposal.id).where(not_(opened()))
    of_bid = and_(History.case_kind == Proposal.kind, History.case_id.in_(closed))
    return and_(not_(of_bid), not_(and_(History.case_kind == HOUSE, History.transition == SEALED)))

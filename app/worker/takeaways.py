"""The job that makes a sheet or a dossier; its page shows how far it has come."""

from __future__ import annotations

from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from app.access.roles import office_roles
from app.files.places import takeaway_files_of
from app.models import Takeaway
from app.services.cases import load_case
from app.services.dossier.contents import entries_of, may_take
from app.services.dossier.packing import pack
from app.services.takeaways import asking, personal
from app.services.takeaways.listings import Asker
from app.services.takeaways.sheet import ALL, count_rows, make_sheet
from app.worker.context import Context

_EVERY = 10
"""Progress is written down every so many steps of a dossier."""


def make_takeaway(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """Rights are asked anew; whoever has lost them gets nothing. Safe to repeat."""
    number = int(payload["takeaway_id"])
    with context.transaction() as session:
        asking.clear_expired(session, now)
    with context.database.session(writing=False) as session, TemporaryFile() as file:
        session.info["settings"] = context.settings
        takeaway = session.get_one(Takeaway, number)
        if takeaway.status != "waiting":
            return
        made = _MAKERS[takeaway.what](context, session, takeaway, file, now)
        size = file.tell()
        file.seek(0)
        digest = takeaway_files_of(context.settings).put(file) if made else ""
    with context.transaction() as session:
        takeaway = session.get_one(Takeaway, number)
        if made:
            asking.finish(takeaway, digest, size, now)
        else:
            takeaway.status = "failed"


def _sheet(
    context: Context, session: Session, takeaway: Takeaway, file: BinaryIO, now: datetime
) -> bool:
    asked, person, number = takeaway.asked, takeaway.person, takeaway.id
    roles = {role.value for role in office_roles(session, person, now)}
    if asked["roles"] and not roles & set(asked["roles"]):
        return False
    asker, listing = Asker(session, person, now), ALL[asked["listing"]]
    rows = count_rows(asker, listing, asked["args"])
    if rows is None:
        return False
    _steps(context, number, rows)
    book = make_sheet(
        asker, listing, asked["args"], _language(takeaway), lambda row: _step(context, number, row)
    )
    file.write(book or b"")
    return book is not None


def _dossier(
    context: Context, session: Session, takeaway: Takeaway, file: BinaryIO, now: datetime
) -> bool:
    person, number = takeaway.person, takeaway.id
    case = load_case(session, takeaway.asked["kind"], int(takeaway.asked["id"]))
    if case is None or not may_take(session, person, case, now):
        return False
    entries = entries_of(session, case, person, now, _language(takeaway))
    _steps(context, number, len(entries))
    title = takeaway.name.removesuffix(".zip")

    def progress(entry: int) -> None:
        if entry % _EVERY == 0:
            _step(context, number, entry)

    pack(file, title, entries, now, progress)
    return True


def _personal(
    context: Context, session: Session, takeaway: Takeaway, file: BinaryIO, now: datetime
) -> bool:
    entries, number = personal.entries_of(session, takeaway.person, now), takeaway.id
    _steps(context, number, len(entries))
    title = takeaway.name.removesuffix(".zip")
    pack(file, title, entries, now, lambda entry: _step(context, number, entry))
    return True


def _language(takeaway: Takeaway) -> str:
    """Of the page where it was asked for; what was asked for before pages said so has none."""
    return str(takeaway.asked.get("language", takeaway.person.locale))


def _steps(context: Context, number: int, steps: int) -> None:
    with context.transaction() as session:
        session.get_one(Takeaway, number).steps = steps


def _step(context: Context, number: int, step: int) -> None:
    with context.transaction() as session:
        session.get_one(Takeaway, number).step = step


_MAKERS = {"sheet": _sheet, "dossier": _dossier, "personal": _personal}

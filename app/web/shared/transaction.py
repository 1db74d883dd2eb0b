"""One database transaction per request: committed when the answer is a success, or rolled back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.arrival import waited
from app.asked import remember
from app.database import Database
from app.web.shared.errors import show_database_away, show_unstorable, tells_of_absence

log = structlog.get_logger()

READING = frozenset({"GET", "HEAD", "OPTIONS"})

_BROUGHT_BACK = frozenset({"account.come_back"})
"""Reached by GET and yet signing somebody in: a provider sends people back by a link."""

_PUBLIC = frozenset({"public", "race", "plan", "find"})
"""Rooms whose pages for everybody may be a few seconds late."""

_AT_WORK = frozenset({"_user_id", "csrf_token"})
"""What the cookie of whoever is signed in, or was shown a form, holds."""


def init_transactions(app: Flask) -> None:
    app.before_request(_open)
    app.after_request(_settle)
    app.teardown_request(_close)
    app.register_error_handler(DBAPIError, _answer_fault_of_database)


def _open() -> None:
    # The time of arrival decides deadlines, however long the rest takes.
    clock = current_app.extensions["clock"]
    g.now = clock.now() - waited()
    if (request.endpoint or "").endswith("static"):
        return
    database: Database = current_app.extensions["database"]
    _begin(database.public_session() if _is_public() else database.session(writing=_is_writing()))


def _begin(session: Session) -> None:
    g.db = session
    if not _is_writing():
        remember(session)
    settings = current_app.config["SETTINGS"]
    key = settings.audit_key.encode()
    clock = current_app.extensions["clock"]
    session.info.update(settings=settings, audit_key=key, clock=clock)


def _is_public() -> bool:
    """Read by somebody who is not signed in and was shown no form, so has written nothing that a
    replica might not show yet."""
    return (
        request.method in ("GET", "HEAD")
        and request.blueprint in _PUBLIC
        and request.authorization is None
        and not _AT_WORK & cookie.keys()
    )


def _answer_fault_of_database(error: DBAPIError) -> Response:
    """A replica that fails in the midst of a request is no fault that its reader sees."""
    database: Database = current_app.extensions["database"]
    session = g.get("db")
    if session is not None and database.replica and database.is_of_replica(session):
        log.warning("replica_failed", error=str(error.orig))
        database.replica.leave_out()
        return _again_at_primary(database, session)
    if tells_of_absence(error):
        return show_database_away(error)
    if isinstance(error, DataError):
        return show_unstorable(error)
    raise error


def _again_at_primary(database: Database, session: Session) -> Response:
    session.close()
    _begin(database.session(writing=False))
    return current_app.make_response(current_app.dispatch_request())


def _is_writing() -> bool:
    return request.method not in READING or request.endpoint in _BROUGHT_BACK


def _settle(response: Response) -> Response:
    session = g.get("db")
    if session is not None:
        if not _is_writing():
            _undo(session, partial(_end_reading, session))
        elif response.status_code < 400:
            return _commit(session, response)
        else:
            _undo(session, session.close)
    return response


def _end_reading(session: Session) -> None:
    """By COMMIT, of nothing: at a ROLLBACK the driver forgets the statements that PostgreSQL has
    planned already. Of what was read nothing is asked for again."""
    session.expunge_all()
    session.commit()


def _commit(session: Session, response: Response) -> Response:
    """When another request has written first, nothing of this one stays, and its page says so; so
    does the page when the database went away meanwhile."""
    try:
        session.commit()
    except (StaleDataError, IntegrityError, OperationalError, DataError) as error:
        _undo(session, session.rollback)
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _undo(session: Session, way: Callable[[], None]) -> None:
    """A database that has gone away has taken it back itself, and the answer stands."""
    try:
        way()
    except DBAPIError as error:
        if not tells_of_absence(error):
            raise
        session.invalidate()


def _close(_error: BaseException | None) -> None:
    session = g.pop("db", None)
    if session is not None:
        session.close()

"""One database transaction per request: committed when the answer is a success, or rolled back."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.arrival import waited
from app.asked import remember
from app.database import Database

READING = frozenset({"GET", "HEAD", "OPTIONS"})

_BROUGHT_BACK = frozenset({"account.come_back"})
"""Reached by GET and yet signing somebody in: a provider sends people back by a link."""


def init_transactions(app: Flask) -> None:
    app.before_request(_open)
    app.after_request(_settle)
    app.teardown_request(_close)


def _open() -> None:
    # The time of arrival decides deadlines, however long the rest takes.
    clock = current_app.extensions["clock"]
    g.now = clock.now() - waited()
    if (request.endpoint or "").endswith("static"):
        return
    database: Database = current_app.extensions["database"]
    g.db = database.session(writing=_is_writing())
    if not _is_writing():
        remember(g.db)
    settings = current_app.config["SETTINGS"]
    key = settings.audit_key.encode()
    g.db.info.update(settings=settings, audit_key=key, clock=clock)


def _is_writing() -> bool:
    return request.method not in READING or request.endpoint in _BROUGHT_BACK


def _settle(response: Response) -> Response:
    session = g.get("db")
    if session is not None:
        if response.status_code < 400 and _is_writing():
            return _commit(session, response)
        session.rollback()
    return response


def _commit(session: Session, response: Response) -> Response:
    """When another request has written first, nothing of this one stays, and its page says so; so
    does the page when the database went away meanwhile."""
    try:
        session.commit()
    except (StaleDataError, IntegrityError, OperationalError) as error:
        session.rollback()
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _close(_error: BaseException | None) -> None:
    session = g.pop("db", None)
    if session is not None:
        session.close()

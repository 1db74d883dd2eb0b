"""Files that anybody may take. A copy serves for a minute and is then asked about by its mark; what
is made anew for strangers is counted as wrong passwords are, and few are made at once, so that on
the night of a close nobody who works here waits for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from threading import BoundedSemaphore
from typing import Any, TypeVar

from flask import Response, current_app, g, make_response, request, session
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from app.database import Database
from app.services.history import end_of
from app.services.identity import throttle
from app.services.identity.throttle import Taking
from app.services.identity.unit_changes import last_change
from app.web.shared.wording import language
from workflows.engine.calendar import local_date

View = TypeVar("View", bound=Callable[..., Any])

_FRESH_SECONDS = 60
_SOON_SECONDS = 10
_PLACES = BoundedSemaphore(2)
"""Of a process."""


def open_file(view: View) -> View:
    """Of a file that anybody may take; whoever is signed in is given it as it is."""

    @wraps(view)
    def given(*args: Any, **kwargs: Any) -> Any:
        if current_user.is_authenticated:
            return view(*args, **kwargs)
        mark = _mark()
        if request.if_none_match.contains_weak(mark):
            return _kept_for_a_while(Response(status=304), mark)
        return _kept_for_a_while(_made(partial(view, *args, **kwargs)), mark)

    return given  # type: ignore[return-value]


def _mark() -> str:
    """Another one after each move, each change of a unit, which is no move, and each day: there are
    terms that end without one."""
    moved = (end_of(g.db), last_change(g.db), local_date(g.now))
    said = (*moved, language(), request.full_path)
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()[:32]


def _made(view: Callable[[], Any]) -> Response:
    """Raises TooManyRequests: much was made for this address, or is being made for others."""
    if not _PLACES.acquire(blocking=False):
        raise TooManyRequests(retry_after=_SOON_SECONDS)
    try:
        _count()
        return make_response(view())
    finally:
        _PLACES.release()


def _count() -> None:
    """A request that reads writes nothing itself, so what is counted has a transaction of its
    own."""
    database: Database = current_app.extensions["database"]
    with database.transaction() as writing:
        writing.info.update(g.db.info)
        wait = throttle.taken(writing, Taking(request.remote_addr or ""), g.now)
    if wait is not None:
        raise TooManyRequests(retry_after=max(1, int(wait.total_seconds())))


def _kept_for_a_while(answer: Response, mark: str) -> Response:
    """Not where the language was chosen by this very request: that goes into a cookie."""
    answer.set_etag(mark, weak=True)
    if not session.modified:
        answer.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    return answer

"""Guards that ask for a token instead of a sign-in: one of an account, with the rights its owner
has now, or that of whoever watches the site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from math import ceil
from typing import Any, TypeVar

import structlog
from flask import abort, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from app.access.guard import GUARD
from app.database import Database
from app.models import ApiToken
from app.services.identity import api_tokens

View = TypeVar("View", bound=Callable[..., Any])


def bearing(scope: str) -> Callable[[View], View]:
    """Whoever brings a live token with this scope; `g.bearer` is its owner."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            token = _token()
            if scope not in token.scopes:
                raise Forbidden
            g.bearer = token.person
            structlog.contextvars.bind_contextvars(person=token.person_id, token=token.id)
            return view(*args, **kwargs)

        setattr(guarded, GUARD, f"token:{scope}")
        return guarded  # type: ignore[return-value]

    return decorate


def monitoring(view: View) -> View:
    """Whoever brings the token of the settings; for everybody else there is no such page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        token: str | None = current_app.config["SETTINGS"].metrics_token
        brought = (request.authorization and request.authorization.token) or ""
        if token is None or not compare_digest(brought.encode(), token.encode()):
            abort(404)
        return view(*args, **kwargs)

    setattr(guarded, GUARD, "monitoring")
    return guarded  # type: ignore[return-value]


def _token() -> ApiToken:
    """Raises Unauthorized, or TooManyRequests after many wrong ones from one address, or many
    requests by this one.

    A request that reads writes nothing itself, so what is noted has a transaction of its own.
    """
    brought = request.authorization
    challenge = WWWAuthenticate("bearer")
    if brought is None or brought.type != "bearer" or not brought.token:
        raise Unauthorized(www_authenticate=challenge)
    database: Database = current_app.extensions["database"]
    token = api_tokens.find(g.db, brought.token, g.now)
    with database.transaction() as session:
        session.info.update(g.db.info)
        wait = (
            api_tokens.wrong(session, request.remote_addr or "", g.now)
            if token is None
            else api_tokens.use(session, token, g.now)
        )
    if wait is not None:
        raise TooManyRequests(retry_after=max(1, ceil(wait.total_seconds())))
    if token is None:
        raise Unauthorized(www_authenticate=challenge)
    return token

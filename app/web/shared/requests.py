"""Each request has an id, is measured from its arrival, and leaves one line in the log."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from app.arrival import waited
from app.operating.measures import count

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_UNKNOWN = "unknown"

_log = structlog.get_logger()


def init_requests(app: Flask) -> None:
    """First of all: whatever is logged while the request is served bears its id."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.monotonic() - waited().total_seconds()
    given = request.headers.get(HEADER, "")
    g.request_id = given if _GIVEN.fullmatch(given) else uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    """The pattern of an address, never the address: a secret may stand in it."""
    response.headers[HEADER] = g.request_id
    seconds = time.monotonic() - g.began
    count(route(), request.method, response.status_code, seconds)
    numbers = {k: v for k, v in (request.view_args or {}).items() if isinstance(v, int)}
    _log.info(
        "request",
        route=route(),
        method=request.method,
        status=response.status_code,
        seconds=round(seconds, 4),
        **({"numbers": numbers} if numbers else {}),
    )
    return response


def route() -> str:
    return request.url_rule.rule if request.url_rule else _UNKNOWN

"""Before a process answers, it shows itself what most people look at first.

Templates and statements are compiled at first use. In a rush forty threads come at once, each
compiles them all, and everybody waits for seconds. A page is shown as somebody sees it who is
signed in now; nothing is written, counted or kept of it, and nothing leaves the process.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import structlog
from flask import Flask, g, url_for
from flask_login import login_user

from app.database import Database
from app.queries.administering.present import Present, present
from app.queries.attention.desk import arrival
from app.web.shared.session import SignedIn
from workflows.roles import Role

SECONDS_MOST = 3.0
"""A process that is not warm by then answers all the same."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Look:
    """At a page, by the reader whose sign-in has this digest, or by anybody."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reader: str | None = None


def warm(app: Flask) -> None:
    """In a thread of its own, so that a database that does not answer holds up no start."""
    thread = Thread(target=_warm, args=(app, time.monotonic() + SECONDS_MOST), daemon=True)
    thread.start()
    thread.join(SECONDS_MOST)


def _warm(app: Flask, end: float) -> None:
    """Twice: where a statement holds a part that others hold too, the library takes it for another
    one once that part has been compiled, and compiles it again."""
    try:
        looks = looks_of(app)
        for look in (*looks, *looks):
            if time.monotonic() > end:
                return
            show(app, look)
    except Exception as error:  # whatever it is, readers will be told of it
        _log.warning("not_warm", error=type(error).__name__)


def looks_of(app: Flask) -> list[Look]:
    database: Database = app.extensions["database"]
    with database.session(writing=False) as session:
        return list(_looks(present(session, tuple(_DESKS), app.extensions["clock"].now())))


_DESKS = {Role.UNIT_ADMIN: "unit.sealing", Role.PROGRAMME_OFFICER: "officer.proposals"}


def _looks(there: Present) -> Iterator[Look]:
    """What a rush asks for comes first."""
    yield from (Look("public.index"), Look("account.sign_in"), Look("public.calls"))
    if (writer := there.writer) is not None:
        submit = {"kind": "proposal", "number": writer.proposal, "transition": "submit"}
        yield Look("public.call", {"number": writer.call})
        yield Look("home.index", {}, writer.digest)
        yield Look("dossier.proposal", {"number": writer.proposal}, writer.digest)
        yield Look("moves.move", submit, writer.digest)
    for role, digest in there.holders.items():
        yield Look("home.index", {}, digest)
        yield Look(_DESKS[role], {}, digest)
    if there.expert is not None:
        yield Look("home.index", {}, there.expert)
        yield Look("reviewer.index", {}, there.expert)


def show(app: Flask, look: Look) -> None:
    with app.test_request_context():
        path = url_for(look.endpoint, **look.values)
    with app.test_request_context(path):
        app.preprocess_request()
        found = arrival(g.db, look.reader, g.now) if look.reader else None
        if found is not None:
            login_user(SignedIn(*found, ""))
        app.dispatch_request()

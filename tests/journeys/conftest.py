"""A theatre for every journey: the site on a port, Chromium, a private Redis."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from redis import Redis
from sqlalchemy.orm import Session

from app.models import Proposal
from app.worker import jobs
from app.worker.context import Context
from docs.screenshots.browser import chromium
from tests.conftest import StillClock
from tests.factories import call, organisation, person, proposal
from tests.journeys.theatre import Theatre, may_sign_in, serving
from tests.servers import private_redis


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not longer than a module: while it is open, an event loop runs in this thread, and nothing
    else in it may start one."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def theatre(
    app: Flask,
    context: Context,
    clock: StillClock,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Theatre]:
    app.config.update(WTF_CSRF_ENABLED=True)
    monkeypatch.setattr(jobs, "_context_of_process", lambda _pid: context)
    with private_redis() as url, serving(app) as address, Redis.from_url(url) as redis:
        yield Theatre(context, clock, address, browser, redis)
        for opened in browser.contexts:
            opened.close()


@pytest.fixture
def draft(session: Session) -> Proposal:
    """Of somebody who may sign in to write it."""
    leader = person(session, organisation_id=organisation(session).id)
    made = proposal(session, call=call(session), pi=leader)
    may_sign_in(leader)
    session.commit()
    return made

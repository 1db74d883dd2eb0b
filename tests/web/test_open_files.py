"""Files that anybody may take: kept for a while, asked about by their mark, and counted."""

from __future__ import annotations

from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import OrganisationChange
from app.services import history
from app.services.identity import throttle
from app.services.identity.throttle import Rule
from app.web.shared import open_files
from tests.conftest import SignInAs, StillClock
from tests.factories import organisation, person

FILE = "/results.csv"


def test_a_copy_serves_for_a_minute_and_after_that_until_something_has_moved(
    session: Session, client: FlaskClient, clock: StillClock
) -> None:
    first = client.get(FILE)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in first.vary
    kept = {"If-None-Match": first.headers["ETag"]}
    again = client.get(FILE, headers=kept)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{FILE}?year=2026", headers=kept).status_code == 200
    history.record(session, "webhook_ended", now=clock.now(), given={})
    session.commit()
    moved = client.get(FILE, headers=kept)
    assert moved.status_code == 200
    kept = {"If-None-Match": moved.headers["ETag"]}
    clock.advance(days=1)
    assert client.get(FILE, headers=kept).status_code == 200, "terms end without a move"
    kept = {"If-None-Match": client.get(FILE).headers["ETag"]}
    renamed(session, clock)
    assert client.get(FILE, headers=kept).status_code == 200, "a unit changes without a move"
    described = client.get("/api/v1/openapi.json")
    kept = {"If-None-Match": described.headers["ETag"]}
    assert client.get("/api/v1/openapi.json", headers=kept).status_code == 304


def renamed(session: Session, clock: StillClock) -> None:
    unit = organisation(session)
    change = OrganisationChange(
        organisation_id=unit.id,
        at=clock.now(),
        by_id=person(session).id,
        reason="更名批复",
        before={"name": "旧名"},
        after={"name": unit.name},
    )
    session.add(change)
    session.commit()


def test_what_is_made_anew_for_strangers_is_counted_and_keeps_nobody_waiting_who_is_signed_in(
    monkeypatch: pytest.MonkeyPatch, session: Session, client: FlaskClient, sign_in: SignInAs
) -> None:
    monkeypatch.setattr(throttle, "TAKEN", Rule(free=2, longest=timedelta(minutes=15)))
    mark = {"If-None-Match": client.get(FILE).headers["ETag"]}
    assert [client.get(FILE, headers=mark).status_code for _ in range(3)] == [304] * 3
    assert client.get(FILE).status_code == 200
    refused = client.get("/plan/programmes.xlsx")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "登录后取用不受此限" in refused.text
    assert "Cache-Control" not in refused.headers
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get(FILE, environ_base=elsewhere).status_code == 200
    mine = sign_in(person(session))
    assert [mine.get(FILE).status_code for _ in range(3)] == [200] * 3
    assert mine.get(FILE).headers["Cache-Control"] == "no-store"


def test_strangers_have_few_files_made_at_once(
    monkeypatch: pytest.MonkeyPatch, session: Session, client: FlaskClient, sign_in: SignInAs
) -> None:
    monkeypatch.setattr(open_files, "_PLACES", BoundedSemaphore(0))
    assert client.get(FILE).status_code == 429
    assert sign_in(person(session)).get(FILE).status_code == 200

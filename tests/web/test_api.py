"""A token reads what its owner's pages show, for as long as it lives, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import ApiToken, Person, Proposal
from app.services.identity import passwords
from app.services.identity.api_tokens import SCOPES, make
from app.services.identity.throttle import ADDRESS, HERE
from app.web.shared.links import url_for_case
from tests.conftest import SignInAs, StillClock
from tests.factories import call, official, person, proposal
from tests.web.counting import counting
from tests.web.looking import looking
from tests.web.one_of_each import World
from workflows.roles import Role

PASSWORD = "a-password-long-enough"


@dataclass
class Partner:
    """A system that brings one token."""

    client: FlaskClient
    secret: str

    def get(self, path: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.secret}"}
        return self.client.get(f"/api/v1/{path}", headers=headers)

    def ids(self, path: str) -> set[int]:
        return {row["id"] for row in self.json(path)["rows"]}

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def partner(app: Flask, session: Session, clock: StillClock) -> Callable[..., Partner]:
    def made(someone: Person, *scopes: str) -> Partner:
        secret = make(session, someone, "test", scopes or tuple(SCOPES), 30, clock.now())
        session.commit()
        return Partner(app.test_client(), secret)

    return made


PAGES = {"proposals": "proposal", "projects": "project", "payments": "payment"}


def test_two_tokens_of_differing_rights_see_what_the_pages_of_each_show(
    app: Flask, session: Session, sign_in: SignInAs, partner: Callable[..., Partner]
) -> None:
    world = World(session)
    for row in session.scalars(select(Proposal)):
        row.state = "recommend_review"  # a draft is in no list but its writers'
    finance, nobody = official(session, Role.FINANCE), person(session)
    numbers = {
        name: {case.id for case in world.cases() if case.kind == kind}  # type: ignore[attr-defined]
        for name, kind in PAGES.items()
    }
    session.commit()
    everything: dict[str, set[int]] = {name: set() for name in PAGES}
    for who in (world.proposal.pi, finance, world.officer, nobody):
        client, system = sign_in(who), partner(who)
        for name, kind in PAGES.items():
            shown = {n for n in numbers[name] if is_shown(app, client, kind, n)}
            assert system.ids(name) & numbers[name] == shown, (name, who.id)
            for number in numbers[name]:
                status = system.get(f"{name}/{number}").status_code
                assert status == (200 if number in shown else 404)
            everything[name] |= shown
        for number in numbers["projects"]:
            status = system.get(f"projects/{number}/metrics").status_code
            assert status == client.get(f"/projects/{number}/metrics").status_code
    assert all(everything.values()), "somebody sees some of each"


def is_shown(app: Flask, client: FlaskClient, kind: str, number: int) -> bool:
    with app.test_request_context():
        path = url_for_case(kind, number)
    assert path is not None
    return client.get(path).status_code == 200


def test_what_the_owner_may_not_see_changes_no_byte(
    session: Session, partner: Callable[..., Partner]
) -> None:
    mine = proposal(session, state="unit_review")
    system = partner(mine.pi)
    paths = ("proposals", "calls", "notices", "proposals?limit=1")
    before = [system.get(path).data for path in paths]
    proposal(session, call=mine.call, state="unit_review")
    call(session, state="draft")
    session.commit()
    assert [system.get(path).data for path in paths] == before
    hidden, missing = system.get(f"proposals/{mine.id + 1}"), system.get("proposals/9999")
    assert hidden.status_code == missing.status_code == 404
    for answer in (hidden, missing):
        assert answer.content_type == "application/problem+json"
    drop = {"request_id"}
    assert {k: v for k, v in (hidden.json or {}).items() if k not in drop} == {
        k: v for k, v in (missing.json or {}).items() if k not in drop
    }


def test_scores_and_ranks_are_told_to_nobody(
    session: Session, partner: Callable[..., Partner]
) -> None:
    mine = proposal(session, state="unit_review", score=9100, rank=1)
    told = partner(mine.pi).json(f"proposals/{mine.id}")
    assert not {"score", "rank"} & told.keys()


def test_every_row_stands_on_exactly_one_page_and_costs_no_further_query(
    app: Flask, session: Session, partner: Callable[..., Partner]
) -> None:
    pi = person(session)
    own = [proposal(session, pi=pi).id for _ in range(7)]
    system, found, path = partner(pi), [], "proposals?limit=3"
    counts = []
    while path:
        with counting(app.extensions["database"].engine) as statements:
            page = system.json(path)
        counts.append(len([s for s in statements if s.startswith("SELECT")]))
        found += [row["id"] for row in page["rows"]]
        path = (page["next"] or "").removeprefix("/api/v1/")
    assert found == own
    assert len(set(counts)) == 1
    assert counts[0] <= 5
    for wrong in ("limit=0", "limit=101", "after=-1", "after=x"):
        assert system.get(f"proposals?{wrong}").status_code == 400


def test_a_token_works_for_its_scopes_until_it_ends_and_while_its_owner_is_active(
    session: Session, partner: Callable[..., Partner], clock: StillClock
) -> None:
    someone = person(session)
    system, revoked, other = partner(someone, "calls"), partner(someone), partner(person(session))
    assert system.get("calls").status_code == 200
    assert (system.get("proposals").status_code, system.get("projects/1/metrics").status_code) == (
        403,
        403,
    )
    rows = session.scalars(select(ApiToken).order_by(ApiToken.id)).all()
    session.refresh(rows[0])
    assert rows[0].used_at == clock.now()
    assert system.secret not in rows[0].digest
    rows[1].revoked_at, rows[2].person.is_active = clock.now(), False
    session.commit()
    assert (revoked.get("calls").status_code, other.get("calls").status_code) == (401, 401)
    clock.advance(days=30)
    ended = system.get("calls")
    assert (ended.status_code, ended.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
    assert {"title", "title_zh", "detail", "detail_zh"} <= (ended.json or {}).keys()


def test_many_wrong_tokens_from_one_place_wait_and_a_good_one_never_does(
    session: Session, partner: Callable[..., Partner]
) -> None:
    good = partner(person(session))
    bad = Partner(good.client, "cx_wrong")
    statuses = [bad.get("calls").status_code for _ in range(min(HERE.free, ADDRESS.free) + 1)]
    assert statuses == [401] * HERE.free + [429]
    assert int(bad.get("calls").headers["Retry-After"]) > 0
    assert good.get("calls").status_code == 200


def test_a_token_that_asks_too_often_waits_for_the_next_minute_and_no_other_token_does(
    app: Flask, session: Session, clock: StillClock, partner: Callable[..., Partner]
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], api_requests_a_minute=2)
    busy, calm = partner(person(session)), partner(person(session))
    assert [busy.get("calls").status_code for _ in range(3)] == [200, 200, 429]
    refused = busy.get("calls")
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert calm.get("calls").status_code == 200
    clock.advance(minutes=1)
    assert busy.get("calls").status_code == 200


def test_a_sign_in_is_no_token_and_a_token_no_sign_in(
    session: Session, sign_in: SignInAs, partner: Callable[..., Partner]
) -> None:
    someone = person(session)
    session.commit()
    assert sign_in(someone).get("/api/v1/calls").status_code == 401
    system = partner(someone)
    headers = {"Authorization": f"Bearer {system.secret}"}
    assert system.client.get("/home", headers=headers).status_code == 303


def test_the_description_names_every_address_and_its_fields(
    app: Flask, session: Session, partner: Callable[..., Partner]
) -> None:
    made = proposal(session, state="unit_review")
    system = partner(made.pi)
    described = app.test_client().get("/api/v1/openapi.json").json
    assert described is not None
    assert described["openapi"].startswith("3.1")
    rules = {
        re.sub("<int:(.*?)>", r"{\1}", rule.rule.removeprefix("/api/v1"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(described["paths"]) == rules - {"/openapi.json"}
    shape = described["components"]["schemas"]["proposal"]
    assert list(system.json(f"proposals/{made.id}")) == sorted(shape["required"])


def test_its_owner_makes_a_token_with_the_password_sees_it_once_and_revokes_it(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    someone = person(session, password_hash=passwords.hashed(PASSWORD))
    session.commit()
    client = sign_in(someone)
    typed = {"name": "财务系统", "scopes": ["calls", "payments"], "days": "30"}
    assert client.get("/account/tokens/new").status_code == 200
    refused = client.post("/account/tokens/new", data=typed | {"signing_password": "wrong"})
    assert refused.status_code == 422
    assert 'value="财务系统"' in refused.text
    none = client.post(
        "/account/tokens/new", data={"name": "a", "days": "30", "signing_password": PASSWORD}
    )
    assert none.status_code == 422
    made = client.post("/account/tokens/new", data=typed | {"signing_password": PASSWORD})
    found = re.search(r'id="api-token">(cx_[\w-]+)<', made.text)
    assert found is not None
    system = Partner(app.test_client(), found.group(1))
    assert system.get("payments").status_code == 200
    listed = client.get("/account/tokens").text
    assert "财务系统" in listed
    assert system.secret not in listed
    with looking(app) as now:
        number = now.scalars(select(ApiToken.id)).one()
    stranger = sign_in(person(session))
    assert stranger.post(f"/account/tokens/{number}/revoke").status_code == 404
    assert client.post(f"/account/tokens/{number}/revoke").status_code == 303
    assert system.get("payments").status_code == 401


def test_a_new_password_ends_every_token(
    session: Session, sign_in: SignInAs, partner: Callable[..., Partner]
) -> None:
    someone = person(session, password_hash=passwords.hashed(PASSWORD))
    system = partner(someone)
    fresh = "another-password-long-enough"
    typed = {"password": fresh, "repeated": fresh, "signing_password": PASSWORD}
    assert system.get("calls").status_code == 200
    assert sign_in(someone).post("/account/password", data=typed).status_code == 303
    assert system.get("calls").status_code == 401

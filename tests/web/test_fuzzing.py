"""Whatever is sent, to the API or in a form, is answered, and never by a fault.

`pytest tests/web/test_fuzzing.py --examples 200` looks longer.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.services.identity.api_tokens import SCOPES, make
from tests.conftest import SignInAs, StillClock
from tests.factories import grant, official, proposal
from tests.web.routes import rules, words_of
from tests.web.test_object_access import Forms, pages_of
from workflows.roles import Role


@pytest.fixture
def bounded(request: pytest.FixtureRequest) -> settings:
    return settings(
        max_examples=request.config.getoption("--examples"),
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def test_every_operation_of_the_api_answers_as_it_is_described(
    app: Flask, session: Session, clock: StillClock, bounded: settings
) -> None:
    mine = proposal(session, state="unit_review")
    secret = make(session, mine.pi, "fuzz", tuple(SCOPES), 30, clock.now())
    session.commit()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {secret}"}
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @bounded
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            nonlocal tried
            tried += 1
            # Many wrong tokens have to wait, which its check of tokens does not know.
            case.call_and_validate(headers=headers, excluded_checks=[ignored_auth])

        answers()
    assert tried >= 14


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/v1/proposals/99999999999999999999", 404),
        ("POST", "/api/v1/proposals", 405),
        ("DELETE", "/api/v1/proposals/1", 405),
        ("GET", "/api/v1/proposals", 401),
    ],
)
def test_below_the_api_every_error_is_a_problem_in_json(
    app: Flask, session: Session, clock: StillClock, method: str, path: str, status: int
) -> None:
    secret = make(session, proposal(session).pi, "fuzz", tuple(SCOPES), 30, clock.now())
    session.commit()
    headers = {} if status == 401 else {"Authorization": f"Bearer {secret}"}
    answer = app.test_client().open(path, method=method, headers=headers)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json is not None
    assert answer.json["status"] == status
    assert {"title", "title_zh", "detail", "request_id"} <= answer.json.keys()


def test_a_fault_of_the_api_is_a_problem_that_tells_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError("a secret")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "api.openapi", broken)
    answer = app.test_client().get("/api/v1/openapi.json")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "secret" not in answer.text


_TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *("", " ", "0", "-1", "1e9", "٣", "99999999999999999999", "2**31", "NaN", "１２"),
            *("2026-02-30", "9999-12-31", "0000-00-00", "2026-13-01T25:61", "\x00", "\ud7ff", "𠮷"),
            *("=1+1", "<script>", "{{7*7}}", "%s%n", "../../etc/passwd", "a@b", "x" * 5000),
        ]
    ),
)


def test_no_form_answers_with_a_fault_whatever_is_typed(
    app: Flask, session: Session, sign_in: SignInAs, bounded: settings
) -> None:
    mine = proposal(session)
    grant(session, mine.pi, Role.UNIT_ADMIN, organisation_id=mine.lead_unit_id)
    officer = official(session, Role.PROGRAMME_OFFICER)
    for role in (Role.SYS_ADMIN, Role.FINANCE, Role.EXPERT_MANAGER, Role.PLANNING_OFFICER):
        grant(session, officer, role)
    session.commit()
    tried = 0
    for who in (mine.pi, officer):
        client = sign_in(who)
        for action, fields in forms_of(app, client, mine.id):
            tried += tried_on(client, action, fields, bounded)
    assert tried > 100


def tried_on(
    client: FlaskClient, action: str, fields: list[tuple[str, str]], bounded: settings
) -> int:
    """How often the form was sent; each answer was one of the site's own."""
    tried = 0

    @bounded
    @given(typed=typed_into(fields))
    def answers(typed: list[tuple[str, str]]) -> None:
        nonlocal tried
        tried += 1
        status = client.post(action, data=MultiDict(typed)).status_code
        assert status < 500, f"{action}: {typed}"

    answers()
    return tried


def typed_into(fields: list[tuple[str, str]]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """The form as the page fills it, each field left so, emptied, typed anew, or left out."""
    return st.tuples(
        *(
            st.one_of(
                st.just([(name, value)]), st.just([]), st.tuples(st.just(name), _TEXT).map(_alone)
            )
            for name, value in fields
        )
    ).map(lambda parts: [pair for part in parts for pair in part])


def _alone(pair: tuple[str, str]) -> list[tuple[str, str]]:
    return [pair]


def forms_of(
    app: Flask, client: FlaskClient, number: int
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every form on every page that this person could open, once for each place it goes to."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in dict.fromkeys((*pages_of(app, number), *plain_pages(app))):
        answer = client.get(path)
        if answer.status_code != 200 or "html" not in (answer.content_type or ""):
            continue
        for action, fields in Forms(answer.text, path).found:
            if not any(word in action for word in ("sign-out", "sign-ins")):
                found.setdefault(action, fields)
    return list(found.items())


def plain_pages(app: Flask) -> list[str]:
    """Pages whose address names nothing."""
    plain = [r for r in rules(app) if "GET" in (r.methods or ()) and not r.arguments]
    return [built[1] for r in plain if (built := r.build(words_of(r), append_unknown=False))]

"""A database that is away is said to be away, to people and to programs, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from app.database import Database
from tests.conftest import SignInAs
from tests.factories import person

NOBODY_LISTENS = "postgresql+psycopg://nobody@127.0.0.1:9/none"


@pytest.fixture
def signed_in(sign_in: SignInAs, session: Session) -> FlaskClient:
    return sign_in(person(session))


def replace_database(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setitem(app.extensions, "database", Database(url))


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_whoever_reads_or_sends_is_told_to_wait_and_to_look_before_sending_again(
    app: Flask, signed_in: FlaskClient, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    replace_database(app, monkeypatch, NOBODY_LISTENS)
    read = signed_in.get("/home", query_string={"lang": language})
    sent = signed_in.post("/account/sign-in", query_string={"lang": language}, data={"email": "x"})
    for answer in (read, sent):
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert {"zh_Hans_CN": "办理记录", "en": "the history"}[language] in answer.text


def test_so_is_whoever_reads_in_any_room(
    app: Flask, signed_in: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = {
        rule.endpoint.rpartition(".")[0]: rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/") and not rule.arguments and "GET" in (rule.methods or ())
    }
    replace_database(app, monkeypatch, NOBODY_LISTENS)
    answers = {path: signed_in.get(path).status_code for path in rooms.values()}
    assert len(answers) > 15
    assert "/my/proposals" in answers
    assert not {path for path, status in answers.items() if status == 500}


@pytest.mark.parametrize("at_commit", [False, True])
def test_what_no_column_holds_is_answered_as_wrong_input(
    signed_in: FlaskClient, monkeypatch: pytest.MonkeyPatch, at_commit: bool
) -> None:
    """A sign that a text cannot hold, or a number too great, of which no form has thought."""

    def refused(self: Any, *_given: object, **_named: object) -> None:
        if at_commit:
            self.rollback()
        raise DataError("INSERT", {}, ValueError("text fields cannot contain NUL"))

    if at_commit:
        monkeypatch.setattr(Session, "commit", refused)
    else:
        monkeypatch.setattr("app.services.identity.accounts.save_profile", refused)
    typed = {"name": "周舟", "title": "", "degree": "", "locale": "zh_Hans_CN"}
    answer = signed_in.post("/account/profile", data=typed)
    assert answer.status_code == 422
    assert "请返回上一页" in answer.text
    assert "NUL" not in answer.text


def test_a_program_gets_a_problem_it_can_wait_by(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_database(app, monkeypatch, NOBODY_LISTENS)
    answer = client.get("/api/v1/calls", headers={"Authorization": "Bearer a"})
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0


def test_what_is_sent_when_the_database_goes_before_the_commit_is_answered_so_too(
    signed_in: FlaskClient, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    def gone(self: Session) -> None:
        self.connection()
        with Database(NOBODY_LISTENS).session(writing=True) as another:
            another.connection()

    monkeypatch.setattr(Session, "commit", gone)
    typed = {"name": "周舟", "title": "", "degree": "", "locale": "zh_Hans_CN"}
    for path, form in (("/account/profile", typed), ("/account/sign-out", {})):
        answer = signed_in.post(path, data=form)
        assert answer.status_code == 503
        assert "办理记录" in answer.text


def test_a_page_that_has_been_read_is_shown_though_the_database_goes_before_the_end(
    signed_in: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: Session) -> None:
        with Database(NOBODY_LISTENS).session(writing=False) as another:
            another.connection()

    monkeypatch.setattr(Session, "rollback", gone)
    answer = signed_in.get("/home/inbox")
    monkeypatch.undo()
    assert answer.status_code == 200
    assert signed_in.get("/home/inbox").status_code == 200


def test_a_fault_of_a_statement_is_no_absence(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    replace_database(app, monkeypatch, f"sqlite:///{tmp_path / 'empty.db'}")
    assert client.get("/calls").status_code == 500

"""A process is warm before it answers: what most people look at first is compiled by then."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from jinja2 import DictLoader, Environment, FileSystemBytecodeCache
from sqlalchemy.orm import Session

from app.models import Person
from app.web.shared import requests, warming
from app.web.shared.compiling import Compiled
from app.web.shared.warming import looks_of, warm
from tests.factories import call, expert, grant, official, organisation, proposal
from tests.web.counting import counting
from workflows.roles import Role


@pytest.fixture
def everybody(session: Session, sign_in: Callable[[Person], FlaskClient]) -> list[FlaskClient]:
    """Somebody of each kind that the first pages are shown as, signed in: a leader with a draft, a
    unit's administrator, an officer, an expert."""
    unit = organisation(session)
    draft = proposal(session, call=call(session), lead_unit=unit)
    grant(session, draft.pi, Role.UNIT_ADMIN, organisation_id=unit.id)
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.flush()
    return [sign_in(one) for one in (draft.pi, officer, expert(session, unit=unit).person)]


def test_the_first_pages_are_shown_to_somebody_of_each_kind(
    app: Flask, everybody: list[FlaskClient]
) -> None:
    looks = looks_of(app)
    endpoints = {look.endpoint for look in looks}
    assert endpoints >= {"public.call", "moves.move", "unit.sealing", "reviewer.index"}
    assert len({look.reader for look in looks}) == 1 + len(everybody)


def test_whoever_looks_after_that_waits_for_no_compiling(
    app: Flask,
    client: FlaskClient,
    everybody: list[FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warming, "SECONDS_MOST", 60)
    compiled = app.extensions["database"].engine._compiled_cache
    compiled.clear()
    looks = looks_of(app)
    warm(app)
    before = set(compiled)
    readers = dict.fromkeys(look.reader for look in looks)
    clients = dict(zip(readers, [client, *everybody], strict=True))
    for look in looks:
        with app.test_request_context():
            path = url_for(look.endpoint, **look.values)
        assert clients[look.reader].get(path).status_code == 200
    assert set(compiled) == before


def test_warming_only_reads_and_is_not_counted_among_the_requests(
    app: Flask, everybody: list[FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []
    monkeypatch.setattr(requests, "count", lambda *request: counted.append(request))
    with counting(app.extensions["database"].engine) as statements:
        warm(app)
    assert len(statements) > 10
    assert {statement.split()[0] for statement in statements} <= {"SELECT", "WITH"}
    everybody[0].get("/calls")
    assert len(counted) == 1


def test_a_database_that_is_away_holds_up_no_start(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away(_app: Flask) -> None:
        raise ConnectionError

    monkeypatch.setattr(warming, "looks_of", away)
    warm(app)
    assert "not_warm" in capsys.readouterr().out


def _full(*_given: object) -> None:
    raise OSError(errno.ENOSPC, "no space left")


@pytest.mark.parametrize("there_is_room", [True, False])
def test_a_template_is_compiled_once_where_it_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there_is_room: bool
) -> None:
    if not there_is_room:
        monkeypatch.setattr(FileSystemBytecodeCache, "dump_bytecode", _full)
    folder = tmp_path / "templates"
    compiled: list[str] = []
    compile_as_before = Environment.compile

    def noting(self: Environment, *given: object, **named: object) -> object:
        compiled.append("once more")
        return compile_as_before(self, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noting)
    for _process in range(2):
        loader = DictLoader({"page": "{{ 1 + 1 }}"})
        one = Environment(loader=loader, bytecode_cache=Compiled(folder), autoescape=True)
        assert one.get_template("page").render() == "2"
    assert len(compiled) == (1 if there_is_room else 2)

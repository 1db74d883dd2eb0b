"""What a command answers an operator who runs it too early, or while something is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from flask import Flask

from app.database import Database
from app.factory import equip
from connections import ObjectStorage
from tests.conftest import StillClock
from tests.servers import private_postgres

AWAY = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"


def run(app: Flask, clock: StillClock, url: str, *words: str) -> Result:
    database = Database(url)
    equip(app, app.config["SETTINGS"], clock, database)
    answer = app.test_cli_runner().invoke(args=list(words))
    database.engine.dispose()
    return answer


@pytest.fixture
def server() -> Iterator[str]:
    with private_postgres() as url:
        with psycopg.connect(_plain(url), autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'"
            )
            connection.execute("CREATE ROLE guest LOGIN")
        yield url


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_a_database_of_another_encoding_or_of_somebody_else_is_not_migrated(
    app: Flask, clock: StillClock, server: str
) -> None:
    for url, said in (
        (server.replace("/postgres?", "/ascii?"), "--encoding=UTF8"),
        (server.replace("chongxian@", "guest@"), "permission denied"),
    ):
        answer = run(app, clock, url, "migrate")
        assert answer.exit_code == 1
        assert said in answer.output.splitlines()[-1]


def test_a_store_of_files_that_is_away_is_no_record_that_was_altered(
    app: Flask, clock: StillClock
) -> None:
    settings = app.config["SETTINGS"]
    away = ObjectStorage("http://127.0.0.1:1", "files", "us-east-1", "a", "b")
    database = app.extensions["database"]
    equip(app, replace(settings, object_storage=away), clock, database)
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert "127.0.0.1" in answer.output
    assert "altered" not in answer.output


def test_a_folder_that_cannot_be_written_is_named(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["backup", "create", "/dev/null/backups"])
    assert answer.exit_code == 1
    (sentence,) = answer.output.splitlines()
    assert "/dev/null/backups" in sentence


@pytest.mark.parametrize(
    "words",
    [
        *(("plan", "load"), ("audit", "verify"), ("money", "check")),
        *(("find", "rebuild"), ("similarity", "rebuild")),
    ],
)
def test_a_command_says_in_a_sentence_that_the_database_is_away_or_not_migrated(
    app: Flask, clock: StillClock, tmp_path: Path, words: tuple[str, ...]
) -> None:
    for url, said in (
        (AWAY, "CHONGXIAN_DATABASE_URL"),
        (f"sqlite:///{tmp_path}/e", "flask migrate"),
    ):
        answer = run(app, clock, url, *words)
        assert answer.exit_code == 1
        (sentence,) = answer.output.splitlines()
        assert said in sentence.partition(" / ")[0]
        assert said in sentence.partition(" / ")[2]

"""The files for servers say what the code does; they are read, nothing is started."""

from __future__ import annotations

import re
import shlex
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Context
from flask import Flask

from app.operating.measures import Around, exposition
from app.queries.administering.operating import Standing, Verified
from config import ROOT, settings_from
from tests.test_keys import PRODUCTION

DEPLOY = ROOT / "deploy"
PROGRAMS = ("web", "worker", "relay", "clock")
SETTING = re.compile(r"CHONGXIAN_[A-Z_]+")
MEASURE = re.compile(r"chongxian_[a-z0-9_]+")


def service_of(program: str) -> dict[str, str]:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((DEPLOY / "systemd" / f"chongxian-{program}.service").read_text())
    assert unit["Unit"]["PartOf"] == unit["Install"]["WantedBy"] == "chongxian.target"
    return dict(unit["Service"])


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]


def without_place(command: list[str]) -> list[str]:
    return [word for word in command if not re.search(r":\d+$", word)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_units_and_containers_run_the_same_programs(
    lasting_app: Flask, compose: Any, program: str
) -> None:
    executable, *arguments = shlex.split(service_of(program)["ExecStart"])
    command = [executable.removeprefix("/srv/chongxian/.venv/bin/"), *arguments]
    assert without_place(compose[program]["command"]) == without_place(command)
    if command[0] == "flask":
        application, family, name = command[-3:]
        assert (ROOT / f"{application}.py").is_file()
        group: Any = lasting_app.cli.get_command(Context(lasting_app.cli), family)
        assert name in group.commands
    else:
        assert (ROOT / command[command.index("--config") + 1]).is_file()


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_program_is_root_or_writes_outside_its_folder(program: str) -> None:
    service = service_of(program)
    assert (service["User"], service["ProtectSystem"]) == ("chongxian", "strict")
    assert service["NoNewPrivileges"] == "yes"
    words = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER chongxian$", words, re.MULTILINE)


def test_what_makes_backups_is_in_the_image_and_runs_every_night() -> None:
    words = (DEPLOY / "Containerfile").read_text()
    assert "install --no-install-recommends postgresql-client" in words
    nightly = (DEPLOY / "systemd" / "chongxian-daily.service").read_text()
    for command in ("backup create /var/backups/chongxian", "audit verify"):
        assert f"ExecStart=/srv/chongxian/.venv/bin/flask --app behind {command}\n" in nightly
    assert "chongxian-daily.timer" in (DEPLOY / "systemd" / "chongxian.target").read_text()


def test_no_secret_of_an_installation_goes_into_the_image_or_the_repository(compose: Any) -> None:
    folder, _, _ = compose["web"]["volumes"][1].partition(":")
    for ignored in (".dockerignore", ".gitignore"):
        lines = (ROOT / ignored).read_text().splitlines()
        for secret in (compose["web"]["env_file"], "database-password", folder):
            assert f"deploy/{secret.removeprefix('./')}" in lines


def test_the_proxy_writes_no_secret_of_an_address_into_its_log(lasting_app: Flask) -> None:
    words = (DEPLOY / "nginx.conf").read_text()
    (unlogged,) = re.findall(r"~(\S+) 0;", words)
    secret = [r.rule for r in lasting_app.url_map.iter_rules() if "<secret>" in r.rule]
    assert len(secret) >= 4
    assert [rule for rule in secret if not re.match(unlogged, rule)] == []


def test_the_target_wants_every_program() -> None:
    words = (DEPLOY / "systemd" / "chongxian.target").read_text()
    assert set(re.findall(r"chongxian-(\w+)\.service", words)) == set(PROGRAMS)


def test_nothing_starts_on_tables_that_are_not_migrated(compose: Any) -> None:
    for program in PROGRAMS:
        waits = compose[program]["depends_on"]["migrate"]
        assert waits == {"condition": "service_completed_successfully"}


def test_files_name_only_settings_that_are_read_and_both_languages_explain_all_of_those() -> None:
    read = _named(*ROOT.glob("*.py"), *(ROOT / "app").rglob("*.py"))
    assert _named(*(path for path in DEPLOY.rglob("*") if path.is_file())) <= read
    for name in ("operating.md", "operating.zh-CN.md"):
        assert _named(ROOT / "docs" / name) == read


def test_production_starts_on_the_example_once_its_empty_lines_are_filled_in(compose: Any) -> None:
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    env = {name: value or PRODUCTION.get(name, "") for name, value in example.items()}
    assert settings_from(env).is_production
    assert settings_from(env | compose["web"]["environment"]).is_production


def _named(*files: Path) -> set[str]:
    return {name for path in files for name in SETTING.findall(path.read_text())}


@pytest.mark.parametrize("path", ["deploy/alerts.yaml", "docs/runbook.md", "docs/runbook.zh-CN.md"])
def test_alerts_and_runbook_speak_of_measures_that_exist(path: str) -> None:
    nothing = Standing({"failed": 0}, 0, 0, 0, 0, 0, Verified(holds=True, seconds_ago=0))
    there = set(MEASURE.findall(exposition(nothing, Around(True, (True, 0.0), (90,))).decode()))
    there |= {f"{name}_total" for name in there} | {f"{name}_bucket" for name in there}
    named = set(MEASURE.findall((ROOT / path).read_text()))
    assert len(named) >= 6
    assert named <= there


def test_the_runbook_answers_every_alert() -> None:
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"][0]["rules"]
    for name in ("runbook.md", "runbook.zh-CN.md"):
        words = (ROOT / "docs" / name).read_text()
        assert [rule["alert"] for rule in rules if f"`{rule['alert']}`" not in words] == []

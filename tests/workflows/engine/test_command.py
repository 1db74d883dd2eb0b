"""`flask workflows`: proves what is in force, writes it, and notices when the files differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.cli import workflows as command
from workflows.race.explore import World
from workflows.registry import WORKFLOWS


def run(*words: str) -> Result:
    bare = Flask("bare")
    bare.cli.add_command(command.workflows_cli)
    return bare.test_cli_runner().invoke(args=["workflows", *words])


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Definitions to write; that the committed files are what all of them say, bin/test asks."""
    few = tuple(workflow for workflow in WORKFLOWS if workflow.key in ("letter", "annual_pool"))
    monkeypatch.setattr(command, "WORKFLOWS", few)


def test_check_counts_what_each_definition_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """And walks what races do: here the smallest one, in bin/test all that are to be walked."""
    smallest = World(teams=2, stages=2, disturbances=0)
    monkeypatch.setattr(command, "CHECKED", ((smallest, None),))
    result = run("check")
    assert result.exit_code == 0
    for workflow in WORKFLOWS:
        counted = f"{len(workflow.states)} states, {len(workflow.transitions)} transitions"
        assert f"{workflow.key} v{workflow.version} {workflow.label.zh}: {counted}" in result.output
    assert f"{len(WORKFLOWS)} definitions, no fault" in result.output
    assert "race: I1-I10 hold in every state" in result.output


def test_check_lists_the_faults_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(WORKFLOWS[0], states=WORKFLOWS[0].states[1:])
    monkeypatch.setattr(command, "WORKFLOWS", (broken,))
    result = run("check")
    assert result.exit_code == 1
    assert "needs exactly one start" in result.output


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("verb", ["draw", "matrix"])
def test_files_are_written_once_and_then_found_unchanged(verb: str, tmp_path: Path) -> None:
    out = str(tmp_path / "new")
    assert ", 0 new or changed" not in run(verb, "--out", out).output
    assert ", 0 new or changed" in run(verb, "--out", out).output
    assert run(verb, "--out", out, "--compare").exit_code == 0


@pytest.mark.usefixtures("two")
def test_several_commands_go_one_after_the_other_and_the_first_that_fails_ends_it(
    tmp_path: Path,
) -> None:
    out = str(tmp_path)
    assert run("draw", "--out", out, "matrix", "--out", out).exit_code == 0
    (tmp_path / "annual_pool.zh.svg").write_text("altered", "utf-8")
    compared = ("--out", out, "--compare")
    assert run("matrix", *compared, "draw", *compared).exit_code == 1
    again = run("draw", *compared, "matrix", *compared)
    assert again.exit_code == 1
    assert "2 files" not in again.output


@pytest.mark.usefixtures("two")
def test_a_changed_a_missing_and_a_left_over_file_are_named_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    out = str(tmp_path)
    run("draw", "--out", out)
    (tmp_path / "annual_pool.zh.svg").write_text("altered", "utf-8")
    (tmp_path / "letter.en.mmd").unlink()
    (tmp_path / "lottery.zh.mmd").write_text("of a definition that is no more", "utf-8")
    result = run("draw", "--out", out, "--compare")
    assert result.exit_code == 1
    assert "annual_pool.zh.svg, letter.en.mmd, lottery.zh.mmd" in result.output
    assert (tmp_path / "annual_pool.zh.svg").read_text("utf-8") == "altered"
    assert not (tmp_path / "letter.en.mmd").exists()

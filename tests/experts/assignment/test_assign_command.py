"""`flask experts assign`: JSON on the one side, one line of reason on the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.cli.experts import experts_cli
from app.experts.assignment import side

CASE: dict[str, Any] = {
    "proposals": [{"id": "甲", "need": 1}, {"id": "乙", "need": 2}],
    "reviewers": [{"id": "张", "max": 2}, {"id": "李", "max": 1}],
    "affinity": [[5, 9], [5, 9]],
}


@pytest.fixture
def bare() -> Flask:
    app = Flask("bare")
    app.cli.add_command(experts_cli)
    return app


def run(bare: Flask, folder: Path, case: object, *options: str) -> Result:
    (folder / "case.json").write_text(json.dumps(case), "utf-8")
    words = ["experts", "assign", str(folder / "case.json"), *options]
    return bare.test_cli_runner().invoke(args=words)


def test_the_assignment_is_printed_with_its_certificate(bare: Flask, tmp_path: Path) -> None:
    printed = json.loads(run(bare, tmp_path, CASE).stdout)
    assert (printed["status"], printed["objective"]) == ("optimal", 19)
    assert printed["assignment"] == [["甲", "张"], ["乙", "张"], ["乙", "李"]]
    assert printed["certificate"]["bound"] == 19
    assert printed["certificate"]["largest_violation"] == 0
    assert printed["seconds"] >= 0
    assert "reason" not in printed
    assert "pairs" not in printed


def test_reasons_are_printed_when_asked_for(bare: Flask, tmp_path: Path) -> None:
    first = json.loads(run(bare, tmp_path, CASE, "--reasons").stdout)["pairs"][0]
    assert (first["proposal"], first["reviewer"], first["rank"]) == ("甲", "张", 2)
    assert first["next_best"] == {
        "reviewer": "李",
        "affinity": 9,
        "why_not": "load_full",
        "rules": [],
    }


def test_infeasibility_is_an_answer_not_a_fault(bare: Flask, tmp_path: Path) -> None:
    result = run(bare, tmp_path, CASE | {"coi": [[0, 0], [1, 0]]})
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert (printed["status"], printed["objective"], printed["assignment"]) == (
        "infeasible",
        None,
        [],
    )
    assert printed["reason"] == {
        "class": "conflicts",
        "set": ["甲", "乙"],
        "needed": 3,
        "available": 1,
        "shortage": 2,
    }


def test_a_bad_case_is_refused_in_both_languages(bare: Flask, tmp_path: Path) -> None:
    result = run(bare, tmp_path, CASE | {"affinity": [[5, 9], [5, None]]})
    assert result.exit_code == 1
    assert result.stderr.strip() == (
        "Error: affinity[1][1]：应为整数 / affinity[1][1]: must be a whole number"
    )


def test_what_cannot_be_proved_is_not_printed(
    bare: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side, "_PATIENCE", 0.0)
    rules = {"never_together": [["a", "b"], ["b", "c"], ["a", "c"]]}
    triangle = {
        "proposals": [{"id": "p", "need": 2}],
        "reviewers": [{"id": id, "max": 1} for id in "abcdefgh"],
        "affinity": [[9, 9, 9, 1, 1, 1, 1, 1]],
        "rules": rules,
    }
    result = run(bare, tmp_path, triangle)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "not proved optimal" in result.stderr

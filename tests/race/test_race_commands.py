"""`flask race allocate` and `simulate`, `flask workflows explore`: from a file or a seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.cli import explored
from app.cli.race import race_cli
from app.cli.workflows import workflows_cli
from workflows.engine.text import Text
from workflows.race.course import Event
from workflows.race.explore import Found, Report, World
from workflows.race.formulas import FORMULAS
from workflows.race.invariants import Violation
from workflows.race.words import Outcome

CASE: dict[str, Any] = {
    "budget": 480_000_000,
    "teams": [
        {"id": "A", "score": 88, "status": "advanced"},
        {"id": "B", "score": 76, "sd": 6, "status": "advanced", "cap": None},
        {"id": "C", "score": 73.5, "sd": 5.5, "status": "eliminated", "spent": 120_000_000},
    ],
    "rule": {"name": "base_merit", "base_percent": 40, "merit_percent": 60},
}


def invoke(*words: str) -> Result:
    bare = Flask("bare")
    bare.cli.add_command(race_cli)
    bare.cli.add_command(workflows_cli)
    return bare.test_cli_runner().invoke(args=words)


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def _run(case: object, *options: str) -> Result:
        path = tmp_path / "case.json"
        path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
        return invoke("race", "allocate", str(path), *options)

    return _run


def with_team(**values: Any) -> dict[str, Any]:
    return {**CASE, "teams": [{"id": "A", "score": 80, "status": "advanced", **values}]}


def without_team(key: str) -> dict[str, Any]:
    team = {"id": "A", "score": 80, "status": "advanced"}
    del team[key]
    return {**CASE, "teams": [team]}


def test_the_worked_example_from_a_file(run: Any) -> None:
    result = run(CASE)
    assert result.exit_code == 0
    printed = json.loads(result.output)
    assert printed["allocation"] == {"A": 250_536_585, "B": 229_463_415, "C": 0}
    assert printed["reserve"] == 0
    assert any("88.00 分" in line for line in printed["lines"])
    assert any("小于合并标准差 5.76 分" in line for line in printed["lines"])


def test_the_lines_come_in_english_too(run: Any) -> None:
    lines = json.loads(run(CASE, "--english").output)["lines"]
    assert any("A: score 88.00, base ¥960,000.00" in line for line in lines)
    assert any("scores alone are not enough to eliminate" in line for line in lines)


def test_the_rule_may_be_left_out_or_be_another_and_rounded(run: Any) -> None:
    usual = {key: value for key, value in CASE.items() if key != "rule"}
    assert json.loads(run(usual).output) == json.loads(run(CASE).output)
    rounded = {**CASE, "rule": {"name": "base_merit", "round_to": 10_000}}
    assert json.loads(run(rounded).output)["allocation"]["A"] == 250_540_000
    equal = json.loads(run({**CASE, "rule": {"name": "equal"}}).output)
    assert equal["allocation"] == {"A": 240_000_000, "B": 240_000_000, "C": 0}


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("", "JSON"),
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "case.json"),
        ('{"budget": NaN, "teams": []}', "JSON"),
        ('{"budget": 1, "budget": 2, "teams": []}', "budget"),
        ({"teams": []}, "budget"),
        ({**CASE, "budget": 1.5}, "budget"),
        ({**CASE, "budget": True}, "budget"),
        ({**CASE, "budget": -1}, "budget"),
        ({**CASE, "budget": "480"}, "budget"),
        ({**CASE, "budget": 10**15}, "budget"),
        ({**CASE, "teams": {}}, "teams"),
        ({**CASE, "teams": [1]}, "teams[0]"),
        (without_team("id"), "teams[0].id"),
        (without_team("score"), "teams[0].score"),
        (without_team("status"), "teams[0].status"),
        (with_team(id=""), "teams[0].id"),
        (with_team(score="80"), "teams[0].score"),
        (with_team(score=101), "teams[0].score"),
        (with_team(score=-1), "teams[0].score"),
        (with_team(score=80.12345678), "teams[0].score"),
        (with_team(sd=-1), "teams[0].sd"),
        (with_team(status="winner"), "teams[0].status"),
        (with_team(status=1), "teams[0].status"),
        (with_team(cap=-1), "teams[0].cap"),
        (with_team(cap=1.5), "teams[0].cap"),
        (with_team(floor="x"), "teams[0].floor"),
        (with_team(spent=0.5), "teams[0].spent"),
        (with_team(cap=1, floor=2), "A"),
        (with_team(floor=481_000_000), "481.00 万元"),
        ({**CASE, "teams": [*CASE["teams"], CASE["teams"][0]]}, "A"),
        (
            {
                **CASE,
                "teams": [
                    {"id": 1, "score": 80, "status": "held"},
                    {"id": "1", "score": 80, "status": "held"},
                ],
            },
            "1",
        ),
        ({**CASE, "rule": "equal"}, "rule"),
        ({**CASE, "rule": {}}, "rule.name"),
        ({**CASE, "rule": {"name": "lottery"}}, "lottery"),
        ({**CASE, "rule": {"name": "equal", "base_percent": 40}}, "base_percent"),
        ({**CASE, "rule": {"name": "base_merit", "base_percent": 0.4}}, "rule.base_percent"),
        ({**CASE, "rule": {"name": "base_merit", "base_percent": 50}}, "110%"),
        ({**CASE, "rule": {"name": "base_merit", "round_to": 0}}, "0"),
    ],
)
def test_a_bad_file_is_refused_in_words_with_the_place(run: Any, case: object, told: str) -> None:
    result = run(case)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert told in result.output


def test_without_a_team_the_whole_budget_stays(run: Any) -> None:
    printed = json.loads(run({**CASE, "teams": []}).output)
    assert printed["allocation"] == {}
    assert printed["reserve"] == CASE["budget"]


def test_a_file_that_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(b"\xff\xfe")
    result = invoke("race", "allocate", str(path))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "JSON" in result.output


@pytest.mark.parametrize(
    "option", [("--runs", "0"), ("--teams", "1"), ("--stages", "9"), ("--seed", "x")]
)
def test_a_simulation_names_the_option_it_cannot_use(option: tuple[str, str]) -> None:
    result = invoke("race", "simulate", *option)
    assert result.exit_code == 2
    assert option[0] in result.output


@pytest.mark.parametrize("number", ["1e999999", "1e-999999", "9" * 5000])
def test_a_number_made_to_stall_is_refused_at_once(run: Any, number: str) -> None:
    team = '{"id": "A", "status": "held", "score": ' + number + "}"
    result = run('{"budget": 1, "teams": [' + team + "]}")
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


def test_a_simulation_repeats_itself_and_compares_every_rule() -> None:
    first = invoke("race", "simulate", "--runs", "60", "--seed", "3")
    assert first.exit_code == 0
    found = json.loads(first.stdout)
    assert found["seed"] == 3
    assert found["rules"].keys() == FORMULAS.keys()
    for verdict in found["rules"].values():
        assert all(0 <= value <= 1 for value in verdict.values())
    assert all(name in first.stderr for name in FORMULAS)
    assert invoke("race", "simulate", "--runs", "60", "--seed", "3").stdout == first.stdout
    assert invoke("race", "simulate", "--runs", "60", "--seed", "4").stdout != first.stdout


def test_where_strength_decides_and_the_scores_see_it_merit_puts_more_on_the_winner() -> None:
    rules = json.loads(invoke("race", "simulate", "--runs", "200").stdout)["rules"]
    assert rules["equal"]["money_on_winner"] < rules["base_merit"]["money_on_winner"]
    assert rules["base_merit"]["money_on_winner"] < rules["winner_takes_most"]["money_on_winner"]
    assert all(verdict["best_wins"] > 0.5 for verdict in rules.values())


def test_explore_says_how_far_it_walked() -> None:
    bounded = invoke("workflows", "explore", "--teams", "3", "--stages", "2", "--most", "50")
    assert bounded.exit_code == 0
    assert "3 teams, 2 stages, up to 1 disturbances (at most 50 of a level)" in bounded.output
    assert "100 states [50, 50], not visited [" in bounded.output
    assert "s of CPU" in bounded.output
    whole = invoke("workflows", "explore", "--teams", "2", "--stages", "2", "--disturbances", "0")
    assert "(all)" in whole.output
    assert "I1-I10 hold in every state" in whole.output


def test_explore_tells_the_story_of_a_breach_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    story = (
        Event("start"),
        Event("assess", scores=(("A", 8000),)),
        Event("decide_stage", outcomes=(("A", Outcome.ELIMINATE),)),
    )
    found = Found(Violation("I1", Text("在赛团队仅 0 支", "0 teams race")), story)
    monkeypatch.setattr(
        explored, "explore", lambda world, most: Report(World(), levels=[1], found=found)
    )
    result = invoke("workflows", "explore")
    assert result.exit_code == 1
    for words in ("assess A 80.0", "decide_stage A eliminate", "在赛团队仅 0 支", "I1 is broken"):
        assert words in result.output
    assert "hold in every state" not in result.output


def test_whole_races_are_played_at_random() -> None:
    result = invoke("workflows", "wander", "--histories", "20")
    assert "race: 20 whole histories" in result.output
    assert "every history ends" in result.output

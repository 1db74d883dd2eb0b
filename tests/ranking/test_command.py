"""`flask ranking` from a file to JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app.cli.ranking import ranking_cli


@pytest.fixture
def run(tmp_path: Path) -> Any:
    bare = Flask("bare")
    bare.cli.add_command(ranking_cli)

    def _run(command: str, case: object) -> Result:
        path = tmp_path / "case.json"
        path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
        return bare.test_cli_runner().invoke(args=["ranking", command, str(path)])

    return _run


SCORES = [[p, r, s] for p, s in (("A", 90), ("B", 80), ("C", 40)) for r in "xyz"]


def test_calibrate_prints_the_ranking_and_a_line_only_where_places_are_given(run: Any) -> None:
    case: dict[str, Any] = {"scores": SCORES, "scale": {"min": 0, "max": 100, "better": "higher"}}
    without = json.loads(run("calibrate", case).output)
    assert "line" not in without
    assert "p_funded" not in without["proposals"][0]
    found = json.loads(run("calibrate", {**case, "places": 1}).output)
    assert [one["id"] for one in found["proposals"]] == ["A", "B", "C"]
    assert {"id", "n", "mean", "effect", "sd", "expected_rank", "rank_interval", "p_funded"} <= set(
        found["proposals"][0]
    )
    assert set(found["line"]) == {"funded", "lottery", "not_funded"}
    assert found["components"] == [["A", "B", "C"]]


def test_line_prints_all_three_rules(run: Any) -> None:
    rows = [{"id": "A", "score": 95.5, "cost": 60}, {"id": "B", "score": 90, "cost": 40}]
    found = json.loads(run("line", {"items": rows, "budget": 50}).output)
    assert {rule: line["funded"] for rule, line in found.items()} == {
        "stop": [],
        "skip": ["B"],
        "maximise": ["B"],
    }


def test_lottery_prints_the_same_draw_again(run: Any) -> None:
    case = {"group": ["A", "B", "C"], "places": 1, "seed": 7}
    first = run("lottery", case).output
    assert run("lottery", case).output == first
    assert len(json.loads(first)["funded"]) == 1


@pytest.mark.parametrize(
    ("command", "case", "told"),
    [
        ("calibrate", "{", "JSON"),
        ("calibrate", '{"scores": [["a","b",NaN]]}', "JSON"),
        ("calibrate", {"scores": 1}, "scale"),
        ("line", {"budget": 1}, "items"),
        ("line", {"items": [], "budget": 1.5}, "budget"),
        ("line", {"items": [{"id": "a", "score": "x", "cost": 1}], "budget": 1}, "score"),
        ("line", {"items": [{"id": "a", "score": 1, "cost": None}], "budget": 1}, "cost"),
        ("lottery", {"group": "ab", "places": 1, "seed": 1}, "group"),
        ("lottery", {"group": ["a"], "places": 2, "seed": 1}, "places"),
        ("lottery", {"group": ["a"], "places": 2, "seed": 1}, "名额"),
        ("lottery", {"group": ["a"], "places": 1}, "seed"),
        ("lottery", {"group": ["a", "a"], "places": 1, "seed": 1}, "同一项目"),
        ("line", {"items": [{"id": "a", "score": 1, "cost": -1}], "budget": 1}, "不能为负"),
    ],
)
def test_a_bad_file_is_refused_in_words(run: Any, command: str, case: object, told: str) -> None:
    result = run(command, case)
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output


EXTRACT = Path(__file__).parent / "data" / "iclr2020_extract.csv"


@pytest.fixture
def rate() -> Any:
    bare = Flask("bare")
    bare.cli.add_command(ranking_cli)
    return lambda *words: bare.test_cli_runner().invoke(args=["ranking", "ratings", *words])


def test_a_public_file_of_ratings_is_imported_and_ranked(rate: Any) -> None:
    found = json.loads(rate(str(EXTRACT), "--places", "6").output)
    first, *_, last = found["proposals"]
    assert (first["id"], first["n"], first["mean"], first["place"]) == ("ryeHuJBtPH", 2, 8.0, 1)
    assert (last["mean"], last["place"]) == (1.0, 40)
    assert len(found["proposals"]) == 41
    assert first["interval"][0] < first["mean"] < first["interval"][1]


def test_equal_ratings_share_a_place_and_a_line_through_them_says_so(rate: Any) -> None:
    found = json.loads(rate(str(EXTRACT), "--places", "4").output)
    places = {one["id"]: one["place"] for one in found["proposals"]}
    assert places["SkgGjRVKDS"] == places["r1g87C4KwB"]
    assert len(found["line"]["funded"]) == 3
    assert {"SkgGjRVKDS", "r1g87C4KwB"} <= set(found["line"]["tied"])


def test_the_order_of_a_file_of_ratings_changes_nothing(rate: Any, tmp_path: Path) -> None:
    head, *lines = EXTRACT.read_text("utf-8").splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([head, *reversed(lines)]), "utf-8")
    assert rate(str(turned), "--places", "4").output == rate(str(EXTRACT), "--places", "4").output


def test_a_submission_without_ratings_is_listed_last_without_a_place(
    rate: Any, tmp_path: Path
) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("forum_id,ratings\na,\nb,6;8\n", "utf-8")
    found = json.loads(rate(str(path)).output)["proposals"]
    assert [(one["id"], one["place"], one["mean"]) for one in found] == [
        ("b", 1, 7.0),
        ("a", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,score\na,1\n", "forum_id"),
        ("forum_id,ratings\na,6;x\n", "line 2"),
        ("forum_id,ratings\na,6\na,8\n", "twice"),
    ],
)
def test_a_bad_file_of_ratings_is_refused_in_words(
    rate: Any, tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(text, "utf-8")
    result = rate(str(path))
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output

"""The calibrated ranking: it agrees with the published method, and says only what scores bear."""

from __future__ import annotations

import csv
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ranking.calibrate import Calibrated, calibrate, funding_line
from app.ranking.calibrate.case import read_case
from app.ranking.calibrate.model import Spreads, design_of, fit
from app.ranking.fault import BadCase

SNSF = Path(__file__).parent / "data" / "snsf_mock_three_panels.csv"
PUBLISHED = [2.44, 4.06, 4.09, 4.12, 5.08, 6.19, 7.34, 7.26, 8.43, 9.42]
"""Expected ranks of #1-#10 of the first panel (Heyard et al. 2022)."""


def ranked(scores: list[Any], low: float = 0, high: float = 100, **more: Any) -> Calibrated:
    scale = {"min": low, "max": high, "better": more.pop("better", "higher")}
    return calibrate(read_case({"scores": scores, "scale": scale, **more}))


def panel(name: str) -> list[Any]:
    with SNSF.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["panel"] == name]
    return [[row["proposal"], row["assessor"], int(row["num_grade"])] for row in rows]


def expected(found: Calibrated) -> dict[Any, float]:
    return {one.id: one.expected_rank for one in found.proposals}


def test_the_expected_ranks_of_the_published_panel_agree_with_the_published_ones() -> None:
    found = expected(ranked(panel("p1"), 1, 6))
    for number, published in enumerate(PUBLISHED, start=1):
        assert abs(found[f"#{number}"] - published) <= 0.15


@pytest.mark.parametrize("name", ["p1", "p2", "p3"])
def test_expected_ranks_sum_to_what_ranks_sum_to(name: str) -> None:
    found = expected(ranked(panel(name), 1, 6)).values()
    assert math.isclose(sum(found), 15 * 16 / 2, abs_tol=1e-3)


def test_a_scale_read_the_other_way_round_gives_the_same_ranks() -> None:
    turned = [[p, r, 7 - grade] for p, r, grade in panel("p1")]
    lower = expected(ranked(turned, 1, 6, better="lower"))
    higher = expected(ranked(panel("p1"), 1, 6))
    assert lower == pytest.approx(higher, abs=1e-5)


@settings(max_examples=4)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_scores_changes_no_figure(random: Any) -> None:
    scores = panel("p3")
    random.shuffle(scores)
    assert ranked(scores, 1, 6, places=5) == ranked(panel("p3"), 1, 6, places=5)


def test_proposals_with_the_same_scores_of_the_same_people_share_every_figure() -> None:
    scores = [["甲", r, s] for r, s in zip("uvw", (80, 70, 90), strict=True)]
    scores += [["乙", r, s] for r, s in zip("uvw", (80, 70, 90), strict=True)]
    scores += [["丙", r, s] for r, s in zip("uvw", (60, 75, 65), strict=True)]
    first, second, _ = sorted(
        ranked(scores, places=1).proposals, key=lambda one: one.id not in ("甲", "乙")
    )
    assert first.expected_rank == second.expected_rank
    assert (first.effect, first.sd, first.p_funded) == (second.effect, second.sd, second.p_funded)
    assert first.rank_interval == second.rank_interval


def test_a_proposal_judged_by_strict_people_moves_up_and_one_sentence_says_why() -> None:
    strict, mild = ("s1", "s2"), ("m1", "m2")
    scores: list[Any] = [[f"共{i}", r, 70 + i] for i in range(6) for r in mild]
    scores += [[f"共{i}", r, 55 + i] for i in range(6) for r in strict]
    scores += [["严", r, 68] for r in strict] + [["宽", r, 74] for r in mild]
    found = ranked(scores)
    ranks = expected(found)
    assert ranks["严"] < ranks["宽"]
    assert {one.id: one.mean for one in found.proposals}["严"] == 68
    move = next(one for one in found.moves if one.proposal == "严")
    assert move.calibrated < move.raw
    assert "偏严" in move.reason.zh
    assert "more strictly" in move.reason.en
    offset = {one.id: one.offset for one in found.reviewers}
    assert max(offset[r] for r in strict) < 0 < min(offset[r] for r in mild)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_effects_are_those_of_the_exact_mixed_model(seed: int) -> None:
    """Against the textbook's dense formula: E[effect | y], the mean flat."""
    source = np.random.default_rng(seed)
    scores = [
        [p, r, float(source.normal(70, 8))]
        for p in range(6)
        for r in source.choice(5, size=3, replace=False).tolist()
    ]
    clipped = [[p, r, min(100.0, max(0.0, s))] for p, r, s in scores]
    table = read_case({"scores": clipped, "scale": {"min": 0, "max": 100}})
    spreads = Spreads(6.0, 3.0, 4.0)
    one = fit(design_of(table), spreads)
    rows = np.eye(len(table.proposals))[table.row]
    seats = np.eye(len(table.reviewers))[table.column]
    whole = 36 * rows @ rows.T + 9 * seats @ seats.T + 16 * np.eye(len(table.score))
    inverse = np.linalg.inv(whole)
    ones = np.ones(len(table.score))
    middle = (ones @ inverse @ table.score) / (ones @ inverse @ ones)
    exact = 36 * rows.T @ inverse @ (table.score - middle)
    assert np.allclose(one.effects, exact, atol=1e-8)


def test_calibration_finds_the_planted_order_better_than_the_plain_mean() -> None:
    source = np.random.default_rng(7)
    quality = source.normal(0, 6, 200)
    leniency = source.normal(0, 8, 60)
    scores = [
        [p, int(r), float(np.clip(70 + quality[p] + leniency[r] + source.normal(0, 3), 0, 100))]
        for p in range(200)
        for r in source.choice(60, size=3, replace=False)
    ]
    found = ranked(scores)
    by_id = {one.id: one for one in found.proposals}
    calibrated = np.corrcoef(quality, [by_id[p].effect for p in range(200)])[0, 1]
    plain = np.corrcoef(quality, [by_id[p].mean for p in range(200)])[0, 1]
    assert calibrated > plain + 0.1


def test_groups_without_a_common_reviewer_are_named_and_warned_of() -> None:
    found = ranked([["a", "u", 70], ["b", "u", 80], ["c", "v", 90], ["d", "v", 60]])
    assert found.components == (("a", "b"), ("c", "d"))
    assert any("2 组" in warning.zh for warning in found.warnings)


@pytest.mark.parametrize(("score", "kind"), [(15, "torpedo"), (99, "favour")])
def test_an_unusual_score_is_flagged_and_stays(score: int, kind: str) -> None:
    base = 85 if kind == "torpedo" else 45
    scores = [[p, r, base + p % 3 + r % 2] for p in range(12) for r in range(5)]
    scores[7][2] = score
    found = ranked(scores)
    assert [(one.kind, one.proposal, one.reviewer) for one in found.flags] == [(kind, 1, 2)]
    kept = next(one for one in found.proposals if one.id == 1)
    assert kept.n == 5
    assert kept.mean == pytest.approx(sum(s for p, _, s in scores if p == 1) / 5, abs=1e-5)


def test_where_nobody_scored_two_the_raw_and_the_calibrated_order_agree_and_it_is_said() -> None:
    found = ranked([["a", "r", 80], ["b", "s", 70], ["c", "t", 60]])
    assert any("没有评审人评过两个以上项目" in warning.zh for warning in found.warnings)
    assert any("corrects nothing" in warning.en for warning in found.warnings)
    assert [p.id for p in found.proposals] == ["a", "b", "c"]
    assert found.moves == ()


def test_missing_is_not_zero() -> None:
    scores = [["a", "u", 80], ["a", "v", None], ["b", "u", 70], ["b", "v", 72], ["c", "v", None]]
    found = ranked(scores)
    assert {one.id: (one.n, one.mean) for one in found.proposals} == {"a": (1, 80), "b": (2, 71)}
    told = " ".join(warning.zh for warning in found.warnings)
    assert "2 份评分缺失" in told
    assert "c 没有任何评分" in told


@pytest.mark.parametrize(
    "scores",
    [
        [],
        [["a", "u", 80]],
        [["a", "u", 80], ["b", "u", 80]],
        [["a", "u", 80], ["a", "v", 20]],
        [["a", "u", 0], ["b", "v", 100]],
        [[p, "u", 60] for p in range(9)],
    ],
)
def test_poor_tables_get_a_message_and_never_nan(scores: list[Any]) -> None:
    found = ranked(scores, places=1)
    assert found.warnings
    for one in found.proposals:
        figures = (one.mean, one.effect, one.sd, one.expected_rank, one.p_funded)
        assert all(figure is not None and math.isfinite(figure) for figure in figures)
    assert all(math.isfinite(one.offset) and math.isfinite(one.sd) for one in found.reviewers)


@settings(max_examples=8)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 4)), st.integers(0, 20), min_size=1, max_size=30
    ),
    st.integers(0, 8),
)
def test_every_table_gives_finite_figures_and_a_line_that_holds_everyone_once(
    table: dict[tuple[int, int], int], places: int
) -> None:
    found = ranked([[p, r, 5 * s] for (p, r), s in table.items()], places=places)
    assert found.line is not None
    stood = [*found.line.funded, *found.line.lottery, *found.line.not_funded]
    assert sorted(stood) == sorted({p for p, _ in table})
    assert len(found.line.funded) <= places or places >= len(stood)
    for one, after in pairwise(found.proposals):
        assert one.expected_rank <= after.expected_rank
    for one in found.proposals:
        assert 0 <= (one.p_funded or 0) <= 1
        low, high = one.rank_interval
        assert 1 <= low <= one.inner_interval[0] <= one.inner_interval[1] <= high <= len(stood)


def test_who_surely_stands_above_the_line_draws_no_lot() -> None:
    scores = [[p, r, 95 - 10 * p + r % 2] for p in range(6) for r in range(5)]
    line = ranked(scores, places=2).line
    assert line is not None
    assert (line.funded, line.lottery) == ((0, 1), ())
    assert funding_line((), 3).funded == ()


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ([], "JSON"),
        ({"scale": {"min": 0, "max": 1}}, "scores"),
        ({"scores": [], "scale": {"min": 5, "max": 1}}, "min"),
        ({"scores": [], "scale": {"min": 0, "max": 9, "better": "up"}}, "better"),
        ({"scores": [["a", "u"]], "scale": {"min": 0, "max": 9}}, "第 1 条"),
        ({"scores": [["a", "u", 10]], "scale": {"min": 0, "max": 9}}, "超出尺度"),
        ({"scores": [["a", "u", float("nan")]], "scale": {"min": 0, "max": 9}}, "应为数"),
        ({"scores": [["a", "u", True]], "scale": {"min": 0, "max": 9}}, "应为数"),
        ({"scores": [["", "u", 1]], "scale": {"min": 0, "max": 9}}, "编号"),
        ({"scores": [["a", "u", 1], ["a", "u", 2]], "scale": {"min": 0, "max": 9}}, "两次"),
        ({"scores": [[1, "u", 1], ["1", "v", 2]], "scale": {"min": 0, "max": 9}}, "同一编号"),
        ({"scores": [], "scale": {"min": 0, "max": 9}, "places": -1}, "places"),
    ],
)
def test_a_bad_case_is_refused_with_the_place_of_the_fault(case: Any, told: str) -> None:
    with pytest.raises(BadCase, match=told):
        read_case(case)


def test_the_figures_are_json() -> None:
    found = ranked(panel("p2"), 1, 6, places=4)
    figures = [(one.expected_rank, one.rank_interval, one.p_funded) for one in found.proposals]
    assert json.loads(json.dumps(figures, allow_nan=False))

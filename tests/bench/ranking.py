"""Calibrated ranking: seconds, agreement with the published method, and with a planted truth."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from tests.bench.figures import Figures, run
from tests.ranking.test_calibrate import PUBLISHED, SNSF

SIZES = ((15, 5, 5), (200, 60, 5), (5000, 1500, 3))
"""Proposals, reviewers, scores a proposal has."""


def measure() -> Figures:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "case.json"
        rows = [_published(file), *(_planted(file, *size) for size in SIZES)]
    return Figures("Calibrated ranking", tuple(rows))


def _published(file: Path) -> dict[str, Any]:
    with SNSF.open(encoding="utf-8") as table:
        panel = [row for row in csv.DictReader(table) if row["panel"] == "p1"]
    scores = [[row["proposal"], row["assessor"], int(row["num_grade"])] for row in panel]
    found, seconds = _calibrated(file, scores, 1, 6)
    ranks = {one["id"]: one["expected_rank"] for one in found["proposals"]}
    gaps = [abs(ranks[f"#{n}"] - published) for n, published in enumerate(PUBLISHED, start=1)]
    return {"case": "SNSF p1", "process s": seconds, "largest gap": round(max(gaps), 3)}


def _planted(file: Path, proposals: int, reviewers: int, each: int) -> dict[str, Any]:
    """True quality, reviewers who are strict or lenient, and noise as large as the quality."""
    draw = np.random.default_rng(20260302)
    truth, strict = draw.normal(0, 8, proposals), draw.normal(0, 8, reviewers)
    scores = [
        [
            f"p{p}",
            f"r{r}",
            float(np.clip(round(75 + truth[p] - strict[r] + draw.normal(0, 8)), 0, 100)),
        ]
        for p in range(proposals)
        for r in draw.choice(reviewers, each, replace=False)
    ]
    found, seconds = _calibrated(file, scores, 0, 100)
    by_id = {one["id"]: one for one in found["proposals"]}
    ordered = [by_id[f"p{p}"] for p in range(proposals)]
    return {
        "case": f"{proposals} × {each} by {reviewers}",
        "process s": seconds,
        "truth ~ calibrated": _agreement(truth, [-one["expected_rank"] for one in ordered]),
        "truth ~ mean": _agreement(truth, [one["mean"] for one in ordered]),
    }


def _agreement(truth: Any, found: list[float]) -> float:
    return round(float(spearmanr(truth, found).statistic), 3)


def _calibrated(file: Path, scores: list[Any], low: float, high: float) -> tuple[Any, float]:
    scale = {"min": low, "max": high, "better": "higher"}
    file.write_text(json.dumps({"scores": scores, "scale": scale}), encoding="utf-8")
    flask = shutil.which("flask") or ".venv/bin/flask"
    found = run((flask, "ranking", "calibrate", str(file)), CHONGXIAN_MODE="test")
    return json.loads(found.output), round(found.seconds, 2)

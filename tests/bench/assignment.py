"""Assignment of experts: seconds and memory of the whole command, by the size of the case."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.bench.figures import Figures, run

SIZES = ((200, 110, 5, 15), (1000, 600, 3, 6), (5000, 3000, 3, 6))
"""Proposals, experts, experts a proposal needs, proposals an expert takes."""

_TOPICS, _CONFLICTS = 12, 0.01


def measure() -> Figures:
    flask = shutil.which("flask") or ".venv/bin/flask"
    rows = []
    with TemporaryDirectory() as folder:
        for size in SIZES:
            case = _case(Path(folder) / "case.npz", *size)
            found = run((flask, "experts", "assign", str(case)), CHONGXIAN_MODE="test")
            answer = json.loads(found.output)
            proposals, experts, need, most = size
            rows.append(
                {
                    "proposals": proposals,
                    "experts": experts,
                    "need": need,
                    "load": most,
                    "status": answer["status"],
                    "solving s": answer["seconds"],
                    "process s": round(found.seconds, 2),
                    "peak MB": round(found.megabytes),
                    "objective": answer["objective"],
                }
            )
    return Figures("Assignment, proved optimal", tuple(rows))


def _case(file: Path, proposals: int, experts: int, need: int, most: int) -> Path:
    """Affinities as topics give them, with noise; some conflicts; the same every time."""
    draw = np.random.default_rng(20260302)
    wanted, offered = (draw.dirichlet([0.3] * _TOPICS, n) for n in (proposals, experts))
    affinity = (1000 * (wanted @ offered.T) + draw.integers(0, 50, (proposals, experts))).astype(
        int
    )
    np.savez(
        file,
        affinity=affinity,
        need=np.full(proposals, need),
        max=np.full(experts, most),
        coi=draw.random((proposals, experts)) < _CONFLICTS,
    )
    return file

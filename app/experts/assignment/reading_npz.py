"""Reads a large case from NumPy arrays."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from app.experts.assignment.case import NO_UNIT, Bools, Case, CaseFault, Id, Ints
from app.experts.assignment.expected import identity
from app.experts.assignment.reading_options import OPTIONS, options_of
from workflows.engine.text import Text


def read_arrays(path: Path) -> Case:
    """Raises CaseFault naming the place; OSError: the file cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (ValueError, zipfile.BadZipFile, EOFError, AttributeError) as error:
        what = Text("不是可读的 npz：{error}", "not a readable npz: {error}")
        raise CaseFault(path.name, what.format(error=error)) from error
    return case_from_arrays(arrays)


def case_from_arrays(arrays: Mapping[str, Any]) -> Case:
    """`affinity` (proposals × reviewers), `need`, `max`, and where wanted `min`, `senior`, `coi`
    (a matrix of truth values, or position pairs), `proposal_unit`, `reviewer_unit` (codes; below 0
    unknown), `proposal_ids`, `reviewer_ids` (positions where missing), `rules` (JSON text as in a
    JSON case), `locked`, `previous`, `objective`, `pair_cap`, `seed`. One number stands for all."""
    affinity = _whole(arrays, "affinity")
    if affinity.ndim != 2:
        raise CaseFault("affinity", Text("应为二维", "must have two dimensions"))
    shape = proposals, reviewers = affinity.shape
    ids = (_ids(arrays, "proposal_ids", proposals), _ids(arrays, "reviewer_ids", reviewers))
    return Case(
        proposals=ids[0],
        reviewers=ids[1],
        need=_row(arrays, "need", proposals),
        least=_row(arrays, "min", reviewers, 0),
        most=_row(arrays, "max", reviewers),
        affinity=affinity,
        coi=_conflicts(arrays, shape),
        proposal_unit=_units(arrays, "proposal_unit", proposals),
        reviewer_unit=_units(arrays, "reviewer_unit", reviewers),
        senior=_row(arrays, "senior", reviewers, 0) != 0,
        **options_of(_options(arrays), *ids),
    )


def _whole(arrays: Mapping[str, Any], key: str) -> Ints:
    if key not in arrays:
        raise CaseFault(key, Text("缺少这个数组", "this array is missing"))
    array = np.asarray(arrays[key])
    if array.dtype.kind not in "iub" or array.dtype == np.uint64:
        raise CaseFault(key, Text("应为整数数组", "must be an array of whole numbers"))
    return array.astype(np.int64, copy=False)


def _row(arrays: Mapping[str, Any], key: str, length: int, missing: int | None = None) -> Ints:
    if missing is not None and key not in arrays:
        return np.full(length, missing, dtype=np.int64)
    array = _whole(arrays, key)
    return np.full(length, array) if array.ndim == 0 else array


def _units(arrays: Mapping[str, Any], key: str, length: int) -> Ints:
    return np.maximum(_row(arrays, key, length, NO_UNIT), NO_UNIT)


def _ids(arrays: Mapping[str, Any], key: str, length: int) -> list[Id]:
    if key not in arrays:
        return list(range(length))
    ids = np.asarray(arrays[key]).tolist()
    if not isinstance(ids, list) or len(ids) != length:
        what = Text("应有 {length} 项", "must have {length} members")
        raise CaseFault(key, what.format(length=length))
    return [identity(id, f"{key}[{number}]") for number, id in enumerate(ids)]


def _conflicts(arrays: Mapping[str, Any], shape: tuple[int, int]) -> Bools:
    if "coi" not in arrays:
        return np.zeros(shape, dtype=bool)
    array = np.asarray(arrays["coi"])
    if array.dtype == np.bool_:
        return array
    conflicts = np.zeros(shape, dtype=bool)
    if array.size:
        pairs = _whole(arrays, "coi")
        if pairs.ndim != 2 or pairs.shape[1] != 2:
            raise CaseFault("coi", Text("应为 n × 2 的位置", "must be n × 2 positions"))
        outside = ((pairs < 0) | (pairs >= shape)).any(axis=1)
        if outside.any():
            place = int(np.flatnonzero(outside)[0])
            raise CaseFault(f"coi[{place}]", Text("没有这个位置", "there is no such position"))
        conflicts[pairs[:, 0], pairs[:, 1]] = True
    return conflicts


def _options(arrays: Mapping[str, Any]) -> dict[str, Any]:
    options = {key: np.asarray(arrays[key]).tolist() for key in OPTIONS if key in arrays}
    if "rules" in options:
        try:
            options["rules"] = json.loads(options["rules"])
        except (TypeError, ValueError) as error:
            raise CaseFault("rules", Text("应为 JSON 文字", "must be JSON text")) from error
    return options

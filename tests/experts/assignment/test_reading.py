"""Cases read from files: strictly, from JSON and from arrays alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.experts.assignment.case import Case, CaseFault
from app.experts.assignment.reading import case_from_json, read_case
from app.experts.assignment.reading_npz import case_from_arrays
from app.experts.assignment.solve import assign

DOCUMENT: dict[str, Any] = {
    "proposals": [
        {"id": "甲", "need": 2, "unit": "福州大学"},
        {"id": "乙", "need": 1},
        {"id": "丙", "need": 1, "unit": "厦门大学"},
    ],
    "reviewers": [
        {"id": "a", "min": 0, "max": 2, "unit": "福州大学", "senior": True},
        {"id": "b", "max": 2, "unit": "厦门大学"},
        {"id": "c", "min": 1, "max": 2, "senior": True},
        {"id": "d", "max": 2},
    ],
    "affinity": [[9, 5, 3, 1], [7, 7, 1, 0], [1, 2, 3, 4]],
    "coi": [[1, 0]],
    "rules": {
        "same_unit_is_coi": True,
        "max_per_unit_per_proposal": 1,
        "min_senior_per_proposal": 0,
        "never_together": [["b", "d"]],
        "no_reciprocal": True,
        "leads": {"b": "甲", "c": "乙"},
    },
    "previous": [["甲", "d"], ["甲", "gone"]],
    "locked": [["丙", "a"]],
    "seed": 3,
}
ARRAYS: dict[str, Any] = {
    "affinity": np.array(DOCUMENT["affinity"], dtype=np.int16),
    "need": np.array([2, 1, 1]),
    "min": np.array([0, 0, 1, 0]),
    "max": np.array([2, 2, 2, 2], dtype=np.int32),
    "proposal_unit": np.array([0, -1, 1]),
    "reviewer_unit": np.array([0, 1, -1, -1]),
    "senior": np.array([True, False, True, False]),
    "coi": np.array([[1, 0]]),
    "proposal_ids": np.array(["甲", "乙", "丙"]),
    "reviewer_ids": np.array(["a", "b", "c", "d"]),
    "rules": np.array(json.dumps(DOCUMENT["rules"])),
    "previous": np.array([["甲", "d"], ["甲", "gone"]]),
    "locked": np.array([["丙", "a"]]),
    "seed": np.array(3),
}


def same(one: Case, other: Case) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        if isinstance(getattr(one, field.name), np.ndarray)
        else getattr(one, field.name) == getattr(other, field.name)
        for field in fields(Case)
    )


def test_arrays_say_the_same_as_json(tmp_path: Path) -> None:
    np.savez(tmp_path / "case.npz", **ARRAYS)
    (tmp_path / "case.json").write_text(json.dumps(DOCUMENT), "utf-8")
    one, other = read_case(tmp_path / "case.json"), read_case(tmp_path / "case.npz")
    assert same(one, other)
    assert assign(one) == assign(other)
    assert assign(one).is_feasible


def test_arrays_alone_count_by_position() -> None:
    case = case_from_arrays(
        {"affinity": np.ones((2, 3), int), "need": 1, "max": 1, "coi": np.zeros((2, 3), bool)}
    )
    assert (case.proposals, case.reviewers) == ([0, 1], [0, 1, 2])
    assert case.need.tolist() == [1, 1]
    assert assign(case).objective == 2


def test_what_is_missing_is_off() -> None:
    bare = {key: DOCUMENT[key] for key in ("proposals", "reviewers", "affinity")}
    case = case_from_json(bare | {"rules": None, "locked": None, "unheard_of": 1})
    assert not case.coi.any()
    assert (case.rules.max_per_unit, case.rules.min_senior, case.locked) == (None, 0, ())
    assert (case.objective, case.pair_cap, case.seed) == ("total", None, 0)


def test_positions_may_stand_for_ids_that_are_text() -> None:
    document = deepcopy(DOCUMENT)
    document["rules"] |= {"never_together": [[1, 3]], "leads": {"1": 0, "c": ["乙"]}}
    document["locked"] = [[2, 0]]
    assert same(case_from_json(document), case_from_json(DOCUMENT))


def test_numbers_that_are_ids_are_never_positions() -> None:
    document: dict[str, Any] = {
        "proposals": [{"id": 7, "need": 1}],
        "reviewers": [{"id": 1, "max": 1}, {"id": 0, "max": 1}],
        "affinity": [[1, 2]],
        "locked": [[7, 1]],
        "rules": {"no_reciprocal": True, "leads": {"0": 7}},
    }
    case = case_from_json(document)
    assert case.locked == ((0, 0),)
    assert case.rules.leads == ((1, 0),)
    with pytest.raises(CaseFault, match=r"locked\[0\]\[0\]"):
        case_from_json(document | {"locked": [[0, 1]]})


def put(*path: Any) -> Callable[[dict[str, Any]], None]:
    """Put the last of `path` at the place before it."""
    *steps, last, value = path

    def change(document: dict[str, Any]) -> None:
        for step in steps:
            document = document[step]
        document[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (put("proposals", {}), "proposals"),
        (put("proposals", 1, "no"), r"proposals\[1\]"),
        (put("proposals", 1, "need", -1), r"proposals\[1\].need"),
        (put("proposals", 1, "need", 1.0), r"proposals\[1\].need"),
        (put("proposals", 1, "need", True), r"proposals\[1\].need"),
        (put("proposals", 1, {"id": "乙"}), r"proposals\[1\].need"),
        (put("proposals", 1, {"need": 1}), r"proposals\[1\].id"),
        (put("proposals", 1, "id", "甲"), r"proposals\[1\].id"),
        (put("proposals", 1, "unit", 1.5), r"proposals\[1\].unit"),
        (put("reviewers", 2, "min", 3), r"reviewers\[2\].min"),
        (put("reviewers", 2, "max", 1 << 80), r"reviewers\[2\].max"),
        (put("reviewers", 2, {"id": "c"}), r"reviewers\[2\].max"),
        (put("reviewers", 2, "senior", 1), r"reviewers\[2\].senior"),
        (put("affinity", None), "affinity"),
        (put("affinity", [[1, 2, 3, 4]]), "affinity"),
        (put("affinity", 1, [1, 2]), r"affinity\[1\]"),
        (put("affinity", 1, 2, "7"), r"affinity\[1\]\[2\]"),
        (put("affinity", 1, 2, False), r"affinity\[1\]\[2\]"),
        (put("affinity", 1, 2, 2_000_000), r"affinity\[1\]\[2\]"),
        (put("affinity", 1, 2, 1 << 70), r"affinity\[1\]\[2\]"),
        (put("coi", [[0, 4]]), r"coi\[0\]"),
        (put("coi", [[0]]), r"coi\[0\]"),
        (put("coi", [["甲", "a"]]), r"coi\[0\]"),
        (put("rules", []), "rules"),
        (put("rules", "max_per_units", 1), "rules.max_per_units"),
        (put("rules", "max_per_unit_per_proposal", -1), "rules.max_per_unit_per_proposal"),
        (put("rules", "no_reciprocal", "yes"), "rules.no_reciprocal"),
        (put("rules", "never_together", [["a", "z"]]), r"rules.never_together\[0\]\[1\]"),
        (put("rules", "never_together", [["a", "a"]]), "rules.never_together"),
        (put("rules", "leads", {"z": "甲"}), "rules.leads"),
        (put("rules", "leads", {"a": "丁"}), "rules.leads"),
        (put("locked", [["甲", "z"]]), r"locked\[0\]\[1\]"),
        (put("locked", [["甲"]]), r"locked\[0\]"),
        (put("previous", "甲"), "previous"),
        (put("objective", "most"), "objective"),
        (put("pair_cap", 1.5), "pair_cap"),
        (put("pair_cap", "half"), "pair_cap"),
        (put("seed", 0.5), "seed"),
    ],
)
def test_a_fault_names_its_place(change: Callable[[dict[str, Any]], None], where: str) -> None:
    document = deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(CaseFault, match=f"^{where}"):
        case_from_json(document)


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("affinity", np.ones((3, 4)), "affinity"),
        ("affinity", np.ones(3, int), "affinity"),
        ("affinity", np.ones((3, 4), np.uint64), "affinity"),
        ("affinity", np.ones((3, 5), int), "coi|min|max|reviewer"),
        ("need", np.array([1, 2]), "need"),
        ("need", np.array([1, 2, -1]), r"proposals\[2\].need"),
        ("max", np.array([2.0, 2, 2, 1]), "max"),
        ("coi", np.array([[0, 9]]), r"coi\[0\]"),
        ("coi", np.array([1, 0]), "coi"),
        ("coi", np.ones((2, 2), bool), "coi"),
        ("reviewer_ids", np.array(["a", "b", "c", "c"]), r"reviewers\[3\].id"),
        ("proposal_ids", np.array(["a"]), "proposal_ids"),
        ("rules", np.array("{"), "rules"),
        ("rules", np.array(5), "rules"),
        ("locked", np.array([["丙", "z"]]), r"locked\[0\]\[1\]"),
    ],
)
def test_a_fault_in_arrays_names_its_place(key: str, value: Any, where: str) -> None:
    with pytest.raises(CaseFault, match=f"^({where})"):
        case_from_arrays(ARRAYS | {key: value})


def test_a_missing_array_is_named() -> None:
    with pytest.raises(CaseFault, match=r"^max:"):
        case_from_arrays({key: value for key, value in ARRAYS.items() if key != "max"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("case.json", b"{"),
        ("case.json", b"\xff\xfe\x00"),
        ("case.json", b'{"proposals": [{"id": "p", "need": NaN}]}'),
        ("case.json", b"[" * 100_000),
        ("case.npz", b"PK\x03\x04 cut off"),
        ("case.npz", b""),
        ("case.npz", b"plain"),
    ],
)
def test_a_file_that_is_no_case_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CaseFault, match=name):
        read_case(tmp_path / name)


def test_an_array_of_objects_is_never_unpickled(tmp_path: Path) -> None:
    np.savez(tmp_path / "case.npz", affinity=np.array([[object()]], dtype=object))
    with pytest.raises(CaseFault, match=r"case\.npz"):
        read_case(tmp_path / "case.npz")

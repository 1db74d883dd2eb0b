"""Reads a case from a file: `.json`, or `.npz` for large ones. Strict: what is wrong is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from app.experts.assignment.case import NO_UNIT, Bools, Case, CaseFault, Id, Ints
from app.experts.assignment.expected import couples, identity, items, record, truth, whole
from app.experts.assignment.reading_npz import read_arrays
from app.experts.assignment.reading_options import options_of
from workflows.engine.text import Text

_WHOLE_NUMBERS = {int}


def read_case(path: Path) -> Case:
    """Raises CaseFault naming the place; OSError: the file cannot be read."""
    if path.suffix == ".npz":
        return read_arrays(path)
    try:
        document = json.loads(path.read_bytes(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        what = Text("不是 JSON：{error}", "not JSON: {error}")
        raise CaseFault(path.name, what.format(error=error)) from error
    return case_from_json(document)


def case_from_json(document: object) -> Case:
    """`{"proposals":[{"id","need","unit"?}], "reviewers":[{"id","max","min"?,"unit"?,"senior"?}],
    "affinity":[[int]] (proposals × reviewers), "coi"?:[[p,r]] (positions), "rules"?, "locked"?,
    "previous"?, "objective"?, "pair_cap"?, "seed"?}`; keys beyond these are not looked at."""
    top = record(document, "case")
    proposals, reviewers = _people(top, "proposals"), _people(top, "reviewers")
    proposal_ids, reviewer_ids = _ids(proposals, "proposals"), _ids(reviewers, "reviewers")
    shape = (len(proposals), len(reviewers))
    codes: dict[Id, int] = {}
    return Case(
        proposals=proposal_ids,
        reviewers=reviewer_ids,
        need=_numbers(proposals, "proposals", "need"),
        least=_numbers(reviewers, "reviewers", "min", 0),
        most=_numbers(reviewers, "reviewers", "max"),
        affinity=_affinity(top.get("affinity"), shape),
        coi=_conflicts(top.get("coi") or [], shape),
        proposal_unit=_units(proposals, "proposals", codes),
        reviewer_unit=_units(reviewers, "reviewers", codes),
        senior=np.array(
            [
                truth(person.get("senior", False), f"reviewers[{number}].senior")
                for number, person in enumerate(reviewers)
            ],
            dtype=bool,
        ),
        **options_of(top, proposal_ids, reviewer_ids),
    )


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


def _people(top: dict[str, Any], key: str) -> list[dict[str, Any]]:
    people = items(top.get(key), key)
    return [record(person, f"{key}[{number}]") for number, person in enumerate(people)]


def _ids(people: list[dict[str, Any]], where: str) -> list[Id]:
    return [
        identity(person.get("id"), f"{where}[{number}].id") for number, person in enumerate(people)
    ]


def _numbers(
    people: list[dict[str, Any]], where: str, key: str, missing: int | None = None
) -> Ints:
    return np.array(
        [
            whole(person.get(key, missing), f"{where}[{number}].{key}")
            for number, person in enumerate(people)
        ],
        dtype=np.int64,
    )


def _units(people: list[dict[str, Any]], where: str, codes: dict[Id, int]) -> Ints:
    """Equal units get equal codes, across proposals and reviewers."""
    found = np.full(len(people), NO_UNIT, dtype=np.int64)
    for number, person in enumerate(people):
        if (unit := person.get("unit")) is not None:
            name = identity(unit, f"{where}[{number}].unit")
            found[number] = codes.setdefault(name, len(codes))
    return found


def _affinity(value: object, shape: tuple[int, int]) -> Ints:
    rows = items(value, "affinity")
    if len(rows) != shape[0]:
        raise _length("affinity", shape[0], len(rows))
    affinity = np.zeros(shape, dtype=np.int64)
    for number, row in enumerate(rows):
        where = f"affinity[{number}]"
        if len(items(row, where)) != shape[1]:
            raise _length(where, shape[1], len(row))
        if set(map(type, row)) - _WHOLE_NUMBERS or max(map(abs, row), default=0) >= 1 << 62:
            for place, cell in enumerate(row):
                whole(cell, f"{where}[{place}]")
        affinity[number] = row
    return affinity


def _conflicts(value: object, shape: tuple[int, int]) -> Bools:
    conflicts = np.zeros(shape, dtype=bool)
    for number, couple in enumerate(couples(value, "coi")):
        where = f"coi[{number}]"
        places = [whole(place, where) for place in couple]
        for place, length in zip(places, shape, strict=True):
            if not 0 <= place < length:
                what = Text("{place} 不是 0 至 {last} 的位置", "{place} is no position 0 to {last}")
                raise CaseFault(where, what.format(place=place, last=length - 1))
        conflicts[places[0], places[1]] = True
    return conflicts


def _length(where: str, expected: int, found: int) -> CaseFault:
    what = Text("应有 {expected} 项，实有 {found} 项", "must have {expected} members, has {found}")
    return CaseFault(where, what.format(expected=expected, found=found))

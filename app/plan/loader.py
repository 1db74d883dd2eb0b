"""Reads the plan from the files beside this module: 福建省“十四五”科技创新发展专项规划."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.plan.units import Organisation, Place, TableRow, UnitNames, organisations

_DATA = Path(__file__).parent / "data"
_HUNDRED_MILLION_YUAN = 100_000_000_00


@dataclass(frozen=True, slots=True)
class Plan:
    """Money in 分: what the plan spends at least, and what units are to add at least."""

    title: str
    document_number: str
    issuer: str
    first_year: int
    last_year: int
    fiscal_least: int
    own_least: int


@dataclass(frozen=True, slots=True)
class Programme:
    """A special programme (专项) of table 5; `tasks_en`: its tasks in English, in their order."""

    number: int
    domain: str
    name: str
    name_en: str
    focus: str
    tasks_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TechnologyItem:
    name: str
    name_en: str
    text: str


@dataclass(frozen=True, slots=True)
class TechnologyCatalogue:
    """A catalogue of key technologies (重点攻关技术目录); `number` as in the plan, such as 6-3."""

    number: str
    name: str
    name_en: str
    items: tuple[TechnologyItem, ...]


@dataclass(frozen=True, slots=True)
class Platform:
    """A row of tables 1-4 by its place there; `undertakers` are the units in the plan's words."""

    kind: str
    number: int
    name: str
    undertakers: str
    region: str


PLATFORM_FILES = {
    "laboratory": "innovation_laboratories",
    "platform": "platform_upgrades",
    "institution": "new_rd_institutions",
    "park": "innovation_parks",
}
"""Kind of a platform: the file its table is in."""


@dataclass(frozen=True, slots=True)
class PlanData:
    plan: Plan
    programmes: tuple[Programme, ...]
    catalogues: tuple[TechnologyCatalogue, ...]
    organisations: tuple[Organisation, ...]
    platforms: tuple[Platform, ...]


def load_plan() -> PlanData:
    """Raises app.plan.units.UnclearUnit: a table names a unit that cannot be placed."""
    return PlanData(
        plan=_plan(),
        programmes=load_programmes(),
        catalogues=load_catalogues(),
        organisations=organisations(
            _rows("innovation_laboratories"),
            (*_rows("new_rd_institutions"), *_rows("innovation_parks")),
            [_place(row) for row in _read("places")],
            _unit_names(),
        ),
        platforms=tuple(
            Platform(
                kind=kind,
                number=number,
                name=row.name,
                undertakers=row.undertaking_units,
                region=row.region or "",
            )
            for kind, name in PLATFORM_FILES.items()
            for number, row in enumerate(_rows(name), start=1)
        ),
    )


def load_programmes() -> tuple[Programme, ...]:
    return tuple(
        Programme(**row | {"tasks_en": tuple(row["tasks_en"])}) for row in _read("programmes")
    )


def load_catalogues() -> tuple[TechnologyCatalogue, ...]:
    return tuple(_catalogue(row) for row in _read("technology_catalogue"))


def _plan() -> Plan:
    found = _read("plan")
    first_year, last_year = found["period"]
    return Plan(
        title=found["title"],
        document_number=found["document_number"],
        issuer=found["issuer"],
        first_year=first_year,
        last_year=last_year,
        fiscal_least=found["fiscal_special_funds_min_100m_cny"] * _HUNDRED_MILLION_YUAN,
        own_least=found["undertaker_rd_investment_min_100m_cny"] * _HUNDRED_MILLION_YUAN,
    )


def _catalogue(row: dict[str, Any]) -> TechnologyCatalogue:
    items = tuple(TechnologyItem(**item) for item in row["items"])
    return TechnologyCatalogue(row["number"], row["name"], row["name_en"], items)


def _place(row: dict[str, Any]) -> Place:
    return Place(row["city"], row["authority"], tuple(row["counties"]))


def _unit_names() -> UnitNames:
    found = _read("unit_names")
    return UnitNames(found["full_names"], frozenset(found["not_units"]), found["elsewhere"])


def _rows(name: str) -> tuple[TableRow, ...]:
    return tuple(TableRow(**row) for row in _read(name))


def _read(name: str) -> Any:
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))

"""From the wording of the plan's tables to organisations: what kind, where, under whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

_REMARK = re.compile(r"[（(][^（）()]*共建[）)]|校地共建")
_BETWEEN = re.compile(r"[、/](?![^（(]*[）)])")
_BRACKETED = re.compile(r"[（(]([^（）()]*)[）)]")
_NOT_YET = "策划"
_IN_PREPARATION = "筹建"
EDUCATION = "福建省教育厅"
HEALTH = "福建省卫生健康委员会"


class OrganisationKind(StrEnum):
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    ENTERPRISE = "enterprise"
    GOVERNMENT = "government"
    HOSPITAL = "hospital"


_KINDS = (
    (re.compile(r"公司|集团"), OrganisationKind.ENTERPRISE),
    (re.compile(r"政府|委员会$|局$|厅$|指挥部|筹建办"), OrganisationKind.GOVERNMENT),
    (re.compile(r"医院"), OrganisationKind.HOSPITAL),
    (re.compile(r"研究院|研究所|实验室|中心"), OrganisationKind.INSTITUTE),
    (re.compile(r"大学|学院"), OrganisationKind.UNIVERSITY),
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """`recommender` is the name of the authority whose jurisdiction it is in; None for authorities
    and for units outside the province, which nobody here can recommend."""

    name: str
    kind: OrganisationKind
    city: str
    recommender: str | None = None
    is_recommender: bool = False
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A city of the province, its authority for science and technology, its counties."""

    city: str
    authority: str
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitNames:
    """`full_names` of short forms, wordings that name nobody, cities of units from elsewhere."""

    full_names: Mapping[str, str]
    not_units: frozenset[str]
    elsewhere: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table of the plan says of units: a name, who undertakes it, where."""

    name: str
    undertaking_units: str
    region: str | None


class UnclearUnit(ValueError):
    """A name of the plan that cannot be classified or placed; it belongs into unit_names.json."""


def split_units(text: str) -> tuple[str, ...]:
    """The units a cell names, as written; remarks on who builds with whom are left out."""
    parts = _BETWEEN.split(_REMARK.sub("", text))
    return tuple(part.strip() for part in parts if part.strip())


def kind_of(name: str) -> OrganisationKind:
    """Raises UnclearUnit."""
    for pattern, kind in _KINDS:
        if pattern.search(name):
            return kind
    raise UnclearUnit(f"of what kind is {name}?")


def city_of(name: str, region: str | None, places: Sequence[Place], names: UnitNames) -> str:
    """By the name itself before the region of its row. Raises UnclearUnit."""
    if name in names.elsewhere:
        return names.elsewhere[name]
    for text in (name, region or ""):
        found = _place_in(text, places)
        if found is not None:
            return found.city
    raise UnclearUnit(f"where is {name}?")


def organisations(
    laboratories: Sequence[TableRow],
    others: Sequence[TableRow],
    places: Sequence[Place],
    names: UnitNames,
) -> tuple[Organisation, ...]:
    """The recommending authorities, the laboratories that exist or are being set up, and all
    undertaking units: each once, in the order of the plan. Raises UnclearUnit."""
    authorities = [place.authority for place in places]
    found = {a: _authority(a, p.city) for a, p in zip(authorities, places, strict=True)}
    found |= {name: _authority(name, places[0].city) for name in (EDUCATION, HEALTH)}
    for row in laboratories:
        if _NOT_YET not in row.name:
            _add(found, _laboratory(row), row.region, places, names)
    for row in (*laboratories, *others):
        for written in split_units(row.undertaking_units):
            if written not in names.not_units:
                _add(found, _full_name(written, places, names), row.region, places, names)
    return tuple(found.values())


def _add(
    found: dict[str, Organisation],
    called: tuple[str, tuple[str, ...]],
    region: str | None,
    places: Sequence[Place],
    names: UnitNames,
) -> None:
    name, other_names = called
    if name in found:
        known = found[name]
        more = tuple(n for n in other_names if n not in known.other_names)
        found[name] = replace(known, other_names=known.other_names + more)
        return
    kind, city = kind_of(name), city_of(name, region, places, names)
    authority = {place.city: place.authority for place in places}.get(city)
    if authority is not None and kind is OrganisationKind.UNIVERSITY:
        authority = EDUCATION
    if authority is not None and kind is OrganisationKind.HOSPITAL:
        authority = HEALTH
    found[name] = Organisation(name, kind, city, authority, other_names=other_names)


def _authority(name: str, city: str) -> Organisation:
    return Organisation(name, OrganisationKind.GOVERNMENT, city, is_recommender=True)


def _laboratory(row: TableRow) -> tuple[str, tuple[str, ...]]:
    """By the short name in brackets; the long one is its other name."""
    short = [name for name in _BRACKETED.findall(row.name) if name != _IN_PREPARATION]
    long = _BRACKETED.sub("", row.name)
    return (short[0], (long,)) if short else (long, ())


def _full_name(
    written: str, places: Sequence[Place], names: UnitNames
) -> tuple[str, tuple[str, ...]]:
    """The official name and the other names it is written under."""
    bare = _BRACKETED.sub("", written)
    name = names.full_names.get(bare, bare)
    name = re.sub(r"(?<!人民)政府$", "人民政府", name)
    name = re.sub(r"科技局$", "科学技术局", name)
    name = re.sub(r"管委会$", "管理委员会", name)
    place = _place_in(name, places)
    if place is not None and any(name.startswith(c) for c in place.counties if c[-1] == "区"):
        name = place.city + name
    others = (*_BRACKETED.findall(written), *([bare] if bare != name else []))
    return name, tuple(others)


def _place_in(text: str, places: Sequence[Place]) -> Place | None:
    """The place a text names: a city before a county, and by the stem of the name (福州, 晋江)."""
    for names_of in (lambda p: (p.city,), lambda p: p.counties):
        for place in places:
            if any(_stem(name) in text for name in names_of(place)):
                return place
    return None


def _stem(name: str) -> str:
    return re.sub(r"(综合实验区|市|县|区)$", "", name)

"""What a draw starts from: the pool as it stood, who is excluded and why, and the rules.

The snapshot is fixed before the draw: `commitment` binds it and the secret seed together and is
published; revealing the seed afterwards lets anybody check both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.canonical import canonical_json
from app.numbers import share_of
from workflows.engine.text import Text

SEED_BYTES = 32

EXPERT_TYPES: dict[str, Text] = {
    "academic": Text("高校院所专家", "experts from universities and institutes"),
    "enterprise": Text("企业专家", "experts from enterprises"),
    "finance": Text("财务专家", "finance experts"),
    "end_user": Text("用户方专家", "end-user experts"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert of the pool: `unit` is the id of the present unit, `fields` ids of technology
    fields, `type` a key of EXPERT_TYPES; `is_new` unless they sat on this panel last year."""

    id: int
    unit: int
    region: str
    type: str
    fields: frozenset[int] = frozenset()
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A candidate who may not be drawn, with the keys of the reasons (rules of recusal, load)."""

    id: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """How a panel is composed. People are counted, of a type at least `type_least` and at most
    `type_most`; `field_match_percent` of the panel, rounded up, share at least one of `fields`.
    Raises ValueError: rules that say nothing definite."""

    panel_size: int
    same_unit_most: int
    substitutes_per_seat: int = 2
    home_region: str = ""
    out_of_region_least: int = 0
    type_least: tuple[tuple[str, int], ...] = ()
    fields: frozenset[int] = frozenset()
    field_match_percent: int = 0
    newcomers_least: int = 0
    type_most: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if self.panel_size < 1 or self.same_unit_most < 1:
            raise ValueError("a panel has at least one seat, and a unit may fill one")
        if self.out_of_region_least and not self.home_region:
            raise ValueError("out of which region? name the home region")
        if self.field_match_percent and not self.fields:
            raise ValueError("match of which fields? name them")
        if not 0 <= self.field_match_percent <= 100:
            raise ValueError("a percentage lies between 0 and 100")
        named = {key for key, _ in (*self.type_least, *self.type_most)}
        if unknown := named - EXPERT_TYPES.keys():
            raise ValueError(f"unknown types of expert: {sorted(unknown)}")
        if any(most < 0 for _, most in self.type_most):
            raise ValueError("nobody counts less than none")

    @property
    def field_match_least(self) -> int:
        return share_of(self.panel_size, self.field_match_percent)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the draw may look at. `group` names what is drawn for; it makes every draw's
    order its own. Raises ValueError: a candidate twice, or an exclusion of somebody else."""

    group: str
    candidates: tuple[Candidate, ...]
    excluded: tuple[Exclusion, ...]
    rules: Rules

    def __post_init__(self) -> None:
        known = {candidate.id for candidate in self.candidates}
        if len(known) < len(self.candidates):
            raise ValueError("a candidate stands in the pool twice")
        if strangers := {exclusion.id for exclusion in self.excluded} - known:
            raise ValueError(f"excluded, but not in the pool: {sorted(strangers)}")

    @property
    def eligible(self) -> tuple[Candidate, ...]:
        barred = {exclusion.id for exclusion in self.excluded}
        return tuple(candidate for candidate in self.candidates if candidate.id not in barred)

    def as_json(self) -> dict[str, Any]:
        """The form that is stored and committed to; it does not depend on any order of input.

        What came later is left out where it says nothing: an old commitment stays good for years.
        """
        rules = self.rules
        newcomers = {"newcomers_least": rules.newcomers_least} if rules.newcomers_least else {}
        ceilings = sorted(list(pair) for pair in rules.type_most)
        return {
            "group": self.group,
            "candidates": [
                [c.id, c.unit, c.region, c.type, sorted(c.fields), *([] if c.is_new else [0])]
                for c in sorted(self.candidates, key=lambda c: c.id)
            ],
            "excluded": sorted([x.id, sorted(x.reasons)] for x in self.excluded),
            "rules": {
                "panel_size": rules.panel_size,
                "same_unit_most": rules.same_unit_most,
                "substitutes_per_seat": rules.substitutes_per_seat,
                "home_region": rules.home_region,
                "out_of_region_least": rules.out_of_region_least,
                "type_least": sorted(list(pair) for pair in rules.type_least),
                "fields": sorted(rules.fields),
                "field_match_percent": rules.field_match_percent,
            }
            | newcomers
            | ({"type_most": ceilings} if ceilings else {}),
        }


def snapshot_from_json(stored: Mapping[str, Any]) -> Snapshot:
    """The inverse of `Snapshot.as_json`. Raises KeyError, TypeError, ValueError: not its output."""
    rules: dict[str, Any] = dict(stored["rules"])
    rules["type_least"] = tuple((key, least) for key, least in rules["type_least"])
    rules["type_most"] = tuple((key, most) for key, most in rules.get("type_most", ()))
    rules["fields"] = frozenset(rules["fields"])
    return Snapshot(
        group=stored["group"],
        candidates=tuple(_candidate(row) for row in stored["candidates"]),
        excluded=tuple(Exclusion(id, tuple(reasons)) for id, reasons in stored["excluded"]),
        rules=Rules(**rules),
    )


def _candidate(row: Sequence[Any]) -> Candidate:
    id, unit, region, type, fields, *former = row
    return Candidate(id, unit, region, type, frozenset(fields), is_new=not former)


def commitment(snapshot: Snapshot, seed: bytes) -> str:
    """SHA-256 of the seed followed by the canonical snapshot, as 64 hex digits.

    Raises ValueError: the seed is not SEED_BYTES long (a fixed length parts it from the snapshot).
    """
    check_seed(seed)
    return hashlib.sha256(seed + canonical_json(snapshot.as_json())).hexdigest()


def check_seed(seed: bytes) -> None:
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, this one {len(seed)}")

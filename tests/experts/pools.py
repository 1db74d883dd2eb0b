"""Pools of experts to draw from, and panels drawn from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.experts.draw import (
    Panel,
    draw,
)
from app.experts.pool import Candidate, Rules, Snapshot

SEED = bytes(range(32))
HOME = "福建"


def a_pool(count: int = 40) -> tuple[Candidate, ...]:
    types = ("academic", "academic", "enterprise", "finance")
    return tuple(
        Candidate(n, n // 3, HOME if n % 3 else "江西", types[n % 4], frozenset({n % 5}))
        for n in range(1, count + 1)
    )


def snapshot_of(candidates: Sequence[Candidate] | None = None, **rules: Any) -> Snapshot:
    composition = Rules(**{"panel_size": 5, "same_unit_most": 1, "home_region": HOME, **rules})
    return Snapshot("review_group:1", tuple(candidates or a_pool()), (), composition)


def panel_of(snapshot: Snapshot, seed: bytes = SEED) -> Panel:
    drawn = draw(snapshot, seed)
    assert isinstance(drawn, Panel)
    return drawn


def keeps(rules: Rules, panel: Sequence[Candidate], waived: Sequence[str] = ()) -> bool:
    """The rules again, counted the plain way."""
    matching = sum(bool(c.fields & rules.fields) for c in panel)
    kept = {
        "same_unit_most": max(Counter(c.unit for c in panel).values()) <= rules.same_unit_most,
        "out_of_region_least": sum(c.region != HOME for c in panel) >= rules.out_of_region_least,
        "newcomers_least": sum(c.is_new for c in panel) >= rules.newcomers_least,
        "field_match_percent": 100 * matching >= rules.field_match_percent * len(panel),
        **{
            f"type_least:{key}": sum(c.type == key for c in panel) >= least
            for key, least in rules.type_least
        },
        **{
            f"type_most:{key}": sum(c.type == key for c in panel) <= most
            for key, most in rules.type_most
        },
    }
    return all(holds or key in waived for key, holds in kept.items())

"""What one version of a posting says otherwise than the one before, place by place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Change(NamedTuple):
    """`path` as in the content, e.g. `target` or `metrics.0.threshold`; empty: not there."""

    path: str
    before: str
    after: str


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    old, new = _flat(before), _flat(after)
    return tuple(
        Change(path, old.get(path, ""), new.get(path, ""))
        for path in dict.fromkeys([*old, *new])
        if old.get(path, "") != new.get(path, "")
    )


def _flat(value: Any, path: str = "") -> dict[str, str]:
    pairs: Iterable[tuple[object, Any]]
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    else:
        return {path: str(value)}
    found: dict[str, str] = {}
    for key, inner in pairs:
        found |= _flat(inner, f"{path}.{key}" if path else str(key))
    return found

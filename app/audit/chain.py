"""A chain of keyed MACs over records in order: changing, removing or inserting one breaks it.

mac(n) = HMAC-SHA256(key, mac(n-1) + newline + canonical JSON of record n); the first follows
START. Nobody without the key can repair the chain behind a change. Cutting off the end leaves a
valid chain, therefore the end is exported every day as a `Mark` and given back to `verify`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.canonical import canonical_json
from workflows.engine.text import Text

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """A stored record. `record` holds what the MAC covers: text, whole numbers, lists, mappings."""

    id: int
    record: Mapping[str, object]
    previous_mac: str
    mac: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A daily checkpoint: after `rows` records the last one was `id` with `mac`."""

    rows: int
    id: int
    mac: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first fault: at record `id`, the `row`-th of the chain (from 1)."""

    id: int
    row: int
    reason: Text


def link(key: bytes, previous_mac: str, record: Mapping[str, object]) -> str:
    """The MAC of `record` after `previous_mac`: 64 hex digits.

    Raises ValueError: an empty key. TypeError: a record with more than one spelling (a float).
    """
    if not key:
        raise ValueError("the chain needs a key")
    message = previous_mac.encode("ascii") + b"\n" + canonical_json(record)
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def verify(
    keys: Sequence[bytes],
    links: Iterable[Link],
    marks: Iterable[Mark] = (),
    *,
    rows_before: int = 0,
    mac_before: str = START,
) -> Broken | None:
    """The first broken link in the order of the chain, or None; `links` is read once. It may begin
    behind `rows_before` records, of which the last had `mac_before`.

    Of several keys the newest comes first. A key that was replaced made the links before the first
    one of its successor and none after it: what is known of it later forges nothing.
    """
    expected = {mark.rows: mark for mark in marks}
    row, mac = rows_before, mac_before
    for row, entry in enumerate(links, start=rows_before + 1):
        keys = _still_good(keys, entry)
        reason = _fault(keys, mac, entry) or _missed(expected.pop(row, None), entry)
        if reason is not None:
            return Broken(entry.id, row, reason)
        mac = entry.mac
    if expected:
        cut = expected[min(expected)]
        return Broken(cut.id, cut.rows, _CUT.format(rows=cut.rows, found=row))
    return None


def _still_good(keys: Sequence[bytes], entry: Link) -> Sequence[bytes]:
    """The key that made this link and those newer than it; none when no key fits."""
    for oldest in range(len(keys), 0, -1):
        mac = link(keys[oldest - 1], entry.previous_mac, entry.record)
        if hmac.compare_digest(entry.mac, mac):
            return keys[:oldest]
    return ()


def _fault(fitting: Sequence[bytes], previous_mac: str, entry: Link) -> Text | None:
    if not hmac.compare_digest(entry.previous_mac, previous_mac):
        return _GAP
    if not fitting:
        return _CHANGED
    return None


def _missed(mark: Mark | None, entry: Link) -> Text | None:
    if mark is None or (mark.id == entry.id and hmac.compare_digest(mark.mac, entry.mac)):
        return None
    return REWRITTEN


_GAP = Text(
    "本条与前一条不相接：其前有记录被删除、插入或调换",
    "Does not follow on from the record before it: a record was deleted, inserted or moved",
)
_CHANGED = Text(
    "本条内容与其校验码不符：记录被改动，或密钥不同",
    "Does not match its check code: the record was altered, or a different key was used",
)
REWRITTEN = Text(
    "与当日存证不符：存证之前的记录被整体改写",
    "Differs from that day's checkpoint: everything before the checkpoint was rewritten",
)
_CUT = Text(
    "存证记有 {rows} 条，现只有 {found} 条：末尾记录被删除",
    "The checkpoint counts {rows} records but only {found} are left: the last ones were deleted",
)

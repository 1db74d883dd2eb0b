"""Marks of a text: the few of its runs of characters that stand for all of it.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document
Fingerprinting", SIGMOD 2003): of each window of neighbouring runs the one with the least hash is
kept. Two texts that share `GRAM + WINDOW - 1` characters in a row always share a mark.
"""

from __future__ import annotations

from collections import deque
from hashlib import blake2b

from app.similarity.reading import BREAK

GRAM = 12
"""Characters of a run: longer than a name or a term of the trade."""

WINDOW = 25
"""Runs of which one is kept: one mark for some 13 characters."""


def marks_of(text: str) -> frozenset[int]:
    """Whole numbers of 64 bits, of the parts of a reading."""
    return frozenset(mark for part in text.split(BREAK) for mark in _winnowed(part))


def runs(text: str) -> frozenset[str]:
    """Every run of `GRAM` characters in a row."""
    return frozenset(
        part[place : place + GRAM]
        for part in text.split(BREAK)
        for place in range(len(part) - GRAM + 1)
    )


def _winnowed(part: str) -> set[int]:
    """Of equal hashes the last, as in the paper; a part shorter than a window keeps its least."""
    kept: set[int] = set()
    least: deque[tuple[int, int]] = deque()  # places and hashes, the least first
    last = len(part) - GRAM
    for place in range(last + 1):
        value = _hash(part[place : place + GRAM])
        while least and least[-1][1] >= value:
            least.pop()
        least.append((place, value))
        if least[0][0] <= place - WINDOW:
            least.popleft()
        if place >= WINDOW - 1 or place == last:
            kept.add(least[0][1])
    return kept


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), signed=True)

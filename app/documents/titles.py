"""Line breaks of a title: no word split, lines of nearly one length, the longer ones on top."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

PER_LINE = 20
"""Characters of 22 pt that fit into 156 mm."""

_WORDS = re.compile(r"[A-Za-z0-9%./·-]+|“[^”]{1,12}”|《[^》]{1,12}》|关于|的通知|的公示|项目|.")
_NEVER_FIRST = frozenset("的、，。：；）〕”》")


def title_lines(title: str) -> tuple[str, ...]:
    """As few lines as possible, balanced; a title too long to balance is left to the layout."""
    words = _WORDS.findall(title)
    length = sum(map(len, words))
    if length <= PER_LINE:
        return (title,)
    for count in range(-(-length // PER_LINE), 6):
        found = _best(words, count, length / count)
        if found is not None:
            return found
    return (title,)


def _best(words: list[str], count: int, mean: float) -> tuple[str, ...] | None:
    places = [n for n in range(1, len(words)) if words[n] not in _NEVER_FIRST]
    best: tuple[float, tuple[str, ...]] | None = None
    for cuts in combinations(places, count - 1):
        edges = (0, *cuts, len(words))
        lines = tuple("".join(words[a:b]) for a, b in pairwise(edges))
        if max(map(len, lines)) > PER_LINE:
            continue
        rising = sum(max(0, len(b) - len(a)) for a, b in pairwise(lines))
        cost = sum((len(line) - mean) ** 2 for line in lines) + rising
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best[1] if best else None

"""What falls when: drawn from a seed before anything runs, so that a run can be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

KILLED = {
    "web": 1,
    "web process": 1,
    "worker": 4,
    "shift": 4,
    "relay": 4,
    "clock": 4,
    "redis": 4,
}
"""Ended by SIGKILL, and how often beside the others: the web seldom, because nothing can happen to
people who reach nobody. A web process is one of gunicorn's two, a shift the process of the
worker that does the jobs."""

KEEPS_NOBODY_AWAY = tuple(kind for kind in KILLED if not kind.startswith("web"))
"""What falls instead of a program that is not there to fall."""

OTHER = ("postgresql", "flush", "mail", "disk", "skew")

_EVERY = 5
"""One other fault for so many kills."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`pause` seconds after the one before; `lasting` seconds where it does not end by itself."""

    kind: str
    pause: float
    lasting: float


def drawn(kills: int, seed: int) -> list[Fault]:
    random = Random(seed)
    kinds = random.choices(list(KILLED), list(KILLED.values()), k=kills)
    kinds += [OTHER[n % len(OTHER)] for n in range(kills // _EVERY)]
    random.shuffle(kinds)
    return [Fault(kind, random.uniform(0.1, 1.0), random.uniform(1.0, 8.0)) for kind in kinds]

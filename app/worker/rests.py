"""How long a move of the clock that a rule holds back is left in peace before it is asked again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(minutes=5)
"""What another case brings about is seen after this at the latest; a case that moves itself has new
timers, which never rest."""

DueTimer = tuple[int, datetime]
"""The number of a timer and when it is due."""


@dataclass
class Rests:
    """Each timer rests as long again as it has been held back: thousands of payments that wait for
    a document cost the clock next to nothing. Kept by one clock; the next one asks all anew."""

    _held_since: dict[DueTimer, datetime] = field(default_factory=dict)
    _until: dict[DueTimer, datetime] = field(default_factory=dict)

    def hold_back(self, timer: DueTimer, now: datetime) -> None:
        since = self._held_since.setdefault(timer, now)
        self._until[timer] = now + min(max(now - since, SHORTEST), LONGEST)

    def rests(self, timer: DueTimer, now: datetime) -> bool:
        return timer in self._until and now < self._until[timer]

    def keep_only(self, due: Collection[DueTimer]) -> None:
        """Forgets those that are no longer due."""
        for timer in self._held_since.keys() - set(due):
            del self._held_since[timer], self._until[timer]

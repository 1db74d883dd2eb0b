"""What worker processes hold and spend: the resident set of the largest, itself or a child of it;
processor time of all of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_PAGE = 4096


class Memory:
    def __init__(self, workers: Sequence[int]) -> None:
        self._workers, self._most = workers, 0

    def look(self) -> None:
        for worker in self._workers:
            for process in (worker, *_children(worker)):
                with suppress(OSError, IndexError):
                    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
                    self._most = max(self._most, pages * _PAGE)

    def most(self) -> int:
        """MB, of all that was seen."""
        return self._most // 1024**2


def spent(processes: Sequence[int]) -> float:
    """Seconds of processor, of these and of all their children, at work or ended."""
    ticks = 0
    for process in (*processes, *(child for one in processes for child in _children(one))):
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(field) for field in after_name[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    with suppress(OSError):
        tasks = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(child) for child in tasks.split()]
    return []

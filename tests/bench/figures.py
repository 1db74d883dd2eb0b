"""What a measurement found: rows of named figures under one title."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figures:
    title: str
    rows: tuple[dict[str, Any], ...]

    def table(self) -> str:
        names = list(dict.fromkeys(name for row in self.rows for name in row))
        cells = [names, *([str(row.get(name, "")) for name in names] for row in self.rows)]
        widths = [max(len(line[n]) for line in cells) for n in range(len(names))]
        lines = ("  ".join(c.rjust(w) for c, w in zip(line, widths, strict=True)) for line in cells)
        return "\n".join((f"\n== {self.title}", *lines))

    def as_json(self) -> dict[str, Any]:
        machine = (
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        return {"title": self.title, "machine": machine, "rows": list(self.rows)}


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end; memory is its largest resident set."""

    seconds: float
    megabytes: float
    output: str


def run(command: Sequence[str], **environment: str) -> Run:
    """Raises RuntimeError with what the process said when it fails."""
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        output, said = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {said[-2000:]}")
    return Run(time.perf_counter() - began, usage.ru_maxrss / 1024, output)


def at_percent(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of all do not exceed; nan of nothing."""
    ordered = sorted(values)
    return (
        ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")
    )

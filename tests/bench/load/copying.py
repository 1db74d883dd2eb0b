"""Rows on their way into PostgreSQL by COPY, while the next ones are made."""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

import psycopg

_AT_ONCE = 20_000
"""Rows that wait in memory for a COPY of their own, because a connection has one at a time."""

_AHEAD = 8
"""So many COPYs wait for their turn, before whoever makes rows waits for them."""


class Sender:
    """One connection in a thread of its own. What fails there is raised by a later `send`, or at
    the end."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._thread.shutdown()
        self._connection.close()

    def send(self, copy: str, lines: Sequence[str]) -> None:
        self._waiting.append(self._thread.submit(self._copy, copy, lines))
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Everything sent is there."""
        while self._waiting:
            self._waiting.popleft().result()

    def _copy(self, statement: str, lines: Sequence[str]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("".join(lines))


class Copied:
    """Rows of one table. `add` takes the columns in the order they were named, texts without tab,
    line end or backslash; what a column has by default stands in every row, as the models say."""

    def __init__(self, sender: Sender, table: Any, *columns: str) -> None:
        rest = {
            c.name: _by_default(c) for c in table.columns if c.name not in columns and c.default
        }
        names = ", ".join(f'"{name}"' for name in (*columns, *rest))
        self._copy = f"COPY \"{table.name}\" ({names}) FROM STDIN (NULL 'None')"
        self._end = "".join(f"\t{value}" for value in rest.values()) + "\n"
        self._sender = sender
        self._lines: list[str] = []
        self.count = 0

    def add(self, *values: object) -> None:
        self.write("\t".join(map(str, values)) + self._end, 1)

    def write(self, lines: str, count: int) -> None:
        """Lines as COPY reads them, all columns named."""
        self._lines.append(lines)
        self.count += count
        if len(self._lines) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        self._sender.send(self._copy, self._lines)
        self._lines = []


class Words:
    """The words of all cases, which are written at the end in the order of their key: an index of
    what lies in its order is made in a third of the time."""

    def __init__(self, there: Sequence[tuple[str, str, int]]) -> None:
        self._cases: dict[str, dict[str, array[int]]] = defaultdict(lambda: defaultdict(_numbers))
        for kind, word, number in sorted(there):
            self.add(kind, (word,), number)

    def add(self, kind: str, words: Iterable[str], number: int) -> None:
        """Numbers of a kind come in their order."""
        cases = self._cases[kind]
        for word in words:
            cases[word].append(number)

    def write(self, rows: Copied) -> None:
        for kind, cases in sorted(self._cases.items()):
            for word, numbers in sorted(cases.items()):
                start = f"{kind}\t{word}\t"
                lines = f"\n{start}".join(map(str, numbers))
                rows.write(f"{start}{lines}\n", len(numbers))


def _numbers() -> array[int]:
    return array("i")


def _by_default(column: Any) -> object:
    default = column.default
    value = default.arg(None) if default.is_callable else default.arg
    return {"{}": "{}", "[]": "[]"}.get(str(value), value)

"""Applicants who submit and readers who read, each a thread with a connection of its own."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode

from tests.bench.rush.season import Entry

_FIELD = re.compile(r'name="(csrf_token|seen)"[^>]*value="([^"]+)"')
_GIVEN_UP = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The moments before and after it was sent, and what it took, in seconds of this machine's
    clock; status 0: the connection broke."""

    proposal_id: int
    status: int
    began: float
    sent: float
    took: float
    has_receipt: bool = False
    """Of a refusal, for having come too late."""

    @property
    def is_taken(self) -> bool:
        return self.status == 303


@dataclass
class Crowd:
    """Threads that act until told to stop; `answers` and `readings` are what they got."""

    host: str
    port: int
    answers: list[Answer] = field(default_factory=list)
    readings: list[float] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def submit(self, entries: SimpleQueue[Entry], clients: int) -> None:
        self._start(clients, lambda connection: self._submit_next(connection, entries))

    def read(self, readers: int) -> None:
        self._start(readers, self._read)

    def until(self, moment: float) -> None:
        time.sleep(max(0.0, moment - time.time()))
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _start(self, count: int, act: Callable[[http.client.HTTPConnection], None]) -> None:
        for _ in range(count):
            thread = threading.Thread(target=self._go_on, args=(act,))
            thread.start()
            self._threads.append(thread)

    def _go_on(self, act: Callable[[http.client.HTTPConnection], None]) -> None:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        while not self._stop.is_set():
            try:
                act(connection)
            except Empty:
                return
        connection.close()

    def _submit_next(self, connection: Any, entries: SimpleQueue[Entry]) -> None:
        """The page of the move, then the form on it, as a browser does."""
        entry = entries.get_nowait()
        path = f"/cases/proposal/{entry.proposal_id}/moves/submit"
        shown = _ask(connection, "GET", path, {"Cookie": entry.cookie})
        if shown.status != 200:
            return
        form = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": shown.cookie or entry.cookie,
        }
        body = urlencode(dict(_FIELD.findall(shown.text)))
        began = time.time()
        told = _ask(connection, "POST", path, form, body)
        took = time.time() - began
        late = "/late/" in told.text
        self.answers.append(Answer(entry.proposal_id, told.status, began, told.sent, took, late))

    def _read(self, connection: Any) -> None:
        for path in ("/", "/calls/1"):
            began = time.time()
            _ask(connection, "GET", path, {})
            self.readings.append(time.time() - began)
        time.sleep(0.2)


@dataclass(frozen=True, slots=True)
class _Told:
    """`cookie` is that of the session which was set; status 0: the connection broke."""

    sent: float
    status: int = _GIVEN_UP
    text: str = ""
    cookie: str = ""


def _ask(
    connection: Any, method: str, path: str, headers: dict[str, str], body: str | None = None
) -> _Told:
    sent = 0.0
    try:
        connection.request(method, path, body=body, headers=headers)
        sent = time.time()
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        connection.close()
        return _Told(sent)
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    return _Told(sent, answer.status, text, cookie)
